"""A page that simulates, as picture and as PDF, once it has shown what its lesson hides and all has run."""

import base64
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from shots import cropped

sys.path.insert(0, str(Path(__file__).parents[2] / "tests"))

from explore.chromium import Asked, asked_of

HIGHEST_PLAYED = 9_000
"""Pixels of such a page that are shown at most."""

REVEALED = """(async () => {
  document.getElementById('skip')?.click();
  await window.relsim.run();
  while (!document.getElementById('life').children.length) await new Promise((go) => setTimeout(go, 50));
})()"""


def played(page: Path, width: int) -> Path:
    """A picture of a page that simulates in a window of a width."""
    size = {"width": width, "height": HIGHEST_PLAYED, "deviceScaleFactor": 1, "mobile": width < 500}
    wanted = Asked("Emulation.setDeviceMetricsOverride", size), REVEALED, Asked("Page.captureScreenshot")
    *_, shown = asked_of(page, *wanted)
    picture = page.with_name(f"{page.stem}-{width}.png")
    cropped(Image.open(BytesIO(base64.b64decode(shown)))).save(picture)
    return picture


def played_on_paper(page: Path) -> Path:
    """A page that simulates as PDF."""
    *_, shown = asked_of(page, REVEALED, Asked("Page.printToPDF", {"preferCSSPageSize": True}))
    paper = page.with_suffix(".pdf")
    paper.write_bytes(base64.b64decode(shown))
    return paper
