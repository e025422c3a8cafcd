"""Bring the default market into its plausible ranges, once: `python experiments/facts/tuning.py [TRIALS]`.

A random search from first guesses: a trial moves a few numbers a little, and what brings the rows nearer to
the middle of their ranges is kept. All trials meet the same luck. No scenario is tuned, and no known answer
or stylised fact is looked at.
"""

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from following import SEED, service_market
from plausible import PRODUCTS, RANGES, Range, of_those_who_bought
from tuned_settings import EVERYWHERE, SETTINGS, STRATEGY_OF, tuned_market

import relsim
from relsim.measures.measure import MEASURES
from relsim.measures.outcomes import horizon_of, measures_of_runs
from relsim.measures.records import period_columns, stacked_runs

TRIALS = 230
CUSTOMERS = 4000
RIM = 0.08
"""The share of a range, at either end, in which a row is not yet good."""

OFTEN = (4, 12, 24, 48)
"""Contacts a year of bond between which there must be no cliff."""

Values = Any
Rows = Mapping[str, Mapping[str, float]]


def rows_of(product_type: str, values: Values, contacts: float | None = None) -> Rows:
    """Every measure of both firms in one market."""
    scenario = tuned_market(service_market({"customers": CUSTOMERS}), product_type, values)
    if contacts is not None:
        scenario = scenario.changed({"firms.bond.contact.frequency": f"{contacts} per year"})
    market = relsim.Market(scenario, seed=SEED).run()
    columns = period_columns(stacked_runs([market.records]))
    outcomes = measures_of_runs(columns.__getitem__, horizon_of(scenario))[0]
    return {
        firm: dict(zip(MEASURES, map(float, outcomes[f]), strict=True))
        | {"top_fifth": of_those_who_bought(market.columns.ties["revenue"][:, f])}
        for f, firm in enumerate(STRATEGY_OF)
    }


def badness(rows: Rows) -> float:
    """How far the rows are from the inner part of their ranges."""
    return sum(beyond(item, rows[firm][item.measure]) for item in RANGES for firm in item.firms)


def beyond(item: Range, value: float) -> float:
    """How far a value lies beyond the inner part of a range, in widths of it; far beyond counts more."""
    low, high = item.low, item.high
    if item.measure in ("praise_to_blame", "advocates_share"):
        value, low, high = np.log(max(value, 1e-4)), np.log(low), np.log(high)
    width = high - low
    upper = high if item.high == 1.0 else high - RIM * width
    distance = min(max(0.0, low + RIM * width - value, value - upper) / width, 3.0)
    return float(distance + 4.0 * distance**2)


def cliff(values: Values) -> float:
    """How far the answers of bond's customers fall as they are contacted oftener, beyond a slow decline."""
    scores = [rows_of("services", values, often)["bond"]["nps"] for often in OFTEN]
    best, often, oftenest = max(scores), scores[-2], scores[-1]
    falls = max(0.0, best - 25.0 - often) + max(0.0, best - 50.0 - oftenest)
    return (falls + 2.0 * max(0.0, oftenest - best + 8.0)) / 50.0


def drawn(values: Values, rng: np.random.Generator) -> tuple[str, Values]:
    """A few numbers of one kind moved a little."""
    kinds = [EVERYWHERE, "strategies", *PRODUCTS]
    kind = str(rng.choice(kinds, p=[0.22, 0.16, 0.16, 0.16, 0.15, 0.15]))
    own = [number for number, one in enumerate(SETTINGS) if kind in (one.where, kind_of(one.where))]
    picked = rng.choice(own, size=1 + rng.integers(3), replace=False)
    moved = values.copy()
    for number in picked:
        low, high = SETTINGS[number].low, SETTINGS[number].high
        step = 0.2 * (high - low) * rng.choice([0.3, 1.0, 2.0]) * rng.standard_normal()
        moved[number] = np.clip(moved[number] + step, low, high)
    return kind, moved


def kind_of(where: str) -> str:
    """What is moved together: the levers of both strategies are."""
    return "strategies" if where in STRATEGY_OF else where


def touched(kind: str) -> Sequence[str]:
    """The product types for which something changes when a number of this kind does."""
    return (kind,) if kind in PRODUCTS else PRODUCTS


def searched(trials: int, seed: int = 1) -> Values:
    """The best values that were found."""
    rng = np.random.default_rng(seed)
    best = np.array([one.first for one in SETTINGS])
    parts = {product: badness(rows_of(product, best)) for product in PRODUCTS} | {"cliff": cliff(best)}
    for trial in range(trials):
        kind, moved = drawn(best, rng)
        tried = parts | {product: badness(rows_of(product, moved)) for product in touched(kind)}
        if sum(tried.values()) >= sum(parts.values()):
            continue
        if "services" in touched(kind):
            tried["cliff"] = cliff(moved)
        if sum(tried.values()) < sum(parts.values()):
            best, parts = moved, tried
            told = ", ".join(f"{name} {part:.2f}" for name, part in parts.items())
            print(f"{trial}: {sum(parts.values()):.3f} ({told})", flush=True)
    return best


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("trials", nargs="?", type=int, default=TRIALS)
    found = searched(parser.parse_args().trials)
    for setting, value in zip(SETTINGS, found, strict=True):
        print(f"{setting.where:17} {setting.path:34} {setting.first:6.3f} -> {value:.4f} {setting.unit}")
