"""What the next customer costs, in words: averages and margins side by side."""

from math import isfinite

from relsim.experiments.marginal import MarginalCosts
from relsim.report.wording import interval, money, number, times

DOES = {
    "acquire": ("acquire one customer", "one more"),
    "retain": ("keep one customer for a year", "one loss avoided"),
    "win back": ("win back one former customer", "one more"),
}


def told(costs: MarginalCosts) -> str:
    """The average, the margin and the return of each purpose, and what becomes of the folklore."""
    lines = [f"{costs.scenario.title}: {costs.firm}, {times(costs.replications)}", ""]
    for row in costs.table.to_dict("records"):
        lines += purpose(row, costs.scenario.currency)
    return "\n".join([*lines, folklore(costs)])


def purpose(row: dict[str, float], currency: str) -> list[str]:
    """What is said of one purpose."""
    what, more = DOES[str(row["purpose"])]
    average, marginal = (money(row[kind], currency) for kind in ("average", "marginal"))
    sure = f" ({interval(row['low'], row['high'], 'money')})" if isfinite(row["low"]) else " (not sure)"
    dearer = f"{more}: {marginal}{sure}" if row["extra_customers"] > 0.0 else "more money brought nobody"
    gain = money(row["equity_per_cost"], currency, 3, signed=True)
    return [
        f"To {what}: {average} on average; {dearer}.",
        f"  {row['lever']} from {row['before']} to {row['after']}: {gain} customer equity for each "
        f"{currency} more.",
        "",
    ]


def folklore(costs: MarginalCosts) -> str:
    """The ratio that is often repeated, as it is here."""
    average, marginal = (costs.ratios[kind] for kind in ("average", "marginal"))
    margin = f"{number(marginal, 1)} times as much as one\nloss avoided at the margin"
    if not marginal > 0.0:
        margin = "at the margin there is\nno such ratio, since more money for one of them brought nobody"
    return (
        f"Acquiring costs {number(average, 1)} times as much as keeping for a year on average, and "
        f"{margin}. “Five times” is folklore: a ratio of averages, which "
        "says nothing about\nthe next amount of money. Spend it where it adds most customer equity."
    )
