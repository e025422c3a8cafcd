"""What the next customer costs, in words: averages and margins side by side."""

from math import isfinite
from typing import Any

from relsim.experiments.marginal import MarginalCosts
from relsim.report.note import Note
from relsim.report.provenance import how_asked
from relsim.report.tables import Table
from relsim.report.wording import SPACE, UNKNOWN, interval, money, number, times

DOES = {
    "acquire": ("acquire one customer", "nobody more came"),
    "retain": ("keep one customer for a year", "nobody more stayed"),
    "win back": ("win back one former customer", "nobody more returned"),
}
"""What each purpose is for, and what is said where more money for it did nothing."""


def note_of(costs: MarginalCosts) -> Note:
    """The page of average and marginal costs."""
    facts = how_asked(costs.scenario, costs.seed, f"{costs.replications:,}")
    scope = f"{costs.firm} · one lever raised at a time · {times(costs.replications)}"
    title = f"{costs.scenario.title} What does the next one cost?"
    tables = [of_costs(costs), of_steps(costs)]
    return Note(title, scope, told(costs), [], tables, {"marginal": costs.table}, facts)


def told(costs: MarginalCosts) -> list[str]:
    """Where the next amount does most, and what becomes of the folklore."""
    return [best_use(costs), folklore(costs)]


def best_use(costs: MarginalCosts) -> str:
    """The lever through which the next amount adds most customer equity."""
    rows = [row for row in costs.table.to_dict("records") if row["extra_cost"] > 0.0]
    if not rows:
        return "No step of a lever cost more than it saved elsewhere."
    best = max(rows, key=lambda row: row["equity_per_cost"])
    currency = costs.scenario.currency
    if not best["equity_per_cost"] > 0.0:
        return f"No lever gives back in customer equity what the next {currency} through it costs."
    gain = money(best["equity_per_cost"], currency, 3)
    step = f"{best['lever']} from {best['before']} to {best['after']}"
    return (
        f"Spend the next {currency} to {DOES[best['purpose']][0]}: it adds {gain} customer equity ({step})."
    )


def folklore(costs: MarginalCosts) -> str:
    """The ratio that is often repeated, as it is here."""
    average, marginal = (costs.ratios[kind] for kind in ("average", "marginal"))
    margin = f"{number(marginal, 1)} times as much as one loss avoided at the margin"
    if not marginal > 0.0:
        margin = "at the margin there is no such ratio, since more money for one of them brought nobody"
    return (
        f"Acquiring costs {number(average, 1)} times as much as keeping for a year on average, and {margin}. "
        "“Five times” is folklore: a ratio of averages, which says nothing about the next amount of money."
    )


def of_costs(costs: MarginalCosts) -> Table:
    """For each purpose what one customer costs on average, and what one more costs."""
    currency = costs.scenario.currency
    rows = []
    for row in costs.table.to_dict("records"):
        average = money(row["average"], "")
        rows.append([f"to {DOES[row['purpose']][0]}", average, *one_more(row), for_each(row)])
    heads = ["cost", "on average", "one more", f"95{SPACE}% interval", "equity for each more"]
    remark = (
        f"Equity for each more is the customer equity that every {currency} more adds, or takes where it is "
        "negative. For keeping, one more is one loss avoided. No interval: more replications are needed."
    )
    return Table(f"What a customer costs, {currency}", heads, rows, remark)


def one_more(row: dict[str, Any]) -> list[str]:
    """What one more costs, with its interval."""
    if not row["extra_customers"] > 0.0:
        return [DOES[row["purpose"]][1], ""]
    if not row["extra_cost"] > 0.0:
        return ["nothing: less is spent", ""]
    sure = interval(row["low"], row["high"], "money") if isfinite(row["low"]) else UNKNOWN
    return [money(row["marginal"], ""), sure]


def for_each(row: dict[str, Any]) -> str:
    """The customer equity that each amount more adds, where more is spent at all."""
    return money(row["equity_per_cost"], "", 3, signed=True) if row["extra_cost"] > 0.0 else UNKNOWN


def of_steps(costs: MarginalCosts) -> Table:
    """Which lever was raised for each purpose, and what came of it in a whole run."""
    rows = [
        [
            f"to {DOES[row['purpose']][0]}",
            row["lever"],
            row["before"],
            row["after"],
            money(row["extra_cost"], "", 3, signed=True),
            number(row["extra_customers"], 1, signed=True),
        ]
        for row in costs.table.to_dict("records")
    ]
    heads = ["step", "lever", "from", "to", f"spent more, {costs.scenario.currency}", "customers more"]
    return Table("The steps, and what they change in a run", heads, rows)
