"""A picture: a figure as a page shows it, with what to look at."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup
from matplotlib.axes import Axes

from relsim.report.attempts import Attempts, Failure
from relsim.report.svg import inlined, svg_of
from relsim.report.template import write


@dataclass(frozen=True)
class Picture:
    """A figure, its title, and one sentence that says what to look at; it is drawn when it is first seen."""

    name: str
    title: str
    sentence: str
    draw: Callable[[], Axes | None]

    @cached_property
    def svg(self) -> str:
        """The figure as SVG; empty where there is nothing to draw."""
        ax = self.draw()
        return "" if ax is None else svg_of(ax)

    def _repr_html_(self) -> str:
        """The figure under its title, with what to look at, as a notebook shows it."""
        shown = self.svg and inlined(self.svg, self.name, escape(f"{self.title}. {self.sentence}"))
        look = self.sentence if shown else "There is nothing to draw."
        return f"<h4>{escape(self.title)}</h4><p>{escape(look)}</p>{shown}"


def embedded(picture: Picture) -> dict[str, Any]:
    """A picture as part of a page; matplotlib has escaped the text in it."""
    label = escape(f"{picture.title}. {picture.sentence}")
    told = {"name": picture.name, "title": picture.title, "sentence": picture.sentence}
    return told | {"svg": Markup(inlined(picture.svg, picture.name, label))}


def pictures_on_page(pictures: Iterable[Picture], folder: Path, attempts: Attempts) -> list[dict[str, Any]]:
    """Pictures as parts of a page, and as files in its folder; one that fails says why in its place."""
    figures = folder / "figures"
    figures.mkdir(parents=True, exist_ok=True)
    parts = []
    for picture in pictures:
        path = figures / f"{picture.name}.svg"
        part = attempts.made(f"the figure “{picture.title}”", drawn, picture, path)
        if isinstance(part, Failure) or part is None:
            path.unlink(missing_ok=True)
        if isinstance(part, Failure):
            part = {"name": picture.name, "title": picture.title, "sentence": str(part), "svg": ""}
        if part is not None:
            parts.append(part)
    return parts


def drawn(picture: Picture, path: Path) -> dict[str, Any] | None:
    """A picture as part of a page and as a file; None where there is nothing to draw."""
    if not picture.svg:
        return None
    write(picture.svg, path)
    return embedded(picture)
