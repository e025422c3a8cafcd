"""Break-even: the value of something at which another policy becomes the better one, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.measures.records import share_of
from relsim.questions.breakeven.zeros import FIRST_REPLICATIONS, Crossing, DifferenceLine, ZeroSearch
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import BREAKING_EVEN
from relsim.runs.evaluate import evaluate_or_fail
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.policies import chosen_policies, deciding_measure_in
from relsim.runs.variant import Variant
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.ranges import WrittenValue
from relsim.scenario.vary.varied import Varied
from relsim.statistics.paired import difference_of

PRECISION = 0.01
"""Half of the interval that is narrow enough, as a share of the range."""

WORST_MEAN = -float(np.finfo(np.float64).max)
"""What a mean counts as where nothing could be measured."""


BOTH_ENDS = (0.0, 1.0)
"""The places of the ends of the range."""


@dataclass(frozen=True, repr=False, eq=False)
class Breakeven(ShownInShort):
    """Where two policies change places along the values of something.

    `value`, `low` and `high` are in the unit in which the range is written, NaN where the two do not change
    places or are not told apart. `table` has one row per value that was tried with all replications: the
    paired difference `policy` less `against`, with its interval. `rises` says whether it is
    `policy` that is better above the value; `turns` counts the changes of sign that were seen.
    """

    scenario: Scenario
    path: str
    policy: str
    against: str
    measure: str
    value: float
    low: float
    high: float
    written: str | None
    rises: bool
    turns: int
    is_sure: bool
    rival: str | None
    replications: int
    seed: int
    table: pd.DataFrame


@checks_arguments(BREAKING_EVEN)
def breakeven(
    scenario: ScenarioLike,
    vary: str,
    between: tuple[WrittenValue, WrittenValue],
    *,
    policy: str | None = None,
    measure: str | None = None,
    precision: float = PRECISION,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> Breakeven:
    """The value at a dotted path, within a range, at which a policy and the baseline change places.

    Where a policy sets the value itself, its own value is varied, else everybody's. Replications are added
    until half of the interval is within `precision`.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    vary : str
        The dotted path of the value to vary, such as `firms.harbour.contact.cost`.
    between : tuple of two values
        The ends of the range, written as in a scenario file: `(1, 30)`, `("1 per year", "24 per year")`.
    policy : str, optional
        The policy to hold against the baseline [the best at one end against the best at the other or, where
        that is the same, the second best].
    measure : str, optional
        Which measure of an outcome decides; more of it is better [customer equity, after overhead where the
        policies do not pay the same].
    precision : float
        Half of the interval that is narrow enough, as a share of the range.
    replications : int, optional
        The most replications, at least 2 [the scenario's].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Breakeven
        Where they change places, with its interval, and the difference at every value that was tried.

    Raises
    ------
    InputError
        No such path, policy or measure, or fewer than two policies.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(200)
    >>> found = relsim.breakeven(
    ...     market, "firms.harbour.contact.cost", (1, 30), policy="attentive-contact", replications=4
    ... )
    >>> found.policy, found.against
    ('attentive-contact', 'keep-as-is')
    """
    scenario = as_scenario(scenario)
    most = replications_of(scenario, replications)
    names = chosen_policies(scenario, None if policy is None else [policy])
    if len(names) < 2:
        raise InputError("a break-even needs two policies, the baseline and another")
    varied = Varied.between(scenario, vary, *between)
    measure = measure or deciding_measure_in([varied.at(end, name) for name in names] for end in BOTH_ENDS)
    runner = Runner.of(run)

    def outcomes(variants: list[Variant], numbers: Sequence[int]) -> pd.DataFrame:
        rows = pd.concat(evaluate_or_fail(runner, variants, numbers), ignore_index=True)
        return rows[rows["firm"] == scenario.focal_firm]

    line = DifferenceLine(varied, names, measure, outcomes)
    pair = (1, 0) if policy is not None else closest_pair(line, min(FIRST_REPLICATIONS, most))
    search = ZeroSearch(line, pair, precision, most)
    crossing, turns, number = search.found()
    return breakeven_of(search, crossing, turns, number, runner.seed)


def closest_pair(line: DifferenceLine, number: int) -> tuple[int, int]:
    """The best policy at the end of the range and the best at its beginning, or else the second best.

    Of two ends with the same winner, the second best is taken from that where it comes nearer.
    """
    line.look(BOTH_ENDS, number)
    first, last = (known_means(line.values(place, number)) for place in BOTH_ENDS)
    best = int(last.argmax())
    if best != int(first.argmax()):
        return best, int(first.argmax())
    behind = np.minimum(first[best] - first, last[best] - last)
    behind[best] = inf
    return best, int(behind.argmin())


def known_means(values: Any) -> Any:
    """The mean of each policy in values [replication, policy]; lowest where nothing could be measured."""
    known = np.isfinite(values)
    means = share_of(np.where(known, values, 0.0).sum(axis=0), known.sum(axis=0))
    return np.where(np.isfinite(means), means, WORST_MEAN)


def breakeven_of(
    search: ZeroSearch, crossing: Crossing | None, turns: int, number: int, seed: int
) -> Breakeven:
    """What the search found, in the unit of the range."""
    line, (mine, theirs) = search.line, search.pair
    varied = line.varied
    found = Crossing(nan, nan, nan, nan) if crossing is None else crossing
    place = min(max(found.place, 0.0), 1.0)
    value, low, high = (varied.number_at(end) for end in found[:3])
    return Breakeven(
        varied.scenario,
        varied.path,
        line.policies[mine],
        line.policies[theirs],
        line.measure,
        value,
        low,
        high,
        None if crossing is None else str(varied.span.value_at(found.place)),
        found.slope > 0.0,
        turns,
        search.is_clear(number),
        None if crossing is None else third(line, search.pair, place, number),
        number,
        seed,
        tried_values(search),
    )


def third(line: DifferenceLine, pair: tuple[int, int], place: float, number: int) -> str | None:
    """A policy that is better than both where they are equal, if there is one."""
    best = int(known_means(line.values(place, number)).argmax())
    return None if best in pair else line.policies[best]


def tried_values(search: ZeroSearch) -> pd.DataFrame:
    """What is known at the values that were tried with all replications."""
    rows = []
    most = max(map(len, search.line.known.values()))
    for place in sorted(place for place, values in search.line.known.items() if len(values) == most):
        gaps = search.gaps(place, most)
        told_gap = difference_of(gaps, np.zeros(len(gaps)))
        rows.append(
            {
                "value": search.line.varied.number_at(place),
                "written": str(search.line.varied.span.value_at(place)),
                "replications": most,
            }
            | {name: told_gap[name] for name in ("difference", "low", "high", "left_out")}
        )
    return pd.DataFrame(rows)
