"""Claims about a report that carries the page of its market."""

import re
from pathlib import Path

import pytest
from command_line import called
from explore.chromium import CHROMIUM, LOADED, Asked, asked_of

pytestmark = pytest.mark.usefixtures("sketched")

SMALL = ["--customers", "60", "--periods", "3", "--replications", "2", "--jobs", "1"]
BUTTON = '<a class="button" href="explore.html">'


def compared(*more: str, out: Path, market: str = "who-stays", to: str = "--out") -> str:
    """The report of a small comparison on the command line."""
    assert called("compare", market, *SMALL, *more, to, out.name if to == "--as" else str(out)) == 0
    return (out / "report.html").read_text(encoding="utf-8")


def test_a_report_leads_to_the_page_of_its_market_and_back(tmp_path, capsys):
    assert BUTTON not in compared(out=tmp_path)
    told = compared("--explore", out=tmp_path)
    page = (tmp_path / "explore.html").read_text(encoding="utf-8")
    assert BUTTON in told and "With 2 replications of each policy" in told
    assert '<a href="report.html">The report</a>' in page and re.search(r'"replications":2,"seed":"1"', page)
    capsys.readouterr()
    assert BUTTON in compared("--explore", out=tmp_path)
    assert "asked before" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_printed_report_has_no_button(tmp_path):
    compared("--explore", out=tmp_path)
    display = "getComputedStyle(document.querySelector('a.button').parentElement).display"
    printed = Asked("Emulation.setEmulatedMedia", {"media": "print"})
    seen, _, paper = asked_of(tmp_path / "report.html", display, printed, display, ready=LOADED)
    assert seen == "block" and paper == "none"


@pytest.mark.slow
def test_a_page_of_another_market_or_seed_is_neither_led_to_nor_kept(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    named, market, out = Path("results/mine"), Path("gym.yaml"), Path("out")
    assert BUTTON in compared("--explore", out=named, to="--as")
    assert BUTTON not in compared("--seed", "2", out=named, to="--as")
    market.write_text("{extends: who-stays}")
    assert BUTTON in compared("--explore", out=out, market="gym.yaml")
    market.write_text("{extends: who-stays, firms: {gym: {price: 31}}}")
    assert BUTTON not in compared(out=out, market="gym.yaml")
    assert not [*named.glob("explore*"), *out.glob("explore*")]


def test_a_comparison_that_is_refused_leaves_no_page(tmp_path, capsys):
    assert called("compare", "who-stays", *SMALL, "--explore", "--until", "0%", "--out", tmp_path) == 2
    assert "until" in capsys.readouterr().err
    assert not list(tmp_path.glob("explore*"))


def test_a_market_that_no_page_can_simulate_says_so_in_a_sentence(tmp_path, capsys):
    why = "a page cannot work out `residual_value: retention by tenure`"
    told = compared("--explore", "--set", "residual_value=retention by tenure", out=tmp_path)
    assert why in capsys.readouterr().err
    assert "The market cannot be simulated in a browser" in told and BUTTON not in told
    assert not (tmp_path / "explore.html").exists()
