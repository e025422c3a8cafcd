"""Whether the intervals of a fit hold values that lie near an edge of their range.

No market is run: a value between 0 and 1 is seen with a known error, so that many fits take little time.
"""

import argparse

import numpy as np
import pandas as pd

from relsim.statistics.posterior import HELD, Posterior, Reference

PLACES = (0.0, 0.05, 0.2, 0.5, 0.8, 0.95, 1.0)
EACH = 10
"""How many fits share their draws."""


def fitted(truths: np.ndarray, error: float, draws: int, seed: int) -> list[Posterior]:
    """What is left of the range after seeing each of some values with this error."""
    luck = np.random.default_rng(seed)
    values = luck.random((draws, 1))
    seen = values + error * luck.standard_normal(values.shape)
    regressed = np.polyfit(seen[:, 0], values[:, 0], 1)
    summaries = np.polyval(regressed, seen)
    reference = Reference(values, summaries, np.array([np.std(summaries - values)]))
    asked = np.polyval(regressed, truths + error * luck.standard_normal(len(truths)))
    return [reference.calibrated(np.array([one])) for one in asked]


def share_held(place: float, error: float, draws: int, fits: int) -> tuple[float, float, float]:
    """How often the interval holds a value at this place of its range, how often one between the same chances
    at both ends would, and how wide the interval is."""
    found = []
    for seed in range(-(-fits // EACH)):
        for left in fitted(np.full(EACH, place), error, draws, seed):
            low, high = (float(end[0]) for end in left.interval)
            central = [float(left.quantile(chance)[0]) for chance in (0.5 - HELD / 2.0, 0.5 + HELD / 2.0)]
            found.append((low <= place <= high, central[0] <= place <= central[1], high - low))
    held, by_both_ends, width = np.mean(found, axis=0).tolist()
    return held, by_both_ends, width


def main() -> None:
    """Print how often the interval held the value, by its place in the range."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fits", type=int, default=100)
    parser.add_argument("--draws", type=int, default=512)
    parser.add_argument("--error", type=float, default=0.15)
    args = parser.parse_args()
    rows = [(place, *share_held(place, args.error, args.draws, args.fits)) for place in PLACES]
    table = pd.DataFrame(rows, columns=["place", "held", "between equal chances", "width"])
    print(table.to_string(index=False, float_format=lambda value: f"{value:.2f}"))


if __name__ == "__main__":
    main()
