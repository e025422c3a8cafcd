"""Claims about the exercises of all lessons on their pages: each is checked there, or shows its command."""

import re
from html import unescape

import numpy as np
import pytest
from explore.test_parts import NODE, any_tallies, asked_of_part

import relsim
from relsim.questions.explore.download import entries_of_exercise
from relsim.questions.explore.exercises import PlayedExercise
from relsim.questions.explore.page import form_of, settings_in_words, write_exploration
from relsim.questions.explore.site import explore
from relsim.questions.explore.slider_words import plain_label
from relsim.report.lesson_words import answer_words
from relsim.scenario.resolve.course import course_lessons
from relsim.scenario.scenario import Scenario

pytestmark = [
    pytest.mark.usefixtures("undrawn"),
    pytest.mark.skipif(NODE is None, reason="no node here runs parts of the page"),
]


DOTTED = re.compile(r"[a-z_]\.[a-z_]|[\[\]{}_]")
"""Parts of a path, a list or a mapping as files and Python have them, which no reader needs to know."""


def said_of(market: Scenario, played: PlayedExercise) -> list[str]:
    """What a page says that an exercise sets; each value that it sets has a plain name."""
    said = settings_in_words(market, played)
    assert len(said) >= len(played.changes)
    for steps in (tuple(one["steps"]) for one in entries_of_exercise(market, played)):
        assert steps[0] == "timeline" or plain_label(market, steps), steps
    return said


def known_to_page(market: Scenario) -> set[str]:
    """The measures and the columns that a page works out of its runs."""
    tallies = any_tallies(np.random.default_rng(1), market.periods, len(market.firms))
    given = {"tallies": [str(one) for one in tallies.view(np.int64).reshape(-1)]}
    first = asked_of_part("measures", "measuresOfRun", [[given, form_of(market)]])[0][0]
    return first["measures"].keys() | first["columns"].keys()


@pytest.mark.parametrize("name", [one.name for one in course_lessons()])
def test_every_exercise_of_a_lesson_is_checked_by_its_page_or_shows_its_command(name, tmp_path, monkeypatch):
    monkeypatch.setattr("relsim.questions.explore.packer.portable_kernel", lambda state: b"")
    monkeypatch.setattr("relsim.questions.explore.sliders.pairs_at_odds", lambda *_: [])
    market = relsim.load(name).changed({"periods": 6}).scaled_to(60)
    exploration = explore(market, replications=1)
    page = tmp_path / "page.html"
    write_exploration(exploration, page)
    shown = unescape(re.sub("</?span[^>]*>", "", page.read_text(encoding="utf-8")))
    assert not [said for one in exploration.exercises for said in said_of(market, one) if DOTTED.search(said)]
    played, known = {one.number for one in exploration.exercises}, known_to_page(market)
    assert market.learn is not None
    for number, exercise in enumerate(market.learn.checked, start=1):
        assert (f'id="check-{number}"' in shown) == (number in played)
        assert f"<code>{' '.join(exercise.command.split())}</code>" in shown
        answer = answer_words(exercise.answer, exercise.answer.right, market)
        assert f"<p>{answer[:1].upper()}{answer[1:]}." in shown
        if number in played:
            assert exercise.answer.measure in known, "the page would have to say that it cannot work it out"
