"""The figure of the ladder from year to year: who stays, who climbs, who slides, who leaves and who comes."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from relsim.measures.rungs import ALL, OF_CUSTOMERS
from relsim.report.style import (
    INK,
    LOSS,
    QUIET,
    RUNG_COLOURS,
    canvas,
    looking,
    name_on_lines,
    panels,
    say_empty,
    spread,
    styled,
)
from relsim.report.wording import number
from relsim.scenario.units.quantities import periods_per
from relsim.vocabulary import LAPSED, PROSPECT, Rung

YEARS = (
    "The ladder from year to year",
    "Follow the bands: upwards people climb, downwards they slide, and the red ones leave; newcomers come "
    "before the next bar.",
)
"""The title of the figure, and what to look at in it."""

UPWARDS = (LAPSED, PROSPECT, *(rung for rung in Rung if ALL[rung] in OF_CUSTOMERS))
"""The rungs from the bottom of the figure to its top."""

HALF_BAR = 0.011
"""Half the width of a bar, as a share of the distance between the first column and the last."""
BETWEEN = 0.022
"""The gap between two rungs, as a share of the height of the highest column."""
FAINTEST = 0.003
"""A flow that is less than this share of the highest column is left out: nobody would see it."""
SOMEBODY = 0.5
"""A rung on which fewer stand in the mean of the replications has no name beside it: it would say 0."""


def year_by_year(
    moves: pd.DataFrame, *, firm: str, colours: Mapping[str, str], policies: Mapping[str, str], period: str
) -> Axes:
    """The figure under each of some policies, with its title, one below the other to the same scale."""
    many = len(policies) > 1
    grid = panels(len(policies), 1, 5.0 if many else 3.0, sharex=True)
    for (policy, title), ax in zip(policies.items(), grid.flat, strict=True):
        rungs_by_year(moves, firm=firm, policy=policy, period=period, ax=ax)
        if many:
            with looking():
                ax.set_title(name_on_lines(title, 44), color=colours[policy], parse_math=False)
    drawn = [ax for ax in grid.flat if ax.axison]
    for ax in drawn[:-1]:
        ax.set_xlabel("")
    ends = [ax.get_ylim() for ax in drawn]
    for ax in drawn:
        ax.set_ylim(min(end[0] for end in ends), max(end[1] for end in ends))
    return grid[0, 0]  # type: ignore[no-any-return]


@styled
def rungs_by_year(
    moves: pd.DataFrame,
    *,
    firm: str,
    policy: str,
    period: str = "month",
    ax: Axes | None = None,
) -> Axes:
    """People of a firm on each rung when years end, and how they moved between; mean of the replications.

    Prospects who do not come within the year are left out.
    """
    ax = canvas(ax)
    counts, ends = yearly_counts(moves, firm, policy)
    counts[:, PROSPECT, PROSPECT] = 0.0
    if not counts.any():
        return say_empty(ax, "nobody was ever a customer in this run")
    sizes = sizes_of(counts)
    room = float(sizes.sum(axis=1).max())
    floors, bar = floors_of(sizes, BETWEEN * room), HALF_BAR * len(counts)
    for column, moved in enumerate(counts):
        seen = np.where(moved < FAINTEST * room, 0.0, moved)
        draw_flows(ax, column, seen, floors[column : column + 2], bar)
    for rung in Rung:
        colour = RUNG_COLOURS[ALL[rung]]
        ax.bar(range(len(sizes)), sizes[:, rung], 2.0 * bar, floors[:, rung], color=colour, zorder=3.0)
    name_rungs(ax, sizes, floors)
    name_years(ax, ends, period)
    return ax


def yearly_counts(moves: pd.DataFrame, firm: str, policy: str) -> tuple[Any, list[int]]:
    """How many moved in each year [year, from, to], mean of replications; and when years end, in periods."""
    rows = moves[(moves["firm"] == firm) & (moves["policy"] == policy)]
    begins = sorted(rows["begin"].unique().tolist())
    counts = np.zeros((len(begins), len(Rung), len(Rung)))
    year = np.searchsorted(begins, rows["begin"])
    np.add.at(counts, (year, rows["from_rung"].cat.codes, rows["to_rung"].cat.codes), rows["customers"])
    return counts / rows["replication"].nunique(), [*begins, int(rows["end"].max())]


def sizes_of(counts: Any) -> Any:
    """How many stand on each rung when a year begins, and when the last one ends [column, rung].

    Of prospects those who come within the year; nobody knows of whom that holds after the end.
    """
    last = counts[-1].sum(axis=0)
    last[PROSPECT] = 0.0
    return np.vstack([counts.sum(axis=2), last])


def floors_of(sizes: Any, gap: float) -> Any:
    """Where the bar of each rung begins [column, rung]: customers stand on the line, all others hang from it.

    Newcomers have the same room below the line in every column, and lapsed hang below it.
    """
    floors = np.zeros_like(sizes)
    top = np.zeros(len(sizes))
    for rung in UPWARDS[2:]:
        floors[:, rung] = top
        top += np.where(sizes[:, rung] > 0.0, sizes[:, rung] + gap, 0.0)
    slot = sizes[:, PROSPECT].max()
    floors[:, PROSPECT] = -gap - (slot + sizes[:, PROSPECT]) / 2.0
    floors[:, LAPSED] = -gap - (slot + gap if slot > 0.0 else 0.0) - sizes[:, LAPSED]
    return floors


def draw_flows(ax: Axes, column: int, moved: Any, floors: Any, bar: float) -> None:
    """The flows from one column to the next; at each bar they lie in the order of where they lead."""
    starts, ends = floors[0].copy(), floors[1].copy()
    for old in UPWARDS:
        for new in UPWARDS:
            if moved[old, new] > 0.0:
                across = (column + bar, column + 1.0 - bar)
                colour, strength = shade(old, new)
                band = band_of(across, (starts[old], ends[new]), moved[old, new])
                ax.add_patch(PathPatch(band, facecolor=colour, alpha=strength, linewidth=0.0))
                starts[old] += moved[old, new]
                ends[new] += moved[old, new]


def shade(old: int, new: int) -> tuple[str, float]:
    """The colour of a flow and its strength: that of the rung it comes from, and red for those who leave."""
    if new == LAPSED and old != LAPSED:
        return LOSS, 0.5
    return RUNG_COLOURS[ALL[old]], 0.85 if old == PROSPECT else 0.3 if old == new == LAPSED else 0.5


def band_of(across: tuple[float, float], upward: tuple[float, float], size: float) -> Path:
    """A band of the same height from one place to another, level at both ends."""
    (left, right), (start, end), middle = across, upward, sum(across) / 2.0
    there = [(left, start), (middle, start), (middle, end), (right, end)]
    back = [(right, end + size), (middle, end + size), (middle, start + size), (left, start + size)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    return Path([*there, *back, (left, start)], codes)


def name_rungs(ax: Axes, sizes: Any, floors: Any) -> None:
    """Name at the right each rung on which somebody ever stood, with how many stand there at the end."""
    low, high = float(floors.min()), float((floors + sizes).max())
    ax.set_ylim(low - 0.02 * (high - low), high + 0.02 * (high - low))
    ax.set_xlim(-0.02 * (len(sizes) - 1.0), 1.012 * (len(sizes) - 1.0))
    named = [rung for rung in UPWARDS if sizes[:, rung].max() >= SOMEBODY]
    middles = [floors[-1, rung] + sizes[-1, rung] / 2.0 for rung in named]
    places = spread(middles, (high - low) * 0.085, low, high)
    for rung, place in zip(named, places, strict=True):
        words = "newcomers" if rung == PROSPECT else f"{ALL[rung]} {number(sizes[-1, rung])}"
        side: Any = {"transform": ax.get_yaxis_transform(), "clip_on": False}
        ax.plot([1.04], [place], "s", color=RUNG_COLOURS[ALL[rung]], markersize=6.5, **side)
        ax.text(1.08, place, words, va="center", fontsize=9.0, color=INK, transform=side["transform"])


def name_years(ax: Axes, ends: list[int], period: str) -> None:
    """Below each column how many years have passed; no other axis."""
    year = periods_per("year", period)
    labels = [number(end / year, 0 if abs(end / year - round(end / year)) < 0.02 else 1) for end in ends]
    ax.set_xticks(range(len(ends)), labels)
    ax.set_xlabel("years from the start")
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.tick_params(axis="x", length=0.0, labelcolor=QUIET)
    for spine in ax.spines.values():
        spine.set_visible(False)
