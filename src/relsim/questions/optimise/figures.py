"""A search in figures: what the trials brought for what they spent, and what one step of a lever changes."""

import numpy as np
from matplotlib.axes import Axes

from relsim.questions.optimise.question import Optimum
from relsim.report.style import BASELINE_COLOUR, GAIN, INK, LOSS, QUIET, canvas, name_in_figure, styled
from relsim.report.table import with_unit
from relsim.report.tornado import value_on_lines
from relsim.report.wording import capitalised


@styled
def frontier(optimum: Optimum, ax: Axes | None = None) -> Axes:
    """The measure of every trial over what it spent, the winner's marked, with the budget."""
    ax = canvas(ax)
    rows = optimum.trials
    allowed = rows["allowed"].to_numpy(bool)
    spent, values = rows["spent"].to_numpy(float), rows["value"].to_numpy(float)
    ax.scatter(spent[~allowed], values[~allowed], s=14.0, facecolors="none", edgecolors=QUIET, linewidths=0.8)
    ax.scatter(spent[allowed], values[allowed], s=14.0, color=BASELINE_COLOUR)
    won = values == optimum.promised
    ax.scatter(spent[won], values[won], s=46.0, color=GAIN, zorder=3.0)
    for place in zip(spent[won][:1], values[won][:1], strict=True):
        ax.annotate("winner", place, (0, 7), textcoords="offset points", ha="center", color=GAIN)
    if optimum.limit is not None:
        ax.axvline(optimum.limit, color=LOSS, linewidth=1.0, linestyle="--")
        ax.annotate(
            "budget",
            (optimum.limit, 0.02),
            (4, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            color=LOSS,
        )
    ax.margins(y=0.12)
    ax.set_xlabel(f"spent in a run, {optimum.scenario.currency}")
    ax.set_title(capitalised(with_unit(optimum.measure, optimum.scenario.currency)))
    return ax


@styled
def steps_drawn(optimum: Optimum, ax: Axes | None = None) -> Axes:
    """What every step of a lever changes, with its interval."""
    rows = optimum.margins
    ax = canvas(ax, 0.9 + 0.46 * len(rows))
    places = np.arange(len(rows))
    ax.hlines(places, rows["low"], rows["high"], color=GAIN, linewidth=2.0)
    ax.plot(rows["difference"], places, "o", color=GAIN, markersize=5.0)
    ax.axvline(0.0, color=INK, linewidth=1.0)
    names = [
        f"{value_on_lines(str(row.lever))}\n{name_in_figure(str(row._2), 18)} to "
        f"{name_in_figure(str(row.to), 18)}"
        for row in rows[["lever", "from", "to"]].itertuples()
    ]
    ax.set_yticks(places, names, color=INK, multialignment="right")
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.grid(visible=False, axis="y")
    ax.set_xlabel(f"change in {with_unit(optimum.measure, optimum.scenario.currency)}")
    return ax
