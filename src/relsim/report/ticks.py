"""Ticks of an axis: numbers without powers of ten, and labels that never overlap."""

from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatter, MaxNLocator, ScalarFormatter

from relsim.report.wording import number

MOST_DECIMALS = 6
"""Decimals beyond which no tick is told apart."""

LEAST_BETWEEN = 3.0
"""Pixels between two labels, at least."""

UNITS_OF_AXES = ((1_000_000.0, 1_000_000.0, "M"), (20_000.0, 1000.0, "k"), (0.0, 1.0, ""))
"""From which range of an axis on its numbers are in what unit, and its letter."""


WHOLE_YEARS_FROM = 2.0
"""Years from which on an axis has ticks at whole years only."""


def plain_ticks(figure: Figure) -> None:
    """Write all numbers that no figure has written in its own way as a reader does: 12k, never 1.2e+04."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            if isinstance(axis.get_major_formatter(), ScalarFormatter | LogFormatter):
                axis.set_major_formatter(partial(number_on_axis, axis))


def number_on_axis(axis: Axis, value: float, place: int | None = None) -> str:
    """A number on an axis, with the decimals that its ticks need, in thousands or millions if large."""
    low, high = sorted(axis.get_view_interval())
    ticks = [one for one in axis.get_majorticklocs() if low <= one <= high] or [value]
    scale, letter = next((scale, letter) for least, scale, letter in UNITS_OF_AXES if high - low >= least)
    scaled = np.array(ticks) / scale
    needed = (d for d in range(MOST_DECIMALS) if np.allclose(scaled, scaled.round(d), rtol=1e-9, atol=1e-12))
    text = number(value / scale, next(needed, MOST_DECIMALS))
    return f"{text}{letter}" if value else "0"


def ticks_of_years(last: float) -> MaxNLocator:
    """Where the ticks of an axis in years are: whole years, or halves and quarters in a short run."""
    if last >= WHOLE_YEARS_FROM:
        return MaxNLocator(8, integer=True)
    return MaxNLocator(8, steps=[1, 2.5, 5, 10])


def uncrowd(figure: Figure) -> bool:
    """Leave labels out, or turn words, where they would overlap along an axis; returns whether any did."""
    crowded = [uncrowded(ax.xaxis) for ax in figure.axes if ax.axison]
    return any(crowded)


def uncrowded(axis: Axis) -> bool:
    """Whether labels of a horizontal axis overlapped; they no longer do."""
    labels = [label for label in axis.get_ticklabels() if label.get_visible() and label.get_text()]
    if not overlap(labels):
        return False
    if any(is_word(label.get_text()) for label in labels):
        axis.set_tick_params(labelrotation=90.0)
        return True
    low, high = sorted(axis.get_view_interval())
    ticks = [float(one) for one in axis.get_majorticklocs() if low <= one <= high]
    texts = axis.get_major_formatter().format_ticks(ticks)
    every = next(n for n in range(2, len(labels) + 2) if not overlap(labels[::n]))
    axis.set_ticks(ticks[::every], texts[::every])
    return True


def overlap(labels: list[Any]) -> bool:
    """Whether any two neighbours among labels, from left to right, touch."""
    spans = sorted((box.x0, box.x1) for box in (label.get_window_extent() for label in labels))
    return any(left[1] + LEAST_BETWEEN > right[0] for left, right in pairwise(spans))


def is_word(text: str) -> bool:
    """Whether a label is a word rather than a number with its unit."""
    return not any(sign.isdigit() for sign in text)
