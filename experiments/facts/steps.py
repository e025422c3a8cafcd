"""Write the table of the page "The order of a period": `python experiments/facts/steps.py`.

Markets are told by the week, the month, the quarter and the year: the default service market, in which people
buy when they need to, the same with contracts that are billed every month, and those when many leave.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from following import SEED, service_market

import relsim
from relsim.measures.rungs import OF_CUSTOMERS
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import periods_per

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "step-table.md"
STEPS = ("week", "month", "quarter", "year")
YEARS, CUSTOMERS, REPLICATIONS = 5, 2000, 40
CONTRACTS = {
    "mechanisms": {"need": "contract", "choice": "captive", "spend": "fixed"},
    "behaviour.contract.billed": "1 month",
    "segments": [{"need_rate": {"mean": "0.2 per month", "spread": 0.6}}],
}
LEAVING = {
    "behaviour.departure.price": "8% per month",
    "behaviour.departure.competitor": "10% per month",
}
MEASURES = {
    "yearly retention": "{:.1%}",
    "purchases of a customer a year": "{:.2f}",
    "spent by a customer a year": "{:.1f}",
    "satisfaction": "{:.3f}",
    "clients": "{:.1%}",
    "supporters": "{:.1%}",
    "advocates": "{:.1%}",
    "customer equity": "{:,.0f}",
}
"""What is measured of the firm in focus, and how it is written; rungs are shares of its customers."""

Means = Mapping[str, float]


def markets() -> dict[str, Scenario]:
    """Both markets, by name."""
    open_market = service_market({"focus": "bond"}).scaled_to(CUSTOMERS)
    return {"without contracts": open_market, "with contracts": open_market.changed(CONTRACTS)}


def of_table() -> dict[str, Scenario]:
    """The markets of the table: both, and one that many leave, in which means by quarter lie farther away."""
    both = markets()
    return both | {"contracts that many leave": both["with contracts"].changed(LEAVING)}


def by_step(scenario: Scenario, step: str, replications: int = REPLICATIONS) -> Means:
    """The means of all measures over five years of a market, told by this step."""
    periods = round(YEARS * periods_per("year", step))
    told = scenario.changed({"period": step, "periods": periods})
    done = relsim.run(told, seed=SEED, replications=replications)
    own = done.periods[done.periods["firm"] == told.focal_firm]
    outcomes = done.outcomes[done.outcomes["firm"] == told.focal_firm]
    heads = float((own["customers_at_start"] + own["customers"]).sum()) / 2.0 / periods
    ladder = done.ladder
    last = ladder[(ladder["firm"] == told.focal_firm) & (ladder["period"] == periods - 1)]
    standing = last.groupby("rung", observed=True)["customers"].sum()
    customers = float(standing[list(OF_CUSTOMERS)].sum())
    found = {
        "yearly retention": outcomes["yearly_retention"].mean(),
        "purchases of a customer a year": own["purchases"].sum() / heads / YEARS,
        "spent by a customer a year": own["revenue"].sum() / heads / YEARS,
        "satisfaction": np.average(own["satisfaction"].fillna(0.0), weights=own["customers"]),
        "clients": standing["client"] / customers,
        "supporters": standing["supporter"] / customers,
        "advocates": (standing["advocate"] + standing["partner"]) / customers,
        "customer equity": outcomes["customer_equity"].mean(),
    }
    return {name: float(value) for name, value in found.items()}


def table(name: str, scenario: Scenario) -> str:
    """One market by all steps, side by side."""
    found = {step: by_step(scenario, step) for step in STEPS}
    lines = [f"| {name} | {' | '.join(STEPS)} |", "| --- |" + " ---: |" * len(STEPS)]
    for measure, form in MEASURES.items():
        cells = [form.format(found[step][measure]) for step in STEPS]
        lines.append(f"| {measure} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text("\n\n".join(table(*one) for one in of_table().items()) + "\n", encoding="utf-8")
