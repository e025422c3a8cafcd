"""The course: its lessons in order, as the page beside the shipped scenarios lists them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from relsim.scenario.resolve.shipped import shipped_scenarios

COURSE_PART = re.compile(r"^## (\d+\. .+)$")
COURSE_ROW = re.compile(r"^\| \[(?P<name>[\w-]+)\]\([\w.-]+\) \| (?P<question>.+) \| (?P<minutes>\d+) \|$")


@dataclass(frozen=True)
class CourseLesson:
    """A lesson of the course: in which part it stands, its name, what it asks, and how long it takes."""

    part: str
    name: str
    question: str
    minutes: int


def course_lessons() -> Iterator[CourseLesson]:
    """The lessons in the order of the course."""
    part = ""
    page: Path = next(iter(shipped_scenarios().values())).parent / "README.md"
    for line in page.read_text(encoding="utf-8").splitlines():
        if head := COURSE_PART.match(line):
            part = head[1]
        elif row := COURSE_ROW.match(line):
            yield CourseLesson(part, row["name"], row["question"], int(row["minutes"]))
