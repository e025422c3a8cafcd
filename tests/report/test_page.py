"""Claims about the page as a whole."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from relsim.questions.compare.board import beside_text
from relsim.questions.compare.page import write_report
from relsim.questions.compare.pictures import DRAWINGS
from relsim.questions.compare.provenance import command_again, provenance
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.scenario.load import load
from relsim.scenario.scenario import Scenario

VOID = {"meta", "wbr", "img", "br"}


class Page(HTMLParser):
    """Tags that are open, all identifiers, and all attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [value or "" for name, value in attrs if name.endswith(("href", "src"))]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def folder(comparison: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_report(comparison, tmp_path_factory.mktemp("report")).parent


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["one_replication", "result"])
def test_every_kind_of_result_becomes_a_well_formed_page(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = Page(write_report(request.getfixturevalue(kind), tmp_path).read_text(encoding="utf-8"))
    assert page.open == []
    assert len(page.names) == len(set(page.names))


def test_the_page_says_that_parts_are_of_profit_while_the_verdict_goes_by_equity(text: str) -> None:
    told = " ".join(re.sub("<[^>]*>", "", text).split())
    assert "nor looks beyond the end. The verdict goes by customer equity" in told


def test_the_page_needs_nothing_from_outside(text: str) -> None:
    page = Page(text)
    assert all(address.startswith(("#", "data:")) for address in page.addresses)
    assert "script" not in page.tags
    assert not re.search(r"url\((?!#)|@import|https?://", text)


def test_words_of_the_scenario_are_never_markup(text: str) -> None:
    page = Page(text)
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert "i" not in page.tags
    assert "&lt;script&gt;" in text


def test_names_with_dollars_are_no_formulas(folder: Path) -> None:
    drawn = (folder / "figures" / "tenure.svg").read_text(encoding="utf-8")
    assert "$\\frac{a$" in drawn


def test_every_figure_is_a_file_that_can_be_read_alone(folder: Path) -> None:
    files = sorted((folder / "figures").iterdir())
    assert {file.stem for file in files} == {name for name, *_ in DRAWINGS}
    for file in files:
        assert ElementTree.parse(file).getroot().tag.endswith("svg")


@pytest.mark.slow
def test_stored_results_make_the_same_figures_byte_by_byte(
    comparison: Comparison, folder: Path, tmp_path: Path
) -> None:
    save(comparison, tmp_path)
    page = write_report(open_results(tmp_path), tmp_path).read_text(encoding="utf-8")
    for file in folder.glob("figures/*"):
        assert file.read_bytes() == (tmp_path / "figures" / file.name).read_bytes()
    assert "<dt>Finished</dt>" in page


def test_a_manifest_about_something_else_is_not_believed(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"scenario_hash": "other", "finished_at": "never"}')
    assert "Finished" not in provenance(comparison, tmp_path)


def test_the_command_to_repeat_names_what_was_set_on_the_command_line(comparison: Comparison) -> None:
    changed = comparison.scenario.changed({"customers": 200, "discount": "5% per year"})
    told = command_again(replace(comparison, scenario=changed))
    assert '--set customers=200 --set "discount=5% per year"' in told
    assert "--seed 1 --replications 4" in told


def test_the_command_to_repeat_says_customers_where_the_command_line_did(comparison: Comparison) -> None:
    whole = load("who-stays").changed({"discount": "5% per year"})
    smaller, otherwise = whole.scaled_to(60), whole.changed({"customers": 60, "scale": 0.5})
    told = [command_again(replace(comparison, scenario=one)) for one in (smaller, otherwise)]
    assert '--set "discount=5% per year" --customers 60 --seed' in told[0] and "scale" not in told[0]
    assert "--set customers=60 --set scale=0.5" in told[1]


def test_an_explanation_says_of_how_many_replications_its_numbers_are(comparison: Comparison) -> None:
    lesson = replace(comparison, scenario=load("who-stays"), asked=comparison.replications)
    told = beside_text(Subject(lesson))
    assert told.startswith("The numbers in this text come from") and "from 4 replications: they may" in told
    smaller = replace(comparison, scenario=load("who-stays").scaled_to(60))
    assert "This page has 60 customers and 4 replications" in beside_text(Subject(smaller))


def test_the_question_comes_before_the_verdict_and_the_explanation_is_folded(text: str) -> None:
    assert text.index("What &lt;b&gt;if") < text.index("Show the explanation")
    assert text.index("Show the explanation") < text.index("Because &lt;i&gt;")
    assert text.index("Because &lt;i&gt;") < text.index("The verdict</h2>")


def test_assumptions_name_their_sources_and_folklore(text: str) -> None:
    assert "Keaveney &lt;1995&gt;" in text
    assert '<span class="mark">folklore</span> guess' in text
    assert "plausible: 20 to 40" in text
    assert "assumption of this scenario" in text


def test_figures_speak_to_screen_readers(text: str) -> None:
    assert text.count('<svg role="img" aria-label="') == len(DRAWINGS)
    assert '<html lang="en">' in text


def logo_of(scenario: Scenario, name: str, content: bytes) -> str | None:
    from relsim.report.logo import logo

    beside = Path(scenario.document.place(()).file).parent
    if content:
        (beside / name).write_bytes(content)
    return logo(scenario.changed({"report.logo": name}))


def test_a_logo_is_embedded_only_if_it_is_a_picture_in_the_scenarios_folder(
    scenario: Scenario,
) -> None:
    assert str(logo_of(scenario, "a.png", b"\x89PNG\r\n\x1a\n")).startswith("data:image/png")
    assert str(logo_of(scenario, "a.svg", b" <svg/>")).startswith("data:image/svg+xml")
    assert logo_of(scenario, "b.png", b"no picture") is None
    assert logo_of(scenario, "missing.png", b"") is None
    assert logo_of(scenario, "../hidden.svg", b"<svg/>") is None
    assert logo_of(scenario, "text.txt", b"<svg/>") is None
    assert logo_of(scenario, "large.svg", b"<svg/>" * 200_000) is None
