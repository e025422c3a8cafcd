"""Measures whether fits hold what they promise, on markets whose values are known.

Markets are drawn from their ranges and each is fitted to what its firm would have measured. Printed is, for
every value, how often the 90 % interval held it, in all markets and where it was called known or narrowed,
how often it got each of the three words, and whether its ranks are uniform (simulation-based calibration,
Talts and others 2018). With `--pair` service failures are planted as the mean of two values, which no figure
can tell apart.

    python experiments/fit/hold_their_promise.py --markets 200 --draws 2048
    python experiments/fit/hold_their_promise.py --markets 200 --draws 2048 --pair
"""

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

import relsim
from relsim.questions.fit.draws import places_drawn
from relsim.questions.fit.request import Asking, reference_of, unknowns_of, with_errors
from relsim.questions.fit.words import NOT_TOLD, pairs_that_trade_off, words_told
from relsim.runs.options import Runner
from relsim.statistics.learning import learnt

MARKET = """
extends: retention-launch
customers: {customers}
periods: 24
category: young
evidence:
  - {{measure: acquired, value: 0, period: 1 to 6}}
  - {{measure: acquired, value: 0, period: 7 to 12}}
  - {{measure: acquired, value: 0, period: 13 to 24}}
  - {{measure: lost, value: 0, period: 1 to 6}}
  - {{measure: lost, value: 0, period: 7 to 12}}
  - {{measure: lost, value: 0, period: 13 to 24}}
  - {{measure: complaints, value: 0}}
  - {{measure: recovered, value: 0}}
  - {{measure: promoters, value: 0, period: 24}}
  - {{measure: detractors, value: 0, period: 24}}
behaviour:
  departure:
    neglect: {{value: 15% per year, range: [5% per year, 30% per year]}}
    price: {{value: 3% per year, range: [0.5% per year, 8% per year]}}
  choice:
    intercept: {{value: -2, range: [-3, -1]}}
  word_of_mouth:
    supporter: {{value: 20%, range: [2%, 45%]}}
firms:
  harbour:
    service: {{failures: {{value: 6%, range: [2%, 15%]}}}}
    complaints: {{resolution: {{value: 60%, range: [30%, 90%]}}}}
"""


PLANTED, PARTNER = "firms.harbour.service.failures", "its planted partner"


def measured(
    markets: int, draws: int, customers: int, seed: int, jobs: int | None, pair: bool
) -> pd.DataFrame:
    """One row for each market and value: whether the interval held it, its rank, its word."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "market.yaml"
        file.write_text(MARKET.format(customers=customers), encoding="utf-8")
        scenario = relsim.load(file)
    scenario = scenario.changed({"firms.harbour.contact.cost": 1.5})
    factors = unknowns_of(scenario)
    names = [one.name for one in factors]
    planted = names.index(PLANTED) if pair else None
    names += [PARTNER] * pair
    asked = Asking(scenario, factors, {}, draws, Runner.of({"seed": seed, "jobs": jobs}))
    chances = places_drawn(draws, len(names), seed)
    truths = np.random.default_rng([seed, 99]).random((markets, len(names)))
    seen = with_errors(asked.seen(of_markets(chances, planted)), asked.target.errors, seed)
    figures = with_errors(asked.seen(of_markets(truths, planted), 5_000_000), asked.target.errors, seed + 1)
    known = learnt(seen, chances, figures, seed)
    reference = reference_of(chances, known)
    rows = []
    for number, truth in enumerate(truths):
        left = reference.calibrated(known.asked[number])
        low, high = left.interval
        words = words_told(left, known.r2, pairs_that_trade_off(left, known.r2), reached=True)
        below = [float(left.weights[left.values[:, one] < truth[one]].sum()) for one in range(len(names))]
        for place, name in enumerate(names):
            rows.append(
                {
                    "value": name,
                    "r2": known.r2[place],
                    "held": low[place] <= truth[place] <= high[place],
                    "width": high[place] - low[place],
                    "rank": below[place] / left.weights.sum(),
                    "word": words[place],
                }
            )
    return pd.DataFrame(rows)


def of_markets(chances: np.ndarray, planted: int | None) -> np.ndarray:
    """The places [market, unknown] of markets; a planted value is the mean of its own place and the last."""
    if planted is None:
        return chances
    places = chances[:, :-1].copy()
    places[:, planted] = (chances[:, planted] + chances[:, -1]) / 2.0
    return places


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--markets", type=int, default=200)
    parser.add_argument("--draws", type=int, default=2048)
    parser.add_argument("--customers", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=None)
    parser.add_argument("--pair", action="store_true")
    args = parser.parse_args()
    began = time.monotonic()
    table = measured(args.markets, args.draws, args.customers, args.seed, args.jobs, args.pair)
    print(f"{'value':42s}   R2  held  where told  width  uniform  words")
    for name, rows in table.groupby("value", sort=False):
        uniform = stats.kstest(rows["rank"], "uniform").pvalue
        words = ", ".join(f"{word} {count}" for word, count in Counter(rows["word"]).most_common())
        means, told = rows[["r2", "held", "width"]].mean(), rows.loc[rows["word"] != NOT_TOLD, "held"].mean()
        numbers = f"{means['r2']:5.2f} {means['held']:5.2f} {told:11.2f} {means['width']:6.2f} {uniform:8.2f}"
        print(f"{name:42s} {numbers}  {words}")
    print(f"{time.monotonic() - began:.0f} seconds, {time.process_time():.0f} of them of this process")


if __name__ == "__main__":
    main()
