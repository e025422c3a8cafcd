"""The course names every shipped scenario once, with the time it takes."""

import re
from pathlib import Path

import pytest

import relsim
from relsim.scenario.resolve.shipped import shipped_scenarios

COURSE = Path(__file__).parents[2] / "scenarios" / "README.md"
LESSON = re.compile(
    r"^\| \[(?P<name>[\w-]+)\]\((?P<file>[\w.-]+)\) \|.*\| (?P<minutes>\d+) \|$", re.MULTILINE
)
LESSONS = list(LESSON.finditer(COURSE.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_shipped_scenario_is_one_lesson_of_the_course(name):
    lessons = [lesson for lesson in LESSONS if lesson["name"] == name]
    assert [lesson["file"] for lesson in lessons] == [f"{name}.yaml"]
    assert int(lessons[0]["minutes"]) == relsim.load(name).learn.minutes


def test_every_lesson_of_the_course_ships():
    assert {lesson["name"] for lesson in LESSONS} == set(shipped_scenarios())


def test_the_course_asks_and_gives_nothing_away():
    questions = [
        row.split("|")[2].strip()
        for row in COURSE.read_text(encoding="utf-8").splitlines()
        if LESSON.match(row)
    ]
    assert len(questions) == len(LESSONS)
    assert all(question.endswith("?") for question in questions)


def test_the_course_takes_as_long_as_it_says():
    assert 10.0 < sum(int(lesson["minutes"]) for lesson in LESSONS) / 60 < 11.0
