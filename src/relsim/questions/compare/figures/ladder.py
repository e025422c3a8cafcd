"""Figures of the ladder and the bucket: who stands where, who comes in and who leaks out."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from relsim.questions.compare.figures.spans import Span, by_span, span_for, years_of
from relsim.report.style import (
    GAIN,
    INK,
    LOSS,
    QUIET,
    RUNG_COLOURS,
    canvas,
    name_on_lines,
    say_empty,
    spread,
    styled,
)
from relsim.report.ticks import ticks_of_years
from relsim.report.wording import number

CLIMBED = ["purchaser", "client", "supporter", "advocate", "partner"]
ALONE, BESIDE = 44, 17
"""About how many characters of a title there is room for on one line over a panel."""


@styled
def ladder_over_time(
    ladder: pd.DataFrame,
    *,
    firm: str,
    policy: str,
    period: str = "month",
    ax: Axes | None = None,
    labels: bool = True,
) -> Axes:
    """Customers on each rung above the line and lapsed customers below it; mean of replications."""
    ax = canvas(ax)
    rows = ladder[(ladder["firm"] == firm) & (ladder["policy"] == policy)]
    standing = rows.pivot_table(
        index="period", columns="rung", values="customers", aggfunc="mean", observed=False
    )
    if not standing[[*CLIMBED, "lapsed"]].to_numpy(float).any():
        return say_empty(ax, "nobody was ever a customer in this run")
    if len(standing) == 1:
        standing = pd.concat([standing.rename(index={standing.index[0]: -1}), standing])
    years = years_of(standing.index, period)
    colours = [RUNG_COLOURS[rung] for rung in CLIMBED]
    steps = [standing[rung].to_numpy(float) for rung in CLIMBED]
    ax.stackplot(years, *steps, colors=colours, edgecolor="white", linewidth=0.6)
    lapsed = standing["lapsed"].to_numpy(float)
    ax.fill_between(years, 0.0, -lapsed, color=RUNG_COLOURS["lapsed"], linewidth=0.0)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    ax.set_xlim(years[0], years[-1])
    ax.set_ylim(-1.12 * max(lapsed.max(), 1.0), 1.08 * max(np.sum(steps, axis=0).max(), 1.0))
    ax.set_xlabel("years from the start")
    ax.xaxis.set_major_locator(ticks_of_years(years[-1]))
    ax.yaxis.set_major_formatter(lambda value, _: number(abs(value)))
    if labels:
        label_rungs(ax, [step[-1] for step in steps], float(lapsed[-1]))
    return ax


def label_rungs(ax: Axes, heights: list[float], lapsed: float) -> None:
    """Name each band at its right end, with how many customers stand there."""
    low, high = ax.get_ylim()
    tops = np.cumsum(heights)
    middles = [-lapsed / 2.0, *(tops - np.array(heights) / 2.0)]
    room = (high - low) * 0.02
    places = spread(middles, (high - low) * 0.098, low + room, high - room)
    for rung, place, height in zip(["lapsed", *CLIMBED], places, [lapsed, *heights], strict=True):
        side = ax.get_yaxis_transform()
        ax.plot(
            [1.035],
            [place],
            "s",
            color=RUNG_COLOURS[rung],
            markersize=6.5,
            transform=side,
            clip_on=False,
        )
        ax.text(
            1.075,
            place,
            f"{rung} {number(height)}",
            transform=side,
            va="center",
            fontsize=9.0,
            color=INK,
        )


@styled
def bucket_flows(
    periods: pd.DataFrame,
    *,
    firm: str,
    policy: str,
    period: str = "month",
    ax: Axes | None = None,
    span: Span | None = None,
) -> Axes:
    """Customers won above the line and lost below it in each year; mean of replications."""
    ax = canvas(ax)
    span = span or span_for(period, int(periods["period"].max()) + 1)
    flows = by_span(periods, span, ["acquired", "lost"], firm, policy)
    if not flows.to_numpy().any():
        return say_empty(ax, "nobody came and nobody left in this run")
    spans = flows.index.to_numpy()
    won, lost = flows["acquired"].to_numpy(), flows["lost"].to_numpy()
    ax.bar(spans, won, color=GAIN, width=0.72)
    ax.bar(spans, -lost, color=LOSS, width=0.72)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    net = won - lost
    ax.plot(spans, net, "o-", color=INK, markerfacecolor="white", markersize=4.5, linewidth=1.2)
    if len(spans) <= 6:
        label_bars(ax, spans, won, lost)
    step = max(1, round(len(spans) / 8))
    ax.set_xticks(spans[::step])
    ax.set_xlabel(span.unit)
    ax.grid(visible=False, axis="x")
    ax.margins(y=0.14)
    ax.yaxis.set_major_formatter(lambda value, _: number(abs(value)))
    return ax


def label_bars(ax: Axes, spans: np.ndarray, won: np.ndarray, lost: np.ndarray) -> None:
    """Write each number at the end of its bar."""
    for place, gained, gone in zip(spans, won, lost, strict=True):
        for value, shift in ((gained, 3), (-gone, -3)):
            ax.annotate(
                number(abs(value)),
                (place, value),
                (0, shift),
                textcoords="offset points",
                ha="center",
                va="bottom" if shift > 0 else "top",
                fontsize=8.5,
                color=QUIET,
            )


@styled
def policy_title(ax: Axes, policy: str, colour: str) -> None:
    """Put the name of the policy above its panel, in its colour; on two lines beside another panel."""
    is_beside = ax.get_subplotspec().get_gridspec().ncols > 1  # type: ignore[union-attr]
    ax.set_title(name_on_lines(policy, BESIDE if is_beside else ALONE), color=colour, parse_math=False)
