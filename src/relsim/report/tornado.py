"""The tornado: how far each value, taken to either end of its range, moves the difference."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from relsim.report.charts import wide_enough
from relsim.report.style import GAIN, INK, LOSS, QUIET, canvas, shown, styled

MOST_SHOWN = 12


@styled
def tornado(table: pd.DataFrame, base: float, *, unit: str, ax: Axes | None = None) -> Axes:
    """Differences at the lowest and the highest end of each range, the longest bar first.

    `table` has the columns `path`, `lowest`, `highest`, `at_lowest` and `at_highest`; all bars begin at
    `base`, the difference where nothing is varied.
    """
    rows = table.assign(width=widths(table, base)).nlargest(MOST_SHOWN, "width")
    ax = canvas(ax, 0.9 + 0.34 * len(rows))
    places = np.arange(len(rows))
    for end, colour in (("lowest", LOSS), ("highest", GAIN)):
        values = rows[f"at_{end}"].to_numpy(float)
        ax.barh(places, values - base, left=base, height=0.6, color=colour, alpha=0.85)
        for place, value, text in zip(places, values, rows[end], strict=True):
            right = value >= base
            ax.annotate(
                shown(str(text), 16),
                (value, place),
                (3 if right else -3, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right else "right",
                fontsize=7.5,
                color=QUIET,
            )
    ax.axvline(base, color=QUIET, linewidth=0.8)
    ax.axvline(0.0, color=INK, linewidth=1.0, zorder=1.5)
    ax.set_yticks(places, [ending(str(path)) for path in rows["path"]], color=INK)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(f"difference from the baseline, {unit}")
    ax.grid(visible=False, axis="y")
    wide_enough(ax, right=0.22, left=0.22)
    return ax


def widths(table: pd.DataFrame, base: float) -> pd.Series:
    """How far the bars of each value reach."""
    ends = table[["at_lowest", "at_highest"]].assign(base=base)
    return ends.max(axis=1) - ends.min(axis=1)


def ending(path: str) -> str:
    """The last steps of a path, which say what it is."""
    steps = path.split(".")
    return shown(".".join(steps[-3:]), 32)
