"""Claims about printed pages: an empty strip is measured for what it is, and no report has a high one."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import relsim
from relsim.questions.compare.page import write_report
from relsim.report.browser import browser_on_path, print_page

sys.path.insert(0, str(Path(__file__).parents[2] / "experiments" / "looks"))

from holes import highest_strip, holes

HIGHEST_HOLE = 0.45
"""A page may end so early, as a share of its height, where the next figure needs more than what is left."""

MEAN_HOLE = 0.12

prints = pytest.mark.skipif(
    browser_on_path() is None or shutil.which("pdftoppm") is None, reason="nothing here prints or reads paper"
)


@pytest.mark.parametrize(
    ("inked", "strip"), [([], 1.0), ([0, 9], 0.8), ([4], 0.5), (range(10), 0.0), ([0, 1, 2, 3], 0.6)]
)
def test_the_highest_strip_without_ink_is_found_wherever_it_is(inked: list[int], strip: float) -> None:
    page = np.zeros((10, 4), dtype=bool)
    page[list(inked), 1] = True
    assert highest_strip(page) == pytest.approx(strip)


HALF_FULL = """<!doctype html><style>@page {{ size: A4; margin: 13mm }} body {{ margin: 0 }}
div {{ height: {height}mm; background: #f4f6f8; width: {width}%; break-after: page;
print-color-adjust: exact }}</style><div></div><div></div>last"""


@prints
def test_the_palest_tint_is_ink_and_the_rest_of_a_page_a_hole(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(HALF_FULL.format(height=135.5, width=40), encoding="utf-8")
    print_page(page)
    found = holes(page.with_suffix(".pdf"))
    assert [hole.page for hole in found] == [1, 2]
    for hole in found:
        assert hole.across == pytest.approx(0.5, abs=0.02)
        assert hole.half == 1.0


@prints
@pytest.mark.slow
@pytest.mark.parametrize("name", ["car-buyer", "growing-market", "retention-launch"])
def test_no_page_of_a_printed_report_is_half_empty(name: str, tmp_path: Path) -> None:
    market = relsim.load(name).scaled_to(400).changed({"periods": 24})
    report = write_report(relsim.compare(market, replications=4), tmp_path)
    print_page(report)
    across = [hole.across for hole in holes(report.with_suffix(".pdf"))]
    assert max(across) <= HIGHEST_HOLE
    assert np.mean(across) <= MEAN_HOLE
