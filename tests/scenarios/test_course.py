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


def half_hours_of(lessons):
    """How many hours some lessons take, to the nearest half."""
    return round(sum(int(lesson["minutes"]) for lesson in lessons) / 30) / 2


def test_the_course_and_its_first_part_take_as_long_as_it_says():
    page = COURSE.read_text(encoding="utf-8")
    first_part = page.partition("\n## 1. ")[2].partition("\n## ")[0]
    told = {"ten and a half": half_hours_of(LESSONS), "two": half_hours_of(LESSON.finditer(first_part))}
    assert told == {"ten and a half": 10.5, "two": 2.0}
    assert re.findall(r"about ([a-z ]+) hours", page) == list(told)
