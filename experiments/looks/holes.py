"""How much of printed pages is empty: `python experiments/looks/holes.py REPORT.html|PAPER.pdf ...`."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from relsim.report.browser import print_page

DOTS_PER_INCH = 30
MARGIN = 0.0437
"""Share of the height of A4 that each of the margins of 13 mm takes."""

PAPER_GREY = 250
"""What is darker, from 0 to 255, is ink; the palest tint of a page is 246."""


@dataclass(frozen=True)
class Hole:
    """The highest strip without ink of a printed page, as a share of the height between its margins."""

    page: int
    across: float
    """Of the whole width."""

    half: float
    """Of the left or of the right half alone: a column of a gallery that ends early."""


def holes(paper: Path) -> list[Hole]:
    """The highest empty strip of each page of a PDF but the last, which may end anywhere."""
    return [
        Hole(number, highest_strip(page), max(map(highest_strip, np.array_split(page, 2, axis=1))))
        for number, page in enumerate(pages_as_ink(paper)[:-1], start=1)
    ]


def pages_as_ink(paper: Path) -> list[np.ndarray]:
    """Where each page of a PDF holds ink, between its upper and its lower margin."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        raise SystemExit("no pdftoppm is on the PATH")
    with TemporaryDirectory() as scratch:
        asked = [tool, "-r", str(DOTS_PER_INCH), "-gray", str(paper), f"{scratch}/page"]
        subprocess.run(asked, check=True)
        return [inked(one) for one in sorted(Path(scratch).iterdir())]


def inked(picture: Path) -> np.ndarray:
    """Where the picture of a page holds ink, without its upper and lower margin."""
    with Image.open(picture) as page:
        ink = np.asarray(page) < PAPER_GREY
    margin = round(MARGIN * len(ink))
    return ink[margin : len(ink) - margin]


def highest_strip(ink: np.ndarray) -> float:
    """The longest run of rows without ink, as a share of all rows."""
    rows = np.flatnonzero(np.concatenate(([True], ink.any(axis=1), [True])))
    return float(np.diff(rows).max() - 1) / len(ink)


def told(page: Path) -> str:
    """The holes of a report, printed if it is no PDF yet, in one line."""
    if page.suffix != ".pdf":
        print_page(page)
    found = holes(page.with_suffix(".pdf"))
    across = max((hole.across for hole in found), default=0.0)
    pages = " ".join(f"{hole.across:.0%}/{hole.half:.0%}" for hole in found)
    return f"{across:4.0%}  {len(found) + 1:2d} pages  {page}: {pages}"


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(told(Path(name)), flush=True)
