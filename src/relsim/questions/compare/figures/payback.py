"""The figure of payback: extra profit added up month by month, for every policy."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from relsim.questions.compare.figures.spans import years_of
from relsim.questions.compare.subject import Subject
from relsim.report.charts import NAME_BELOW, name_ends, tick
from relsim.report.style import INK, canvas, empty, name_on_lines, styled
from relsim.report.ticks import ticks_of_years
from relsim.report.wording import money

FLATTENING = 4.0
"""How many times as far from zero as all others a line goes that leaves nothing to see of these."""


@styled
def payback(subject: Subject) -> Axes | None:
    """Profit added up [period, policy] less the baseline's; of a run, its own."""
    sums = profit_so_far(subject)
    if not np.isfinite(sums.to_numpy(float)).any():
        return empty("there are no periods of which profit is known")
    shown = sums[subject.challengers] - 0.0 if subject.is_comparison else sums
    if subject.is_comparison:
        shown = shown.sub(sums[subject.baseline], axis=0)
    ax = canvas(None, 3.4)
    ax.axhline(0.0, color=INK, linewidth=1.0)
    shown.index = pd.Index(years_of(shown.index, subject.scenario.period))
    for policy in shown.columns:
        ax.plot(shown.index, shown[policy], color=subject.colours[policy], linewidth=1.8)
    ax.set_xlabel("years from the start")
    ax.xaxis.set_major_locator(ticks_of_years(float(shown.index[-1])))
    ax.yaxis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _: tick(value, float(np.ptp(ax.get_ylim()))))
    what = "more profit than the baseline so far" if subject.is_comparison else "profit so far"
    outside = far_apart(shown)
    told = "".join(f"\n{one}" for one in outside_in_words(shown, outside, subject))
    ax.set_title(f"{what}, {subject.currency}{told}", fontweight="normal", fontsize=9.0, parse_math=False)
    if outside:
        ax.set_ylim(*ends_of_axis(shown.drop(columns=outside)))
    if subject.is_comparison:
        low, high = ax.get_ylim()
        ends = {
            subject.title(policy): float(np.clip(shown[policy].iloc[-1], low, high))
            for policy in shown.columns
        }
        name_ends(ax, ends, {subject.title(policy): subject.colours[policy] for policy in shown.columns})
    return ax


def far_apart(shown: pd.DataFrame) -> list[str]:
    """The policies whose lines would flatten those of all others, the farthest first."""
    reach = shown.abs().max().dropna().sort_values(ascending=False)
    found: list[str] = []
    for policy, following in pairwise(reach.index):
        if not 0.0 < FLATTENING * reach[following] < reach[policy]:
            break
        found.append(str(policy))
    return found


def outside_in_words(shown: pd.DataFrame, outside: list[str], subject: Subject) -> Iterator[str]:
    """Of each policy whose line leaves the axis, where it ends."""
    for policy in outside:
        end = money(float(shown[policy].iloc[-1]), "", 3, signed=True)
        yield f"outside the axis: {name_on_lines(subject.title(policy), NAME_BELOW)} ends at {end}"


def ends_of_axis(kept: pd.DataFrame) -> tuple[float, float]:
    """The ends of an axis that shows zero and all of these lines."""
    values = kept.to_numpy(float)
    low, high = min(0.0, float(np.nanmin(values))), max(0.0, float(np.nanmax(values)))
    margin = 0.08 * (high - low)
    return low - margin, high + margin


def profit_so_far(subject: Subject) -> pd.DataFrame:
    """Profit added up until the end of each period [period, policy]; mean of the replications."""
    rows = subject.table("periods")
    profit = rows.groupby(["policy", "period"], observed=True)["profit"].mean()
    return profit.unstack("policy").cumsum()
