"""Claims about the glossary: one place, sources that exist, each term linked once, where it first stands."""

import re

import pytest

from relsim.measures.measure import MEASURES
from relsim.questions.cite.bibliography import bibliography, key_of
from relsim.report.explanation import with_links
from relsim.report.glossary import glossary, source_in_words
from relsim.vocabulary import Rung, word


def test_every_source_of_a_term_is_in_the_bibliography_by_its_first_author_and_year() -> None:
    for one in glossary().values():
        for key in one.sources:
            named = key_of(*source_in_words(key).rsplit(" ", 1))
            assert named is not None
            assert bibliography()[named].authors[0] == bibliography()[key].authors[0]


def test_rungs_and_measures_mean_what_their_registries_say() -> None:
    assert all(glossary()[word(rung)].meaning == rung.meaning for rung in Rung)
    assert glossary()["customer equity"].meaning == MEASURES["customer_equity"].meaning


def test_no_two_terms_share_a_form_or_a_place() -> None:
    forms = [form.casefold() for one in glossary().values() for form in (one.term, *one.forms)]
    assert len(forms) == len(set(forms))
    assert len({one.anchor for one in glossary().values()}) == len(glossary())


def test_a_term_is_linked_where_it_first_stands_and_only_there() -> None:
    page, terms = with_links(
        "<p>Regrets are no regret.</p><p>NPS, then the net\N{NO-BREAK SPACE}promoter score</p>"
    )
    assert page.startswith('<p><a class="term" href="#term-regret">Regrets</a> are no regret.</p>')
    assert page.count("<a ") == 2
    assert [one.term for one in terms] == ["net promoter score", "regret"]


def test_terms_of_what_scripts_say_later_are_told_without_a_link() -> None:
    page = "<p>Some regret it.</p>"
    linked, terms = with_links(page, "advocate; regret")
    assert linked.count("<a ") == 1 and "term-advocate" not in linked
    assert [one.term for one in terms] == ["advocate", "regret"]


@pytest.mark.parametrize(
    "apart", ["svg", "code", "h1", "h2", "dt", "summary", "style", "label", "button", "script"]
)
def test_nothing_is_linked_in_headings_figures_and_code(apart: str) -> None:
    page = f"<{apart}>regret</{apart}><p>A part of word-regret and regrettable.</p>"
    assert with_links(page) == (page, [])


@pytest.mark.parametrize(
    "text",
    [
        "/home/me/scenarios/policy.yaml",
        "behaviour.departure.neglect",
        "“Neglect is half of it”",
        "C:\\policy\\ladder",
    ],
)
def test_no_part_of_a_path_or_of_a_title_is_a_term(text: str) -> None:
    assert with_links(f"<p>{text}</p>") == (f"<p>{text}</p>", [])


def test_the_longest_term_wins() -> None:
    page, _ = with_links("<p>customer equity after overhead</p>")
    assert re.findall(r'href="#([^"]+)"', page) == ["term-customer-equity-after-overhead"]
