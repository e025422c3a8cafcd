"""The tornado: how far each value, taken to either end of its range, moves the difference."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from relsim.report.charts import wide_enough
from relsim.report.names import name_of_value
from relsim.report.style import GAIN, INK, LOSS, PAPER, QUIET, canvas, name_in_figure, name_on_lines, styled
from relsim.scenario.scenario import Scenario

MOST_SHOWN = 12

WIDER = 1.15
"""How much wider a label may be in the font of a reader than in the one that it is measured in."""

ROUNDS = 20
"""How often an axis is made wider, until all labels are inside: it moves the places of all of them."""


@styled
def tornado(
    table: pd.DataFrame, base: float, *, what: str, scenario: Scenario | None = None, ax: Axes | None = None
) -> Axes:
    """Differences at the lowest and the highest end of each range, the longest bar first.

    `table` has the columns `path`, `lowest`, `highest`, `at_lowest` and `at_highest`; all bars begin at
    `base`, the difference in `what` where nothing is varied. Values are named as in the `scenario`.
    """
    rows = table.assign(width=widths(table, base)).nlargest(MOST_SHOWN, "width")
    ax = canvas(ax, 0.9 + 0.34 * len(rows))
    places = np.arange(len(rows))
    lengths = {end: rows[f"at_{end}"].to_numpy(float) - base for end in ("lowest", "highest")}
    labels: list[tuple[Annotation, bool]] = []
    for end, other, colour in (("lowest", "highest", LOSS), ("highest", "lowest", GAIN)):
        inside = bars_inside(lengths[end], lengths[other], at_most=end == "highest")
        right = np.where(inside, lengths[other] < 0.0, lengths[end] >= 0.0)
        bars = ax.barh(places, lengths[end], left=base, height=0.6, color=colour)
        for bar, above in zip(bars, inside, strict=True):
            bar.set_zorder(2.2 if above else 2.1)
        for place, text in enumerate(rows[end]):
            label = ax.annotate(
                name_in_figure(str(text), 16),
                (base if inside[place] else base + lengths[end][place], place),
                (3 if right[place] else -3, 0),
                textcoords="offset points",
                va="center",
                ha="left" if right[place] else "right",
                fontsize=7.5,
                color=QUIET,
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6},
            )
            label.set_in_layout(False)
            labels.append((label, bool(right[place])))
    ax.axvline(base, color=QUIET, linewidth=0.8)
    ax.axvline(0.0, color=INK, linewidth=1.0, zorder=1.5)
    ax.set_yticks(places, [value_on_lines(str(path), scenario) for path in rows["path"]], color=INK)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(f"difference in {what}")
    ax.grid(visible=False, axis="y")
    wide_enough(ax, right=0.05, left=0.05)
    widen_for_labels(ax, labels)
    return ax


def widen_for_labels(ax: Axes, labels: list[tuple[Annotation, bool]]) -> None:
    """Widen the axis until all labels, each with whether it is to the right of its bar's end, are within it
    and cover no name of a value."""
    figure = ax.get_figure(root=True)
    engine = figure.get_layout_engine() if figure is not None else None
    if figure is not None and engine is not None:
        engine.execute(figure)
    whole = ax.get_window_extent().width
    needs = [
        (label.xy[0], is_right, WIDER * label.get_window_extent().width / whole) for label, is_right in labels
    ]
    for _ in range(ROUNDS):
        low, high = ax.get_xlim()
        each = [
            (place, place + (1.0 if right else -1.0) * share * (high - low)) for place, right, share in needs
        ]
        ends = [end for pair in each for end in pair if np.isfinite(end)]
        ax.set_xlim(min([low, *ends]), max([high, *ends]))


def bars_inside(lengths: Any, others: Any, *, at_most: bool) -> Any:
    """Which bars lie inside the other one of their value, so that its label needs the other side."""
    shorter = np.less_equal if at_most else np.less
    return (lengths * others >= 0.0) & shorter(np.abs(lengths), np.abs(others))


def widths(table: pd.DataFrame, base: float) -> pd.Series:
    """How far the bars of each value reach."""
    ends = table[["at_lowest", "at_highest"]].assign(base=base)
    return ends.max(axis=1) - ends.min(axis=1)


def value_on_lines(path: str, scenario: Scenario | None = None) -> str:
    """What a value is called beside its line in a figure."""
    return name_on_lines(name_of_value(path, scenario), 32)
