"""Plausible ranges for the default service market after five years, and what the model gives.

The ranges are this project's own, as a check of common sense; nothing was fitted to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from following import SEED, service_market
from showing import Estimate

import relsim
from relsim.measures.value import top_share

REPLICATIONS = 20


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
    Range("advocates and partners", "advocates_share", 0.03, 0.15, form="{:.3f}"),
    Range("new customers by recommendation", "recommended_share", 0.20, 0.50),
    Range("dissatisfied leavers who never complained", "silent_share", 0.50, 1.0),
)


def measured(replications: int = REPLICATIONS) -> Mapping[str, Mapping[str, Estimate]]:
    """Every measure of both firms, as means over replications."""
    result = relsim.run(service_market(), seed=SEED, replications=replications)
    measures: dict[str, dict[str, Estimate]] = {}
    for firm, outcomes in result.outcomes.groupby("firm", observed=True):
        bought = result.customers[(result.customers["firm"] == firm) & (result.customers["purchases"] > 0)]
        found = {
            name: estimate(outcomes[name]) for name in {r.measure for r in RANGES} & set(outcomes.columns)
        }
        found["top_fifth"] = Estimate(top_share(bought["revenue"], 0.2), float("nan"))
        measures[str(firm)] = found
    return measures


def estimate(values: Any) -> Estimate:
    """Mean and standard error of the values of all replications."""
    values = np.asarray(values, np.float64)
    return Estimate(values.mean(), values.std(ddof=1) / len(values) ** 0.5)


def table() -> str:
    """The ranges, and where both firms are, as a Markdown table."""
    lines = ["| measure | plausible | firm | model | |", "| --- | --- | --- | --- | --- |"]
    found = measured()
    for item in RANGES:
        low, high = item.form.format(item.low), item.form.format(item.high)
        for firm in item.firms:
            value = found[firm][item.measure].mean
            line = f"| {item.words} | {low} to {high} | {firm} | {item.form.format(value)} |"
            lines.append(f"{line} {item.verdict(value)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
