"""Plausible ranges for the default market after five years, and what the model gives: for a service, and for
the other product types.

The ranges are this project's own, as a check of common sense. The default numbers were tuned to them once
(see `tuning`), no scenario was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from following import SEED, service_market
from showing import Estimate

import relsim
from relsim.measures.value import top_share
from relsim.scenario.resolve.presets import PRODUCT_TYPES

REPLICATIONS = 20
PRODUCTS = tuple(PRODUCT_TYPES)


@dataclass(frozen=True)
class Range:
    """What is thought plausible for a measure of one firm, or of both."""

    words: str
    measure: str
    low: float
    high: float
    firms: tuple[str, ...] = ("bond", "deal")
    form: str = "{:.2f}"

    def verdict(self, value: float) -> str:
        """Inside, or how far beyond which end."""
        if self.low <= value <= self.high:
            return "inside"
        end = self.low if value < self.low else self.high
        return f"outside by {self.form.format(abs(value - end))}"


RANGES = (
    Range("yearly retention, relationship firm", "yearly_retention", 0.80, 0.92, ("bond",)),
    Range("yearly retention, transactional firm", "yearly_retention", 0.55, 0.75, ("deal",)),
    Range("share of revenue of the best fifth", "top_fifth", 0.55, 0.75),
    Range("praise for each blame", "praise_to_blame", 2.0, 5.0, form="{:.1f}"),
    Range("net promoter score", "nps", -10.0, 60.0, form="{:.0f}"),
    Range("advocates and partners, relationship firm", "advocates_share", 0.03, 0.15, ("bond",), "{:.3f}"),
    Range("advocates and partners, transactional firm", "advocates_share", 0.002, 0.05, ("deal",), "{:.3f}"),
    Range("new customers by recommendation", "recommended_share", 0.20, 0.50),
    Range("dissatisfied leavers who never complained", "silent_share", 0.50, 1.0),
)


def measured(
    replications: int = REPLICATIONS, product_type: str = "services"
) -> Mapping[str, Mapping[str, Estimate]]:
    """Every measure of both firms, as means over replications."""
    market = service_market({"product_type": product_type})
    result = relsim.run(market, seed=SEED, replications=replications)
    measures: dict[str, dict[str, Estimate]] = {}
    for firm, outcomes in result.outcomes.groupby("firm", observed=True):
        customers = result.customers[result.customers["firm"] == firm]
        found = {
            name: estimate(outcomes[name]) for name in {r.measure for r in RANGES} & set(outcomes.columns)
        }
        found["top_fifth"] = Estimate(of_those_who_bought(customers["revenue"]), float("nan"))
        measures[str(firm)] = found
    return measures


def of_those_who_bought(revenue: Any) -> float:
    """Share of the revenue of five years that comes from the best fifth of those who bought in them."""
    paid = np.asarray(revenue, np.float64)
    return float(top_share(paid[paid > 0.0], 0.2))


def estimate(values: Any) -> Estimate:
    """Mean and standard error of the values of all replications."""
    values = np.asarray(values, np.float64)
    return Estimate(values.mean(), values.std(ddof=1) / len(values) ** 0.5)


def table() -> str:
    """The ranges, and where both firms are, as a Markdown table."""
    lines = ["| measure | plausible | firm | model | |", "| --- | --- | --- | --- | --- |"]
    found = measured()
    for item in RANGES:
        for firm in item.firms:
            value = found[firm][item.measure].mean
            line = f"| {item.words} | {ends(item)} | {firm} | {item.form.format(value)} |"
            lines.append(f"{line} {item.verdict(value)} |")
    return "\n".join(lines)


def table_of_types() -> str:
    """The ranges, and where both firms are with each product type, as a Markdown table."""
    found = [measured(product_type=product) for product in PRODUCTS]
    lines = [f"| measure | plausible | firm | {' | '.join(PRODUCTS)} |", f"|{' --- |' * (3 + len(PRODUCTS))}"]
    for item in RANGES:
        for firm in item.firms:
            values = [one[firm][item.measure].mean for one in found]
            cells = [f"{item.form.format(value)}, {item.verdict(value)}" for value in values]
            lines.append(f"| {item.words} | {ends(item)} | {firm} | {' | '.join(cells)} |")
    return "\n".join(lines)


def ends(item: Range) -> str:
    """From where to where a range goes."""
    return f"{item.form.format(item.low)} to {item.form.format(item.high)}"


if __name__ == "__main__":
    print(table(), table_of_types(), sep="\n\n")
