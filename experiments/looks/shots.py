"""Pictures of a page: on a screen of some width, and on paper."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops

from relsim.report.browser import browser_on_path, headless, print_page

HIGHEST = 14_000
"""Pixels of a page that are shown at most."""

DOTS_PER_INCH = 60


def on_screen(page: Path, width: int) -> Path:
    """A picture of a page in a window of a width, without the empty space below it."""
    browser, picture = browser_on_path(), page.with_name(f"{page.stem}-{width}.png")
    if browser is None:
        raise SystemExit("no browser is on the PATH")
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        wanted = (
            "--hide-scrollbars",
            f"--window-size={width},{HIGHEST}",
            f"--screenshot={picture.resolve()}",
        )
        headless(browser, profile, *wanted, page.resolve().as_uri())
    with Image.open(picture) as shown:
        image = cropped(shown)
    image.save(picture)
    return picture


def cropped(shown: Image.Image) -> Image.Image:
    """A picture of a page without the empty space below it, which has the colour of its last corner."""
    image = shown.convert("RGB")
    empty = Image.new("RGB", image.size, image.getpixel((image.width - 1, image.height - 1)))
    filled = ImageChops.difference(image, empty).getbbox()
    return image.crop((0, 0, image.width, filled[3] + 20 if filled else 20))


def on_paper(page: Path) -> Path | None:
    """A page as PDF, where a browser prints it."""
    print(print_page(page))
    paper = page.with_suffix(".pdf")
    return paper if paper.exists() else None


def sheets_of(paper: Path) -> list[Path]:
    """The pages of a PDF as pictures."""
    tool, start = shutil.which("pdftoppm"), paper.with_name(f"{paper.stem}-a4")
    if tool is None:
        raise SystemExit("no pdftoppm is on the PATH")
    subprocess.run([tool, "-r", str(DOTS_PER_INCH), "-png", str(paper), str(start)], check=True)
    return sorted(paper.parent.glob(f"{start.name}-*.png"))
