"""The shapes that the figures of facts share: curves over time, and bars of two kinds side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from showing import Found

from relsim.report.style import BASELINE_COLOUR, canvas, styled

WIDTH, BESIDE = 0.38, (-0.2, 0.2)
"""How wide a bar is, and how far those of each kind stand from the middle of their group."""


@dataclass(frozen=True)
class Curve:
    """What was found of this name, as a line of a figure."""

    name: str
    label: str
    colour: str
    dashes: str = "-"


@dataclass(frozen=True)
class Bars:
    """Means and errors [group] of one of two kinds."""

    label: str
    colour: str
    means: Any
    errors: Any


@styled
def curves_over_time(
    found: Found, curves: Sequence[Curve], times: Any, ax: Axes | None, **words: Any
) -> Axes:
    """Shares found at these times, in percent, as a line each."""
    ax = canvas(ax)
    for curve in curves:
        ax.plot(times, 100 * found[curve.name].mean, curve.dashes, color=curve.colour, label=curve.label)
    ax.set(**{"ylim": (0, None)} | words)
    ax.legend(frameon=False, fontsize=8)
    return ax


@styled
def bars_side_by_side(
    kinds: Sequence[Bars], groups: Sequence[str], level: float, ax: Axes | None, **words: Any
) -> Axes:
    """Two kinds in every group, and a line at a level to compare them with."""
    ax = canvas(ax)
    places = np.arange(len(groups))
    for kind, shift in zip(kinds, BESIDE, strict=True):
        ax.bar(places + shift, kind.means, WIDTH, yerr=kind.errors, color=kind.colour, label=kind.label)
    ax.axhline(level, color=BASELINE_COLOUR, linewidth=1)
    ax.set_xticks(places, groups)
    ax.set(**words)
    ax.legend(frameon=False, fontsize=8)
    return ax
