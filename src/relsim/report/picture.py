"""A picture: a figure as a page shows it, with what to look at."""

from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

from relsim.report.svg import inlined


@dataclass(frozen=True)
class Picture:
    """A figure, its title, and one sentence that says what to look at."""

    name: str
    title: str
    sentence: str
    svg: str


def embedded(picture: Picture) -> dict[str, Any]:
    """A picture as part of a page; matplotlib has escaped the text in it."""
    label = escape(f"{picture.title}. {picture.sentence}")
    told = {"name": picture.name, "title": picture.title, "sentence": picture.sentence}
    return told | {"svg": Markup(inlined(picture.svg, picture.name, label))}
