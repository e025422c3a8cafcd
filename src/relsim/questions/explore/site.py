"""The course as a site: a page of each lesson that a browser can simulate, and an index in course order."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from relsim.errors import InputError, refuse_unknown
from relsim.imports import hash_of_code
from relsim.questions.explore.packing import bytes_hash
from relsim.questions.explore.page import LinkInWords, write_exploration
from relsim.questions.explore.question import USUAL_REPLICATIONS, Exploration, explore
from relsim.report.template import rendered, write
from relsim.runs.fingerprints import market_fingerprint
from relsim.scenario.load import load
from relsim.scenario.resolve.course import CourseLesson, course_lessons
from relsim.scenario.scenario import Scenario

INDEX = "index.html"
PAGES_MADE = "made.json"
"""What is known of the pages of a site that are made: of what, and what was refused."""

LARGEST_PAGE = 3_000_000
"""Bytes beyond which a page repeats its policies less often."""


@dataclass(frozen=True)
class LessonPage:
    """What a site has of a lesson: its title, its file in the site, or else why there is none."""

    made_of: str
    title: str
    file: str | None = None
    refusal: str | None = None


def write_site(
    folder: Path, names: Sequence[str] | None = None, tell: Callable[[str], None] = lambda _: None
) -> Path:
    """Write the pages of lessons into a folder, with an index; returns the index.

    Parameters
    ----------
    folder : Path
        Where the site goes; a page that stands there and would come out the same is left as it is.
    names : list of str, optional
        Only these lessons [the course].
    tell : callable
        Is told of each lesson once it is done.

    Raises
    ------
    InputError
        No lesson has one of these names.
    """
    lessons = list(course_lessons())
    for name in names or ():
        refuse_unknown("lesson", name, [one.name for one in lessons])
    chosen = [one for one in lessons if names is None or one.name in names]
    known = pages_known(folder)
    for lesson in reversed(chosen):
        later = lessons[lessons.index(lesson) + 1 :]
        page, is_new = page_in(folder, lesson.name, known.get(lesson.name), next_page(folder, later, known))
        known[lesson.name] = page
        write(
            json.dumps({name: asdict(one) for name, one in known.items()}, indent=1) + "\n",
            folder / PAGES_MADE,
        )
        tell(page_in_words(folder, lesson.name, page, is_new))
    index = folder / INDEX
    write(rendered("course.html.j2", {"parts": list(parts_of_site(chosen, known))}), index)
    return index


def pages_known(folder: Path) -> dict[str, LessonPage]:
    """The pages that an earlier run has made; none where that cannot be read."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        told = json.loads((folder / PAGES_MADE).read_text(encoding="utf-8"))
        return {name: LessonPage(**page) for name, page in told.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def next_page(
    folder: Path, later: Sequence[CourseLesson], known: dict[str, LessonPage]
) -> LinkInWords | None:
    """The first page that stands of some lessons: its file, and the words of a link to it."""
    for lesson in later:
        page = known.get(lesson.name)
        if page and page.file and (folder / page.file).is_file():
            return page.file, f"Next lesson: {page.title}"
    return None


def page_in(
    folder: Path, name: str, known: LessonPage | None, following: LinkInWords | None
) -> tuple[LessonPage, bool]:
    """The page of a lesson, which leads to the following one, and whether it had to be made."""
    market, file = load(name), f"{name}.html"
    made_of = page_fingerprint(market, following)
    if known and known.made_of == made_of and (known.refusal or (folder / file).is_file()):
        return known, False
    try:
        write_small(market, folder / file, following)
    except InputError as reason:
        (folder / file).unlink(missing_ok=True)
        return LessonPage(made_of, market.title, refusal=reason.message), True
    return LessonPage(made_of, market.title, file), True


def page_fingerprint(market: Scenario, following: LinkInWords | None) -> str:
    """A hash of all that a page is made of: code and templates, the market, and words: of its lesson, and of
    the link to the following one."""
    words = bytes_hash(f"{market.to_yaml()}{following}".encode())[:16]
    return f"{hash_of_code((__name__,))}-{market_fingerprint(market)}-{words}"


def write_small(market: Scenario, path: Path, following: LinkInWords | None) -> None:
    """Write a page that is not too large, with as many replications as that allows."""
    number = min(market.replications, USUAL_REPLICATIONS)
    while True:
        exploration = explore(market, replications=number)
        write_exploration(exploration, path, back=(INDEX, "All lessons of the course"), following=following)
        fits = replications_that_fit(number, path.stat().st_size)
        if fits >= number or number == 1:
            return
        number = fits


def replications_that_fit(number: int, size: int) -> int:
    """How often a page may repeat its policies that has this size in bytes with so many; at least once."""
    return max(1, number * LARGEST_PAGE // size)


def too_large(exploration: Exploration, size: int) -> str:
    """What to leave out of a page that is larger than a page should be; nothing where it is not."""
    if size <= LARGEST_PAGE:
        return ""
    fits = replications_that_fit(exploration.replications, size)
    fewer = f"--replications {fits}" if fits < exploration.replications else "--customers N"
    return f"this is more than {LARGEST_PAGE:,} bytes; {fewer}, or fewer --policies, would make it smaller"


def page_in_words(folder: Path, name: str, page: LessonPage, is_new: bool) -> str:
    """A line on a lesson: how large its page is, or why there is none."""
    if page.file is None:
        return f"{name}: no page, since {page.refusal}"
    stands = "" if is_new else ", which stands already"
    return f"{folder / page.file}: {(folder / page.file).stat().st_size:,} bytes{stands}"


def parts_of_site(lessons: list[CourseLesson], known: dict[str, LessonPage]) -> Iterator[dict[str, Any]]:
    """The parts of the course, each with its lessons and what the site has of them."""
    for part, own in groupby(lessons, key=lambda one: one.part):
        yield {"title": part, "lessons": [{"told": one, "page": known[one.name]} for one in own]}
