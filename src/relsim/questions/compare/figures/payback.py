"""The figure of payback: extra profit added up month by month, for every policy."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from relsim.questions.compare.figures.spans import years_of
from relsim.questions.compare.subject import Subject
from relsim.report.charts import name_ends, tick
from relsim.report.style import INK, canvas, empty, styled
from relsim.report.ticks import ticks_of_years


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
    ax.set_title(f"{what}, {subject.currency}", fontweight="normal", fontsize=9.0)
    if subject.is_comparison:
        ends = {subject.title(policy): float(shown[policy].iloc[-1]) for policy in shown.columns}
        name_ends(ax, ends, {subject.title(policy): subject.colours[policy] for policy in shown.columns})
    return ax


def profit_so_far(subject: Subject) -> pd.DataFrame:
    """Profit added up until the end of each period [period, policy]; mean of the replications."""
    rows = subject.table("periods")
    profit = rows.groupby(["policy", "period"], observed=True)["profit"].mean()
    return profit.unstack("policy").cumsum()
