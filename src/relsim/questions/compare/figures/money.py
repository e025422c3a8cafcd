"""Figures of money: the profit and loss statement, and what single customers bring."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from relsim.measures.segments import buyers
from relsim.measures.value import top_share
from relsim.questions.compare.why import TINY
from relsim.report.charts import BEHIND, rows_of_bars, tick, wide_enough
from relsim.report.style import INK, QUIET, canvas, name_on_lines, say_empty, styled
from relsim.report.wording import money, percent


@styled
def profit_bridge(changes: pd.Series, *, colour: str, unit: str, ax: Axes | None = None) -> Axes:
    """Step by step from the baseline's profit to a policy's; the last row is the sum."""
    ax = canvas(ax)
    amounts = changes.to_numpy(float)
    starts = np.append(np.cumsum(amounts[:-1]) - amounts[:-1], 0.0)
    ends = starts + amounts
    shades = [colour if amount >= 0.0 else colour + "77" for amount in amounts]
    rows = np.arange(len(amounts))
    ax.barh(rows, amounts, left=starts, height=0.7, color=shades)
    ax.vlines(ends[:-1], rows[:-1], rows[1:], color=QUIET, linewidth=0.7, zorder=1.5)
    ax.axvline(0.0, color=INK, linewidth=1.0, zorder=1.5)
    ax.axhline(len(amounts) - 1.5, color=INK, linewidth=0.8)
    for row, amount in zip(rows, amounts, strict=True):
        if abs(amount) >= TINY * np.abs(amounts).max() > 0.0:
            ax.annotate(
                money(amount, "", 3, signed=True),
                (max(starts[row], ends[row], 0.0), row),
                (3, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.0,
                color=INK,
                bbox=BEHIND,
            )
    ax.set_yticks(rows, [str(line) for line in changes.index], color=INK)
    for label in ax.get_yticklabels()[-1:]:
        label.set_fontweight("bold")
    ax.set_ylim(len(amounts) - 0.5, -0.6)
    ax.set_xlabel(unit)
    ax.grid(visible=False, axis="y")
    wide_enough(ax, right=0.36, left=0.06)
    return ax


@styled
def profit_and_loss(
    statements: pd.DataFrame,
    *,
    policy: str,
    colours: Mapping[str, str],
    currency: str,
    ax: Axes | None = None,
) -> Axes:
    """The statement of a year line by line, costs to the left."""
    ax = rows_of_bars(statements[[policy]], colours=colours, unit=f"{currency} a year", ax=ax)
    ax.get_yticklabels()[-1].set_fontweight("bold")
    return ax


@styled
def profit_by_tenth(
    customers: pd.DataFrame,
    *,
    policy: str,
    colour: str,
    currency: str,
    ax: Axes | None = None,
) -> Axes:
    """Profit per customer in each tenth, best customers first, and the share of the top 20 %."""
    ax = canvas(ax)
    rows = buyers(customers[customers["policy"] == policy])
    ax.set_title(name_on_lines(policy), color=colour, parse_math=False)
    if rows.empty:
        return say_empty(ax, "nobody bought")
    profits = np.sort(rows["profit"].to_numpy(float))[::-1]
    tenths = [part.mean() if len(part) else 0.0 for part in np.array_split(profits, 10)]
    ax.bar(range(1, 11), tenths, color=[colour] * 2 + [colour + "66"] * 8, width=0.84)
    share = top_share(profits, 0.2)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    if np.isfinite(share):
        ax.text(
            0.97,
            0.95,
            f"the best 20 % bring\n{percent(share, 0)} of the profit",
            transform=ax.transAxes,
            color=colour,
            fontsize=9.0,
            ha="right",
            va="top",
            linespacing=1.3,
        )
    ax.set_xticks(range(1, 11))
    ax.set_xlabel("tenths of buyers, best first")
    ax.grid(visible=False, axis="x")
    ax.yaxis.set_major_formatter(lambda value, _: tick(value, max(tenths)))
    ax.set_ylabel(f"{currency} per customer")
    return ax
