"""How figures look: colours, type, axes. One place, so that the same thing always looks the same."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from itertools import pairwise
from textwrap import wrap
from typing import Any, ParamSpec, TypeVar, cast
from warnings import catch_warnings, filterwarnings

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from relsim.report.wording import printable
from relsim.vocabulary import Rung, word

INK, QUIET, FAINT, PAPER = "#1d2733", "#55606e", "#d5dae1", "#ffffff"
GAIN, LOSS = "#22648f", "#c8553d"
FIGURE_WIDTH = 4.8
"""Width of a figure in inches: one column of the page, and still legible on a phone."""

EMPTY = 0.7
"""Height in inches of a figure that only says why there is nothing to draw."""

RUNG_COLOURS = {
    word(rung): colour
    for rung, colour in zip(
        Rung,
        ("#e6efc9", "#b5dcb8", "#66c0ad", "#2b97a5", "#22648f", "#2a2f6b", "#b4b9c0"),
        strict=True,
    )
}
"""An ordered ramp, light to dark, that stays ordered for the colour-blind; lapsed is grey."""

BASELINE_COLOUR = "#3d4652"
POLICY_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#a8507f", "#b27b00", "#3a97cf", "#7a5c3e")
"""After Okabe and Ito (2008), the light ones darkened until text in them can be read on white."""

LOOK: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.5,
    "text.color": INK,
    "text.parse_math": False,
    "axes.titlesize": 10.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 8.0,
    "axes.titley": 1.0,
    "axes.labelsize": 9.0,
    "axes.labelcolor": QUIET,
    "axes.edgecolor": FAINT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.unicode_minus": True,
    "grid.color": "#e9ecf0",
    "grid.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": QUIET,
    "ytick.labelcolor": QUIET,
    "xtick.labelsize": 9.0,
    "ytick.labelsize": 9.0,
    "xtick.major.size": 3.0,
    "ytick.major.size": 0.0,
    "figure.facecolor": PAPER,
    "figure.constrained_layout.h_pad": 0.06,
    "figure.constrained_layout.w_pad": 0.06,
    "svg.fonttype": "none",
    "svg.hashsalt": "relsim",
}

Parameters = ParamSpec("Parameters")
Drawn = TypeVar("Drawn")


@contextmanager
def looking() -> Iterator[None]:
    """While this holds, figures look like relsim's; characters without a glyph are no scandal."""
    with catch_warnings(), mpl.rc_context(cast(Any, LOOK)):
        filterwarnings("ignore", message="Glyph .* missing from font")
        yield


def styled(draw: Callable[Parameters, Drawn]) -> Callable[Parameters, Drawn]:
    """Give what a function draws the look of relsim."""

    @wraps(draw)
    def drawn(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Drawn:
        with looking():
            return draw(*args, **kwargs)

    return drawn


def panels(rows: int = 1, columns: int = 1, height: float = 3.0, **options: Any) -> Any:
    """Axes [row, column] of a new figure of `height` inches that belongs to no window."""
    with looking():
        figure = Figure(figsize=(FIGURE_WIDTH, height), layout="constrained")
        return figure.subplots(rows, columns, squeeze=False, **options)


def canvas(ax: Axes | None, height: float = 3.0) -> Axes:
    """The axes to draw on: those given, or those of a new figure."""
    return ax if ax is not None else panels(height=height)[0, 0]


def say_empty(ax: Axes, words: str) -> Axes:
    """Say in the place of a figure, or of one of its panels, why there is nothing to draw."""
    ax.set_axis_off()
    place = {"transform": ax.transAxes, "ha": "center", "va": "center", "parse_math": False}
    ax.text(0.5, 0.5, words, color=QUIET, fontsize=9.5, **cast(Any, place))
    return ax


def empty(words: str, ax: Axes | None = None) -> Axes:
    """A figure, or the axes given, with nothing but the words why there is nothing to draw."""
    return say_empty(canvas(ax, EMPTY), words)


def policy_colours(policies: Sequence[str], baseline: str) -> dict[str, str]:
    """The colour of each policy: dark grey for the baseline, the others in their order."""
    others = [policy for policy in policies if policy != baseline]
    colours = {policy: POLICY_COLOURS[number % len(POLICY_COLOURS)] for number, policy in enumerate(others)}
    return {baseline: BASELINE_COLOUR} | colours


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places for labels, as near as can be to those wanted, at least `gap` apart where they fit."""
    if not places:
        return []
    order = sorted(range(len(places)), key=lambda number: places[number])
    gap = min(gap, (high - low) / max(1, len(places) - 1))
    moved = [min(max(place, low), high) for place in places]
    for _ in range(200):
        for below, above in pairwise(order):
            lack = gap - (moved[above] - moved[below])
            if lack > 0.0:
                moved[below] -= lack / 2.0
                moved[above] += lack / 2.0
        shift = max(0.0, low - moved[order[0]]) - max(0.0, moved[order[-1]] - high)
        moved = [place + shift for place in moved]
    return moved


def name_on_lines(text: str, width: int = 17) -> str:
    """A whole name on as many lines of about so many characters as it takes."""
    return "\n".join(wrap(printable(text), width)) or ""


def lines_in(names: Iterable[str], width: int = 17) -> int:
    """How many lines the longest of some names takes."""
    return max((name_on_lines(name, width).count("\n") + 1 for name in names), default=1)


def name_in_figure(text: str, width: int = 22) -> str:
    """A value as figures show it that stands in full elsewhere: printable, not longer than there is room."""
    clean = printable(text)
    return clean if len(clean) <= width else clean[: width - 1] + "…"
