"""Claims about who can use a page: with a keyboard, with a screen reader, on a phone."""

from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from command_line import called
from explore.chromium import CHROMIUM, LOADED, asked_of, narrow, pressed
from explore.test_in_browser import page_of, small

from relsim.questions.explore import site
from relsim.questions.explore.site import write_site

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
with_axe = pytest.mark.skipif(
    find_spec("axe_core_python") is None, reason="axe-core-python is not there, which finds what bars people"
)

ALL_OPEN = """(() => {
  document.getElementById('skip')?.click();
  for (const one of document.querySelectorAll('details')) one.open = true;
})()"""
FAULTS = """axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => violations
    .filter(({ impact }) => ['serious', 'critical'].includes(impact))
    .map(({ id, nodes }) => `${id}: ${nodes[0].html}`))"""
WIDER_THAN_THE_WINDOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def serious_faults(page: Path, ready: str = LOADED) -> Any:
    """What axe finds in a page that keeps people out, as it opens and with all of it shown."""
    axe = (files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8")
    _, first, _, second = asked_of(page, f"{axe}; 1", FAULTS, ALL_OPEN, FAULTS, ready=ready)
    return first + second


SCROLLING_OUT_OF_REACH = """(() => {
  const scrolls = (one) => ['auto', 'scroll'].some((how) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    return (overflowX === how && one.scrollWidth > one.clientWidth)
      || (overflowY === how && one.scrollHeight > one.clientHeight);
  });
  const isReached = (one) => one.tabIndex >= 0 || one.querySelector('a, button, input') !== null;
  const all = [...document.querySelectorAll('main *')].filter(scrolls);
  return [all.length, all.filter((one) => !isReached(one)).map((one) => one.id || one.outerHTML)];
})()"""


def test_whatever_scrolls_in_a_page_can_be_reached_by_keys(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    short = "document.getElementById('life').style.maxHeight = '20px'"
    until_told = "new Promise((go) => setTimeout(go, 1000))"
    *_, (many, out_of_reach) = asked_of(
        page, narrow(360), ALL_OPEN, until_told, short, SCROLLING_OUT_OF_REACH
    )
    assert many > 1
    assert out_of_reach == []


@with_axe
def test_axe_finds_no_serious_fault_in_a_page_or_in_the_index_of_the_course(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "load", small)
    index = write_site(tmp_path, ["leaky-bucket"])
    ready = "document.documentElement.dataset.ready ?? ''"
    assert serious_faults(tmp_path / "leaky-bucket.html", ready) == []
    assert serious_faults(index) == []


@pytest.mark.slow
@with_axe
def test_axe_finds_no_serious_fault_in_a_report(tmp_path):
    few = ["--customers", "60", "--periods", "3", "--replications", "2", "--jobs", "1"]
    assert called("compare", "who-stays", *few, "--out", str(tmp_path)) == 0
    assert serious_faults(tmp_path / "report.html") == []


def test_a_slider_is_reached_and_moved_by_keys_and_nothing_is_wider_than_a_phone(tmp_path):
    page = page_of(small("who-stays"), tmp_path, replications=1)
    focus = "document.getElementById('reset').focus()"
    back = "document.querySelector('#sliders .slider:last-child input').focus(); document.activeElement.id"
    changed = "document.getElementById('changed').textContent"
    tab, right = pressed("Tab", 9), pressed("ArrowRight", 39)
    _, _, wide, _, _, reached, slider, _, differs = asked_of(
        page,
        *(narrow(360), ALL_OPEN, WIDER_THAN_THE_WINDOW),
        *(focus, tab, "document.activeElement.id", back, right, changed),
    )
    assert wide == 0
    assert (reached, slider) == ("yaml", "slider-behaviour.departure.neglect")
    assert (
        differs.startswith("Customers who leave when nobody keeps in touch: ") and " instead of " in differs
    )
