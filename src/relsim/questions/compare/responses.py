"""Whom the best challenger moved: persuadables, sure things, lost causes and sleeping dogs."""

import pandas as pd
from matplotlib.axes import Axes

from relsim.measures.lift import RESPONSES
from relsim.questions.compare.subject import Subject
from relsim.report.charts import wide_enough
from relsim.report.style import INK, QUIET, canvas, empty, name_in_figure, panels, styled
from relsim.report.table import Table
from relsim.report.wording import money, number

PLURALS = dict(zip(RESPONSES, ("persuadables", "sure things", "lost causes", "sleeping dogs"), strict=True))
GROUPED = {"rung": "rung without the policy", "segment": "segment", "cohort": "first purchase"}
PANELS = {"customers": "customers", "spending": "more spent", "lift": "profit"}


def responses_table(subject: Subject) -> Axes | None:
    """How many responded in which way, what more was spent on them, and what profit that brought."""
    table = subject.comparison.lift(subject.rival) if subject.is_comparison else None
    if table is None:
        return None
    if not table["customers"].sum():
        return empty(f"nobody dealt with {name_in_figure(subject.firm)} in the first replication")
    grid = panels(1, len(PANELS), 1.75, sharey=True)
    for (name, title), ax in zip(PANELS.items(), grid.flat, strict=True):
        amounts = table.set_index("response")[name].rename(index=PLURALS)
        unit = "" if name == "customers" else f", {subject.currency}"
        numbered_bars(amounts, colour=subject.colours[subject.rival], title=title + unit, ax=ax)
    return grid[0, 0]  # type: ignore[no-any-return]


@styled
def numbered_bars(amounts: pd.Series, *, colour: str, title: str, ax: Axes | None = None) -> Axes:
    """Amounts as bars, each with its number, which takes the place of an axis."""
    ax = canvas(ax)
    values = amounts.to_numpy(float)
    ax.barh(range(len(values)), values, height=0.7, color=colour)
    ax.axvline(0.0, color=INK, linewidth=1.0)
    for row, value in enumerate(values):
        ax.annotate(
            number(value),
            (max(value, 0.0), row),
            (3, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=QUIET,
        )
    ax.set_yticks(range(len(values)), [str(name) for name in amounts.index], color=INK)
    ax.set_ylim(len(values) - 0.5, -0.6)
    wide_enough(ax, right=0.5, left=0.04)
    ax.set_xticks([])
    ax.grid(visible=False)
    ax.spines["bottom"].set_visible(False)
    ax.set_title(title)
    return ax


def uplift(subject: Subject, policy: str | None = None) -> str:
    """In words, whom a policy, else the best challenger, keeps, drives away, and pays for nothing."""
    if not subject.is_comparison:
        return ""
    policy = policy or subject.rival
    told, named = subject.comparison.lift(policy).set_index("response"), subject.named(policy)
    if not told["customers"].sum():
        return f"Nobody dealt with {subject.firm} in the first replication, so {named} moved nobody."
    many = {name: number(told.loc[name, "customers"]) for name in RESPONSES}
    moved = (
        f"Of {number(told['customers'].sum())} people who dealt with {subject.firm} in the first "
        f"replication, {named} has {many['persuadable']} at the end who would not be there without it, "
        f"and has lost {many['sleeping dog']} who would be."
    )
    return f"{moved} {wasted(told, subject)}".strip()


def wasted(told: pd.DataFrame, subject: Subject) -> str:
    """What was spent on those who would have been there anyway."""
    total, spent = float(told["spending"].sum()), float(told.loc["sure thing", "spending"])
    if not 0.0 < spent <= total:
        return ""
    return (
        f"Of the {money(total, subject.currency, 3)} more that it spends on single customers, "
        f"{money(spent, subject.currency, 3)} goes to {number(told.loc['sure thing', 'customers'])} "
        "who would be there anyway."
    )


def lift_tables(subject: Subject) -> list[Table]:
    """Responses, spending and lift by rung, by segment and by cohort."""
    if not subject.is_comparison:
        return []
    return [lift_table_of(subject, by) for by in GROUPED]


def lift_table_of(subject: Subject, by: str) -> Table:
    """Responses, spending and lift by one of rung, segment and cohort."""
    told = subject.comparison.lift(subject.rival, by)
    wide = (
        told.pivot_table(index=by, columns="response", values="customers", aggfunc="sum", observed=True)
        .reindex(columns=list(RESPONSES))
        .fillna(0)
    )
    sums = told.groupby(by, observed=True)[["customers", "spending", "lift"]].sum()
    each = sums["lift"] / sums["customers"]
    rows = [
        [
            str(group),
            *(number(wide.loc[group, name]) for name in RESPONSES),
            number(sums.loc[group, "spending"]),
            number(sums.loc[group, "lift"], signed=True),
            money(each[group], "", 3, signed=True),
        ]
        for group in wide.index
    ]
    money_heads = [f"more spent, {subject.currency}", f"profit, {subject.currency}", "per customer"]
    caption = f"Whom {subject.named(subject.rival)} moved, by {GROUPED[by]}"
    return Table(caption, [GROUPED[by], *PLURALS.values(), *money_heads], rows)
