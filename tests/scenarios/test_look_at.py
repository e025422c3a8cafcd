"""What a lesson says to look at is on its page, or in a table beside it, under the name that it gives."""

import html
import re
from pathlib import Path

import pandas as pd
import pytest
from lessons import own_results
from worlds import CLASSICS

import relsim
from relsim.measures.measure import MEASURES
from relsim.scenario.resolve.shipped import shipped_scenarios

QUESTIONS = Path(relsim.__file__).parent / "questions"
QUOTED = re.compile(r'"([^"]+)"')
ELSEWHERE = re.compile(r"relsim (?P<question>stress|ladder|fit|marginal|export) ")
"""A command whose own page or file has what is to be looked at."""

FILES = {**shipped_scenarios(), **{path.stem: path for path in CLASSICS.glob("*.yaml")}}
QUICK = ["leaky-bucket"]
OTHERS = [
    pytest.param(name, marks=() if number % 6 == 0 else pytest.mark.exhaustive)
    for number, name in enumerate(sorted(set(FILES) - set(QUICK)))
]


def items_of(name):
    """Each thing to look at: its words, and the names in them."""
    items = [" ".join(item.split()) for item in relsim.load(FILES[name]).learn.look_at]
    return [(item, QUOTED.findall(item)) for item in items]


def plain(text):
    """Words as one reads them: small, on one line, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).casefold().split())


def told_beside(folder):
    """All words of a page but those of its lesson, and the columns of the tables beside it."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    page = re.sub(r'<section class="lesson".*?</section>', "", page, flags=re.DOTALL)
    columns = {name for path in folder.glob("*.csv") for name in pd.read_csv(path, nrows=0).columns}
    return plain(re.sub(r"</?(a|span)\b[^>]*>", "", page)), columns


def refuse_unseen(name, folder):
    """Take a lesson in a small market, and look for everything that it names."""
    own_results(FILES[name], folder)
    page, columns = told_beside(folder)
    for item, names in items_of(name):
        if not ELSEWHERE.search(item):
            assert not [one for one in names if plain(one) not in page and one not in columns], item


@pytest.mark.parametrize("name", sorted(FILES))
def test_everything_to_look_at_has_a_name(name):
    assert not [item for item, names in items_of(name) if not names]


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_is_to_be_seen_in_another_question_has_a_name_that_this_question_gives(name):
    measured = [one.words for one in MEASURES.values()]
    for item, names in items_of(name):
        if found := ELSEWHERE.search(item):
            sources = [*(QUESTIONS / found["question"]).glob("*.py"), *QUESTIONS.parent.glob("report/*.py")]
            words = [*(path.read_text(encoding="utf-8") for path in sources), *measured]
            assert not [one for one in names if plain(one) not in plain(" ".join(words))], item


@pytest.mark.parametrize("name", QUICK)
def test_everything_to_look_at_is_on_the_page_or_in_a_table_beside_it(name, tmp_path):
    refuse_unseen(name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
def test_everything_to_look_at_in_the_other_lessons_is_seen_too(name, tmp_path):
    refuse_unseen(name, tmp_path)
