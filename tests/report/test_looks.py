"""Claims about how pages look: nothing wider than a phone, nothing cut, nothing that only a screen shows."""

import re
import shutil
import subprocess
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from relsim.questions.compare.page import write_report
from relsim.questions.compare.question import Comparison
from relsim.report.attempts import Attempts
from relsim.report.browser import browser_on_path, headless, print_page
from relsim.report.note import Note, write_note
from relsim.report.table import Table
from relsim.report.template import table_cell

FRAME = """<iframe style="width: {width}px; height: 900px; border: 0" srcdoc="{page}"></iframe><script>
addEventListener("load", () => {{
  const inside = document.querySelector("iframe").contentWindow;
  inside.document.querySelectorAll("details").forEach(one => {{ one.open = true; }});
  const tables = [...inside.document.querySelectorAll(".scroll")];
  const cut = tables.filter(one => one.scrollWidth > one.clientWidth + 1);
  const wide = inside.document.documentElement.scrollWidth;
  document.body.innerHTML = `<p>asked ${{wide}} ${{inside.innerWidth}} ${{cut.length}}</p>`;
}});
</script>"""
"""A page in a frame of some width, asked for both widths, and for the tables that scroll."""

LONG = (
    "Care for every customer as much as is usual in this trade, and then somewhat more than anybody else does"
)
WORD = "firms.house-of-the-twelve-rivers-and-lakes-beyond-the-mountains.complaints.resolution"

browser = browser_on_path()
in_a_browser = pytest.mark.skipif(browser is None, reason="there is no browser on the PATH")


def asked(page: Path, width: int, scratch: Path) -> list[int]:
    """How wide a page is in a window of a width, how wide that window is, and how many tables scroll."""
    framed = scratch / "framed.html"
    text = FRAME.format(width=width, page=escape(page.read_text(encoding="utf-8")))
    framed.write_text(f"<meta charset=utf-8><body>{text}", encoding="utf-8")
    told = headless(str(browser), str(scratch / "profile"), "--dump-dom", framed.as_uri()).stdout.decode()
    found = re.search(r"asked (\d+) (\d+) (\d+)", told)
    assert found, told[:300]
    return [int(number) for number in found.groups()]


def styles_of(page: Path, which: str, style: str, scratch: Path) -> list[str]:
    """A computed style of all elements of a page that a selector takes."""
    asking = f"[...document.querySelectorAll('{which}')].map(one => getComputedStyle(one).{style}).join(' ')"
    said = f"<script>document.title = 'told ' + {asking};</script>"
    page.write_text(page.read_text(encoding="utf-8") + said, encoding="utf-8")
    told = headless(str(browser), str(scratch / "profile"), "--dump-dom", page.as_uri()).stdout.decode()
    found = re.search(r"<title>told ([^<]*)<", told)
    assert found, told[:300]
    return found[1].split()


@pytest.fixture(scope="module")
def hard(comparison: Comparison) -> Comparison:
    """A comparison whose policies have long titles."""
    names = list(comparison.scenario.policies)
    titles = {
        f"policies.{name}.title": f"{LONG} {place}" for place, name in enumerate(names) if "." not in name
    }
    return replace(comparison, scenario=comparison.scenario.changed({"title": f"{LONG}?", **titles}))


@pytest.fixture(scope="module")
def note(hard: Comparison) -> Note:
    """A note with a wide table of numbers, one of words, and one without rows."""
    heads = ["policy", *(f"house-of-river-{number}, EUR" for number in range(12))]
    numbers = Table(LONG, heads, [[LONG, *["1,234,567 (1,200,000 to 1,300,000)"] * 12]], LONG)
    words = Table(WORD, ["value", "is", "source"], [[WORD, "0.1", LONG]], kind="long")
    empty = Table("Nothing", ["value", "is"], [])
    return Note(
        LONG, WORD, [LONG, WORD], [], [numbers, words, empty], {}, {"To repeat": WORD * 3}, Attempts()
    )


@in_a_browser
@pytest.mark.parametrize("width", [400, 768])
def test_a_report_of_long_titles_is_no_wider_than_its_window(
    width: int, hard: Comparison, tmp_path: Path
) -> None:
    page, window, _ = asked(write_report(hard, tmp_path), width, tmp_path)
    assert page <= window == width


@in_a_browser
def test_no_table_of_a_report_is_cut_on_a_wide_screen(hard: Comparison, tmp_path: Path) -> None:
    _, _, cut = asked(write_report(hard, tmp_path), 1200, tmp_path)
    assert cut == 0


PAPER = 688
"""Pixels between the margins of an A4 page."""


def as_printed(page: Path, scratch: Path) -> Path:
    """A page whose rules for paper hold on a screen."""
    printed = scratch / "printed.html"
    text = page.read_text(encoding="utf-8").replace("@media print", "@media all")
    printed.write_text(text.replace("@media screen", "@media not all"), encoding="utf-8")
    return printed


@in_a_browser
def test_no_table_is_wider_than_paper(hard: Comparison, note: Note, tmp_path: Path) -> None:
    for page in (write_report(hard, tmp_path), write_note(note, tmp_path)):
        _, _, cut = asked(as_printed(page, tmp_path), PAPER, tmp_path)
        assert cut == 0, page


@pytest.mark.skipif(
    browser is None or shutil.which("pdftotext") is None, reason="nothing here prints or reads paper"
)
@pytest.mark.parametrize("policies", [3, 8, 10])
def test_no_number_is_broken_over_two_lines_on_paper(note: Note, tmp_path: Path, policies: int) -> None:
    heads = ["measure", "A contact", "Kept", *["Far more than expected, at every visit"] * (policies - 2)]
    wide = Table("Numbers", heads, [["customer equity after overhead, EUR", *["−1,052,300"] * policies]])
    page = write_note(replace(note, tables=[wide]), tmp_path)
    print_page(page)
    told = subprocess.run(
        ["pdftotext", page.with_suffix(".pdf"), "-"], check=True, capture_output=True, text=True
    )
    assert told.stdout.count("−1,052,300") == policies


@in_a_browser
def test_a_table_that_is_not_long_stays_on_one_page_of_paper(note: Note, tmp_path: Path) -> None:
    tables = [Table(f"{rows} rows", ["value", "is"], [["a", "1"]] * rows) for rows in (6, 7)]
    page = as_printed(write_note(replace(note, tables=tables), tmp_path), tmp_path)
    told = styles_of(page, ".scroll", "breakInside", tmp_path)
    assert told == ["avoid", "auto"]


@in_a_browser
def test_a_long_table_leaves_no_single_row_on_a_page_of_paper(note: Note, tmp_path: Path) -> None:
    long = Table("Rows", ["value", "is"], [["a", "1"]] * 16)
    page = as_printed(write_note(replace(note, tables=[long]), tmp_path), tmp_path)
    told = styles_of(page, "tbody tr", "breakAfter", tmp_path)
    assert told == [*["avoid"] * 2, *["auto"] * 11, *["avoid"] * 2, "auto"]


@in_a_browser
def test_what_ends_a_page_is_not_torn_from_its_footer_on_paper(note: Note, tmp_path: Path) -> None:
    facts = {f"Fact {number}": "is so" for number in range(6)}
    page = as_printed(write_note(replace(note, facts=facts), tmp_path), tmp_path)
    told = styles_of(page, ".closing dl div", "breakAfter", tmp_path)
    assert told == ["avoid", "avoid", "auto", "avoid", "avoid", "auto"]
    assert styles_of(page, ".closing dl div", "breakInside", tmp_path)[0] == "avoid"
    assert styles_of(page, ".closing dl + footer", "breakBefore", tmp_path) == ["avoid"]


@in_a_browser
def test_a_remark_stays_below_its_table_on_paper(note: Note, tmp_path: Path) -> None:
    page = as_printed(write_note(note, tmp_path), tmp_path)
    assert styles_of(page, ".scroll + .quiet", "breakBefore", tmp_path) == ["avoid"]


def test_a_number_and_what_stands_after_its_sign_are_not_broken_apart() -> None:
    assert table_cell("187.0 ± 8.7") == "<td>187.0\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}8.7</td>"


def test_a_long_range_may_be_broken_before_its_end() -> None:
    assert table_cell("0.5 per month to 4 per month") == (
        '<td class="two"><span>0.5 per month</span> <span>to 4 per month</span></td>'
    )
    assert table_cell("10,200 to 18,200") == "<td>10,200 to 18,200</td>"


@in_a_browser
def test_no_table_of_ranges_nor_of_sources_is_cut_on_a_tablet(note: Note, tmp_path: Path) -> None:
    fitted = ["need rate mean", *["1.088 per month to 1.847 per month"] * 2, "30 % per year (as it was)"]
    values = Table("Values", list("vrietRw"), [[*fitted, "narrowed", "0.71", "0.24"]])
    ranged = ["behaviour.departure.neglect", "20 % per year", "10 % per year to 30 % per year"]
    heads = ["value", "as written", "range", "distribution", "the range is", "source of the value"]
    told = [*ranged, "uniform", "in the scenario", "Shares of reasons for leaving, as repeated " * 3]
    varied = Table("What was varied", heads, [told], kind="long")
    _, _, cut = asked(write_note(replace(note, tables=[values, varied]), tmp_path), 768, tmp_path)
    assert cut == 0


@in_a_browser
def test_a_note_of_wide_tables_is_no_wider_than_its_window(note: Note, tmp_path: Path) -> None:
    page, window, _ = asked(write_note(note, tmp_path), 400, tmp_path)
    assert page <= window == 400


def test_a_whole_title_stands_in_every_figure_that_shows_its_policy(hard: Comparison, tmp_path: Path) -> None:
    write_report(hard, tmp_path)
    for name in ("payback", "differences", "money", "tenure", "channels", "reasons", "ladder"):
        drawn = (tmp_path / "figures" / f"{name}.svg").read_text(encoding="utf-8")
        assert "…" not in drawn, name


@in_a_browser
def test_a_page_is_printed_beside_itself(note: Note, tmp_path: Path) -> None:
    page = write_note(note, tmp_path)
    assert print_page(page) == f"PDF: {page.with_suffix('.pdf')}"
    assert page.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_without_a_browser_it_is_said_that_there_is_no_pdf(
    note: Note, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert print_page(write_note(note, tmp_path)).startswith("No PDF: none of chromium")
    assert not list(tmp_path.glob("*.pdf"))
