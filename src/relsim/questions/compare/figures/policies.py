"""The figure that answers the question: what each policy changes, and how sure that is."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from relsim.measures.measure import MEASURES
from relsim.report.charts import BEHIND, wide_enough
from relsim.report.style import INK, QUIET, canvas, name_on_lines, styled
from relsim.report.wording import SPACE, capitalised, difference


@styled
def differences_from_baseline(
    differences: pd.DataFrame,
    measure: str,
    *,
    baseline: str,
    colours: Mapping[str, str],
    currency: str,
    ax: Axes | None = None,
    named: bool = True,
) -> Axes:
    """The paired difference of every policy from the baseline in one measure, with its interval."""
    ax = canvas(ax)
    title, kind = MEASURES[measure].words, MEASURES[measure].kind
    rows: Any = differences.reset_index().query("measure == @measure and policy != @baseline")
    for place, row in enumerate(rows.itertuples()):
        if not np.isfinite(row.difference):
            unknown = {"color": QUIET, "fontsize": 8.5, "ha": "center", "va": "center"}
            ax.text(0.5, place, "cannot be measured", unknown, transform=ax.get_yaxis_transform())
            continue
        draw_difference(ax, place, row, kind, colours[row.policy])
    ax.axvline(0.0, color=INK, linewidth=1.0, zorder=1.5)
    ax.set_yticks(range(len(rows)))
    ax.set_yticklabels([name_on_lines(name) for name in rows["policy"]] if named else [], color=INK)
    ax.set_ylim(len(rows) - 0.55, -0.75)
    ax.set_title(name_on_lines(capitalised(title)), fontsize=8.5)
    ax.set_xlabel({"money": currency, "share": "percentage points"}.get(kind, kind))
    wide_enough(ax)
    ax.grid(visible=False, axis="y")
    return ax


def draw_difference(ax: Axes, place: int, row: Any, kind: str, colour: str) -> None:
    """One difference as a dot, its interval as a band, and its amount above."""
    scale = 100.0 if kind == "share" else 1.0
    ends = [row.low * scale, row.high * scale]
    if np.isfinite(ends).all():
        ax.plot(ends, [place, place], color=colour, alpha=0.4, linewidth=7.0, solid_capstyle="butt")
    ax.plot([row.difference * scale], [place], "o", color=colour, markersize=4.5)
    ax.annotate(
        difference(row.difference, row.low, row.high, kind).removesuffix(f"{SPACE}points"),
        (row.difference * scale, place),
        (0, 6.5),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=8.5,
        color=colour,
        bbox=BEHIND,
    )
