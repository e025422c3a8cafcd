"""Sentences for students and teachers have a noun for a subject, not a bare "who" or "whom"."""

import re
from pathlib import Path

import pytest

import relsim
from relsim.measures.measure import MEASURES
from relsim.report.glossary import glossary
from relsim.scenario.resolve.shipped import shipped_scenarios

DOCS = Path(__file__).parents[2] / "docs"
PAGES = sorted([*DOCS.glob("teaching/*.md"), *DOCS.glob("howto/*.md"), DOCS / "tutorial.md"])
QUOTED = re.compile(r"```.*?```|`[^`]*`|\"[^\"]*\"|\*[^*]*\*|“[^”]*”|\[[^\]]*\]", re.DOTALL)
BARE = re.compile(
    r"(?:^|[.!?:;|] )(?:But |but |and |for )?(?:[Ww]ho|[Ww]hom|[Ww]hoever) [^.?!|]*[.!|]", re.MULTILINE
)


def riddles(text):
    """The clauses of a text that begin with a bare relative pronoun and ask nothing."""
    plain = QUOTED.sub("X", text)
    flat = re.sub(r"(?<!\n)\n(?![\n|#-])", " ", plain)
    return [found[0] for found in BARE.finditer(flat)]


def texts_of(lesson):
    """All that a lesson says without asking."""
    findings = [lesson.predict.answer, *(one.answer for one in lesson.checked)]
    return [lesson.explanation, *lesson.look_at, *(text for one in findings for text in one.wrong.values())]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_no_page_for_students_begins_a_clause_with_a_bare_who(page):
    assert riddles(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("name", sorted(shipped_scenarios()))
def test_no_lesson_does(name):
    assert [
        one for text in texts_of(relsim.load(name).learn) for one in riddles(" ".join(text.split()))
    ] == []


def test_neither_does_a_term_or_a_measure():
    told = [one.meaning for one in (*glossary().values(), *MEASURES.values())]
    assert [one for text in told for one in riddles(text)] == []


def test_a_bare_who_is_found_and_a_question_is_none():
    assert riddles("It is so. Who stays is worth more.") == [". Who stays is worth more."]
    assert riddles("Raised to a year: whom a steady loss would leave.") != []
    assert riddles("Who stays? Customers who stay are worth more.") == []


@pytest.mark.parametrize(
    "word",
    ["lever", "margin", "discount", "overhead", "contribution", "paired", "restlessness", "awareness"],
)
def test_the_words_of_lessons_and_reports_are_in_the_glossary(word):
    assert glossary()[word].meaning.endswith(".")
