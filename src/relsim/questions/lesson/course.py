"""The course as the terminal lists it."""

from collections.abc import Iterator

from relsim.scenario.resolve.course import course_lessons


def course_lines() -> Iterator[str]:
    """The course, a line for each lesson below the part in which it stands."""
    part = None
    width = max(len(one.name) for one in course_lessons())
    for one in course_lessons():
        if one.part != part:
            yield from ([] if part is None else [""])
            yield one.part
            part = one.part
        yield f"  {one.name:<{width}}  {one.question} ({one.minutes} minutes)"
    yield ""
    yield "Begin with: relsim lesson NAME"
