"""Do the Mesa twin and relsim tell the same story? Means over replications, in standard errors.

    python experiments/benchmarks/agreement.py [--replications 20] [--customers 2000]
        [--set PATH=VALUE]...

The two share no behaviour and no luck, so they can agree in distribution only. Of many comparisons,
a few beyond two standard errors are expected; beyond three, look for the cause.
"""

import argparse
from math import sqrt
from statistics import mean, stdev

from mesa_twin import REPORTED_REASONS, TwinMarket
from twin_numbers import Numbers, numbers_of

from relsim.console.parsing import settings_in
from relsim.engine.market import Market
from relsim.scenario.load import adjusted, load
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import BOOKED_PER_UNIT, Line, Rung, column_name

Outcome = dict[str, float]
COSTS = [line for line in Line if line is not Line.REVENUE]
COUNTS = ("purchases", "failures", "complaints", "recovered", "contacts", "promoters", "detractors")


def outcome_of_relsim(scenario: Scenario, seed: int, replication: int) -> Outcome:
    """What one replication of relsim ends with, by firm."""
    market = Market(scenario, seed=seed, replication=replication, threads=1).run()
    outcome: Outcome = {}
    for f, name in enumerate(scenario.firms):
        records = market.records[:, f]
        rungs = records["flows"][-1].sum(axis=0)
        outcome |= {f"{name} {column_name(rung)}": float(rungs[rung]) for rung in Rung}
        for reason in REPORTED_REASONS:
            lost = records["lost"][:, reason].sum()
            outcome[f"{name} lost {column_name(reason)}"] = float(lost)
        spent = sum(records[column_name(line)].sum() for line in COSTS) / BOOKED_PER_UNIT
        revenue = records["revenue"].sum() / BOOKED_PER_UNIT
        outcome[f"{name} revenue"] = revenue
        outcome[f"{name} profit"] = revenue - spent
        outcome |= {f"{name} {count}": float(records[count].sum()) for count in COUNTS}
    return outcome


def outcome_of_twin(numbers: Numbers, seed: int) -> Outcome:
    """What one run of the twin ends with, by firm."""
    market = TwinMarket(numbers, seed=seed)
    outcome: Outcome = {}
    for _ in range(numbers.periods):
        market.step()
        for firm in market.firms:
            for count in COUNTS:
                key = f"{firm.name} {count}"
                outcome[key] = outcome.get(key, 0.0) + getattr(firm.books, count)
    collected = market.datacollector.get_model_vars_dataframe()
    flows = [name for name in collected if name.endswith(("revenue", "profit")) or " lost " in name]
    sums, last = collected[flows].sum(), collected.iloc[-1]
    return outcome | {name: float(sums.get(name, last[name])) for name in collected}


def distance(ours: list[float], theirs: list[float]) -> float:
    """Difference of two means in standard errors of that difference."""
    error = sqrt(stdev(ours) ** 2 / len(ours) + stdev(theirs) ** 2 / len(theirs))
    return (mean(ours) - mean(theirs)) / error if error else 0.0


def compared(scenario: Scenario, seed: int, replications: int) -> list[tuple[str, float, float, float]]:
    """Every measure with both means and their distance."""
    numbers = numbers_of(scenario)
    ours = [outcome_of_relsim(scenario, seed, number) for number in range(replications)]
    theirs = [outcome_of_twin(numbers, 1000 * seed + number) for number in range(replications)]
    rows = []
    for measure in ours[0]:
        one, other = [run[measure] for run in ours], [run[measure] for run in theirs]
        rows.append((measure, mean(one), mean(other), distance(one, other)))
    return rows


def main() -> None:
    """Print the comparison as a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replications", type=int, default=20)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1, help="a fresh one to check a finding")
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE")
    chosen = parser.parse_args()
    scenario = adjusted(load("retention-launch"), chosen.customers, settings=settings_in(chosen.set))
    rows = compared(scenario, chosen.seed, chosen.replications)
    print("| measure | relsim | Mesa twin | standard errors |\n|---|---:|---:|---:|")
    for measure, ours, theirs, errors in rows:
        mark = " **" if abs(errors) > 3 else ""
        print(f"| {measure} | {ours:,.1f} | {theirs:,.1f} | {errors:+.1f}{mark} |")
    beyond = [sum(abs(row[3]) > limit for row in rows) for limit in (2, 3)]
    print(f"\n{len(rows)} measures; {beyond[0]} beyond 2 standard errors, {beyond[1]} beyond 3")


if __name__ == "__main__":
    main()
