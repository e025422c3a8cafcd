"""Charts that several figures are made of: rows of bars, lines with names, and their axes."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from relsim.report.style import INK, QUIET, canvas, empty, lines_in, name_on_lines, spread, styled
from relsim.report.wording import money, number, printable

SMALLEST_RANGE = 8.0
"""Points (of satisfaction, of retention in %) that a vertical axis shows at least."""
BEHIND = {"facecolor": "white", "edgecolor": "none", "pad": 0.2, "alpha": 1.0}
"""The ground of a label that may lie on a line."""
TINIEST = 1e-300
"""Below it, a range of an axis is no range: all that is drawn lies at zero."""
BAR = 0.17
"""Inches that one bar of a row takes."""
NAME_BESIDE, NAME_BELOW = 22, 60
"""Characters of a name for which there is room on a line beside what it names, and below a figure."""
KEY_LINE = 0.17
"""Inches that a line of a key takes."""


def wide_enough(ax: Axes, right: float = 0.16, left: float = 0.16) -> None:
    """Show zero in any case, leave room for the labels, and use few round ticks."""
    low, high = ax.get_xlim()
    low, high = min(low, 0.0), max(high, 0.0)
    if not np.isfinite(high - low) or high - low < TINIEST:
        low, high = 0.0, 1.0
    ax.set_xlim(low - left * (high - low), high + right * (high - low))
    ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], min_n_ticks=2))
    ax.xaxis.set_major_formatter(lambda value, _: tick(value, float(np.ptp(ax.get_xlim()))))


def tick(value: float, width: float) -> str:
    """A number on an axis; k and M where there would be too many zeros."""
    if width >= 1_000_000.0:
        millions = value / 1e6
        decimals = 1 if abs(millions - round(millions, 1)) < 0.001 else 2
        return f"{number(millions, decimals)}M" if value else "0"
    if width >= 20_000.0:
        return number(value / 1000.0) + "k" if value else "0"
    decimals = 0 if width >= 5.0 or not value else 1 if width >= 0.5 else 2 if width >= 0.05 else 4
    return number(value, decimals)


@styled
def rows_of_bars(
    amounts: pd.DataFrame,
    *,
    colours: Mapping[str, str],
    unit: str,
    ax: Axes | None = None,
    names: Mapping[str, str] | None = None,
    if_empty: str = "nothing to show",
) -> Axes:
    """Amounts [what, policy] as a row of thin bars for each thing, one bar for each policy."""
    if amounts.empty:
        return empty(if_empty, ax)
    ax = canvas(ax, bars_height(amounts))
    policies = list(amounts.columns)
    thick = 0.8 / len(policies)
    for number_of, policy in enumerate(policies):
        places = np.arange(len(amounts)) - 0.4 + thick * (number_of + 0.5)
        values = amounts[policy].to_numpy(float)
        ax.barh(places, values, height=thick * 0.86, color=colours[policy])
    ax.axvline(0.0, color=INK, linewidth=1.0)
    ax.set_yticks(range(len(amounts)))
    ax.set_yticklabels([str(name) for name in amounts.index], color=INK)
    ax.set_ylim(len(amounts) - 0.4, -0.6)
    ax.set_xlabel(unit)
    ax.grid(visible=False, axis="y")
    wide_enough(ax, left=0.28)
    if not (amounts.to_numpy(float) < 0.0).any():
        ax.set_xlim(0.0, ax.get_xlim()[1])
    if len(policies) > 1 and not are_short(policies):
        key_below(ax, policies, colours)
    elif len(policies) > 1:
        name_bars(ax, amounts, policies, colours)
    else:
        number_bars(ax, amounts.iloc[:, 0].to_numpy(float))
    return ax


def number_bars(ax: Axes, values: np.ndarray) -> None:
    """Write each number at the end of its bar."""
    for row, value in enumerate(np.nan_to_num(values)):
        ax.annotate(
            money(values[row], "", 3),
            (value, row),
            (3 if value >= 0.0 else -3, 0),
            textcoords="offset points",
            va="center",
            ha="left" if value >= 0.0 else "right",
            fontsize=8.5,
            color=QUIET,
        )


def bars_height(amounts: pd.DataFrame) -> float:
    """Inches that rows of bars need."""
    rows, policies = amounts.shape
    return float(0.75 + rows * max(0.26, 0.06 + BAR * policies))


def name_bars(ax: Axes, amounts: pd.DataFrame, policies: Sequence[str], colours: Mapping[str, str]) -> None:
    """Write the policies' names once, beside the bars of the row with the largest amounts."""
    known = np.nan_to_num(amounts.to_numpy(float))
    row = int(np.argmax(np.abs(known).sum(axis=1)))
    values = known[row]
    thick = 0.8 / len(policies)
    points_left = values.sum() < 0.0
    end = (values.min() if points_left else values.max()) * 1.0
    low, high = ax.get_xlim()
    edge = end + (0.02 if not points_left else -0.02) * (high - low)
    for place, policy in enumerate(policies):
        ax.text(
            edge,
            row - 0.4 + thick * (place + 0.5),
            printable(policy),
            color=colours[policy],
            fontsize=8.5,
            va="center",
            ha="right" if points_left else "left",
            parse_math=False,
        )


def widen_axis(span: float, ax: Axes) -> tuple[float, float]:
    """Widen the vertical axis to a range in which small differences look small."""
    low, high = ax.get_ylim()
    middle, half = (low + high) / 2.0, max(high - low, span) / 2.0
    ax.set_ylim(middle - half, middle + half)
    return middle - half, middle + half


@styled
def lines_by_policy(
    values: pd.DataFrame,
    *,
    colours: Mapping[str, str],
    unit: str,
    along: str,
    ax: Axes | None = None,
    if_empty: str = "nothing to show",
) -> Axes:
    """Values [time, policy] as one line for each policy, named at its right end."""
    if not np.isfinite(values.to_numpy(float)).any():
        return empty(if_empty, ax)
    ax = canvas(ax)
    for policy in values.columns:
        ax.plot(
            values.index,
            values[policy],
            color=colours[policy],
            linewidth=1.8,
            marker="o" if len(values) <= 12 else "",
            markersize=4.0,
        )
    ax.set_xlabel(along)
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.set_title(unit, fontweight="normal", fontsize=9.0, color=QUIET)
    low, _ = widen_axis(SMALLEST_RANGE, ax)
    ax.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    ends = {policy: float(values[policy].ffill().fillna(low).iloc[-1]) for policy in values.columns}
    if len(ends) > 1:
        name_ends(ax, ends, colours)
    return ax


def name_ends(ax: Axes, ends: Mapping[str, float], colours: Mapping[str, str]) -> None:
    """Name lines at their right ends, or below the figure where a name needs more than a line."""
    if not are_short(ends):
        key_below(ax, ends, colours)
        return
    low, high = ax.get_ylim()
    places = spread(list(ends.values()), (high - low) * 0.075, low, high)
    for policy, place in zip(ends, places, strict=True):
        ax.text(
            1.02,
            place,
            printable(policy),
            transform=ax.get_yaxis_transform(),
            va="center",
            fontsize=8.5,
            color=colours[policy],
            parse_math=False,
        )


def are_short(names: Iterable[str]) -> bool:
    """Whether names fit beside what they name, on one line each."""
    return lines_in(names, NAME_BESIDE) == 1


def key_below(ax: Axes, names: Iterable[str], colours: Mapping[str, str]) -> None:
    """The colours and whole names of policies, below the axes; the figure grows by what they need."""
    shown = [name_on_lines(name, NAME_BELOW) for name in names]
    marks = [Patch(color=colours[name]) for name in names]
    figure = ax.get_figure(root=True)
    lines = sum(name.count("\n") + 1 for name in shown)
    if figure is not None:
        figure.set_figheight(figure.get_figheight() + KEY_LINE * (lines + 1))
        key = figure.legend(
            marks, shown, loc="outside lower left", frameon=False, fontsize=8.5, handlelength=1.0
        )
        for text in key.get_texts():
            text.set_parse_math(False)
