"""Many replications of six small markets, kept in blocks, so that whoever stops goes on from there."""

from pathlib import Path

import pandas as pd

import relsim
from relsim.scenario.scenario import Scenario

MARKETS = ("retention-launch", "leaky-bucket", "clinic-referrals", "bank-inertia", "price-rise", "car-buyer")
"""Shops, contracts, an inert bank, cars bought every few years, a clinic with ten customers."""

CUSTOMERS, PERIODS, SEED = 300, 24, 5
CHALLENGERS = 3
BLOCK = 500
FOLDER = Path("results") / "coverage"


def market_of(name: str) -> Scenario:
    """A shipped scenario as a small market."""
    return relsim.load(name).changed({"periods": PERIODS}).scaled_to(CUSTOMERS)


def policies_of(scenario: Scenario) -> list[str]:
    """The baseline, and the first policies that are held against it."""
    baseline = scenario.baseline_policy or next(iter(scenario.policies))
    others = [policy for policy in scenario.policies if policy != baseline]
    return [baseline, *others[:CHALLENGERS]]


def pool(name: str, blocks: int, jobs: int) -> pd.DataFrame:
    """Every measure of the firm in focus by policy and replication, run where it is not known yet."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    parts = [block(name, number, jobs) for number in range(blocks)]
    return pd.concat(parts, ignore_index=True)


def block(name: str, number: int, jobs: int) -> pd.DataFrame:
    """One block of replications of a market."""
    file = FOLDER / f"{name}-{number}.parquet"
    if not file.exists():
        scenario = market_of(name)
        variants = [relsim.Variant.of(scenario, policy) for policy in policies_of(scenario)]
        numbers = range(number * BLOCK, (number + 1) * BLOCK)
        rows = relsim.evaluate(variants, numbers, jobs=jobs, seed=SEED)
        own = rows[rows["firm"] == scenario.focal_firm].drop(columns=["firm", "error"])
        part = file.with_suffix(".part")
        own.to_parquet(part)
        part.rename(file)
    return pd.read_parquet(file)
