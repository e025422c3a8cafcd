"""Claims about the pages of all lessons: wherever sliders stand, every array is that of the command line."""

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from explore.chromium import CHROMIUM, asked_of
from explore.test_in_browser import small

import relsim
from relsim.questions.explore.page import write_exploration
from relsim.questions.explore.sliders import Slider, SliderStop
from relsim.questions.lesson.course import course_lessons
from relsim.scenario.scenario import Scenario

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

SETTINGS = 10
RUN_AND_HASH = "relsim.run().then(() => relsim.hashes())"

Moved = list[tuple[Slider, SliderStop]]


def any_settings(sliders: list[Slider], name: str) -> list[Moved]:
    """The file's own setting, and settings of one slider or two at stops that luck draws by a name."""
    luck, found = random.Random(name), [Moved()]
    for _ in range(SETTINGS if sliders else 0):
        chosen = luck.sample(sliders, luck.randint(1, min(2, len(sliders))))
        stops = [[stop for stop in one.stops if stop.changes is not None] for one in chosen]
        found.append([(one, luck.choice(others)) for one, others in zip(chosen, stops, strict=True)])
    return found


def put(path: str, value: Any) -> str:
    """An expression that puts a slider to a stop, and is worth the paths that went back for it."""
    return f"relsim.set({json.dumps(path)}, {json.dumps(value)})"


def hashes_at(page: Path, settings: list[Moved]) -> list[tuple[list[str], Any]]:
    """At each setting the sliders that went back to the file, and the hashes of a page's arrays."""
    expressions: list[str] = []
    for moved in settings:
        expressions += [put(one.path, stop.value) for one, stop in moved]
        expressions.append(RUN_AND_HASH)
        expressions += [put(one.path, one.stops[one.own].value) for one, _ in moved]
    told = iter(asked_of(page, *expressions))
    found = []
    for moved in settings:
        back = [path for _ in moved for path in next(told)]
        found.append((back, next(told)))
        for _ in moved:
            next(told)
    return found


def changed_by(market: Scenario, moved: Moved, back: list[str]) -> Scenario:
    """The market as sliders set it, but for those that went back to the file."""
    for one, stop in moved:
        if one.path not in back and stop.changes is not None:
            market = market.changed(stop.changes)
    return market


@pytest.mark.exhaustive
@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in course_lessons()])
def test_every_array_is_that_of_the_command_line_wherever_the_sliders_of_a_lesson_stand(name, tmp_path):
    exploration = relsim.explore(small(name), seed=3, replications=2)
    page = tmp_path / "page.html"
    write_exploration(exploration, page)
    settings = any_settings(exploration.sliders.sliders, name)
    for moved, (back, hashes) in zip(settings, hashes_at(page, settings), strict=True):
        changed = changed_by(exploration.scenario, moved, back)
        assert hashes == replace(exploration, scenario=changed).hashes(), (moved, back)
