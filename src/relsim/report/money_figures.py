"""Figures of money: the profit and loss statement, and what single customers bring."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from relsim.measures.value import top_share
from relsim.report.policy_figures import rows_of_bars, tick
from relsim.report.spans import per_year
from relsim.report.style import canvas, shown, styled
from relsim.report.wording import percent
from relsim.vocabulary import GROUP_OF_LINE, Group, Line, column_name, word

NAMES = {Line.CONTACTS_COST: "contacts", Line.CO_CREATION: "co-creation"}
NAMES |= {Line.WIN_BACK_OFFERS: "win-back offers", Line.GOODS: "cost of goods"}
NAMES |= {Line.SERVICE: "cost of service", Line.RECOVERY: "handling of complaints"}
NAMES |= {Line.PROGRAMME: "programme rewards"}


def line_name(line: Line) -> str:
    """A line of the statement as a reader knows it."""
    return NAMES.get(line, word(line))


def statement(periods: pd.DataFrame, *, firm: str, period: str) -> pd.DataFrame:
    """Profit and loss a year [line, policy]: costs are negative, lines never used are left out."""
    columns = {
        line: "revenue" if line is Line.REVENUE else f"line_{column_name(line)}" for line in Line
    }
    ordered = sorted(Line, key=lambda line: (GROUP_OF_LINE[line], line))
    amounts = per_year(periods, [*columns.values(), "profit"], firm, period)
    rows = {
        line_name(line): amounts[columns[line]] * (1.0 if line is Line.REVENUE else -1.0)
        for line in ordered
        if line is Line.REVENUE or amounts[columns[line]].abs().max() > 0.0
    }
    return pd.DataFrame(rows | {"profit": amounts["profit"]}).T


def is_relationship_cost(line: Line) -> bool:
    """Whether a line is spent on relationships, not caused by what is sold."""
    return GROUP_OF_LINE[line] not in (Group.REVENUE, Group.GOODS)


@styled
def profit_and_loss_changes(
    statements: pd.DataFrame,
    *,
    baseline: str,
    colours: Mapping[str, str],
    currency: str,
    ax: Axes | None = None,
) -> Axes:
    """What each policy adds to profit or takes from it, line by line, against the baseline."""
    changes = statements.drop(columns=baseline).sub(statements[baseline], axis=0)
    largest = changes.abs().max().max()
    kept = (changes.abs().max(axis=1) >= 0.002 * largest) | (changes.index == "profit")
    ax = rows_of_bars(
        changes[kept], colours=colours, unit=f"{currency} a year, against {shown(baseline)}", ax=ax
    )
    ax.axhline(kept.sum() - 1.5, color="#1d2733", linewidth=0.8)
    ax.get_yticklabels()[-1].set_fontweight("bold")
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
    rows = customers[customers["policy"] == policy]
    profits = np.sort(rows.loc[rows["purchases"] > 0, "profit"].to_numpy(float))[::-1]
    tenths = [part.mean() if len(part) else 0.0 for part in np.array_split(profits, 10)]
    ax.bar(range(1, 11), tenths, color=[colour] * 2 + [colour + "66"] * 8, width=0.84)
    share = top_share(profits, 0.2)
    ax.axhline(0.0, color="#1d2733", linewidth=1.0)
    if np.isfinite(share):
        ax.text(
            2.7, max(tenths) * 0.93, f"the best 20 % bring\n{percent(share, 0)} of the profit",
            color=colour, fontsize=9.0, va="top", linespacing=1.3,
        )
    ax.set_xticks([1, 5, 10], ["best\ntenth", "fifth", "last\ntenth"])
    ax.grid(visible=False, axis="x")
    ax.yaxis.set_major_formatter(lambda value, _: tick(value, max(tenths)))
    ax.set_title(shown(policy, 26), color=colour, parse_math=False)
    ax.set_ylabel(f"{currency} per customer")
    return ax
