"""Sensitivity: what the difference between a policy and the baseline depends on, and how much.

All values that are not certain are varied together. A screening finds those that matter (Morris 1991, with
the absolute effects of Campolongo 2007); of these, indices say which share of the variance each brings
(Saltelli 2010). Every point is run with the same luck, under the policy and under the baseline.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Unpack

import numpy as np
import pandas as pd

from relsim.errors import InputError
from relsim.questions.sensitivity.bests import bests_at_ends, end_as_told
from relsim.questions.sensitivity.counting import MOST_SHARED, simulations_at_most, through_all
from relsim.questions.sensitivity.designs import (
    indices,
    refuse_without_salib,
    screened,
    screening_points,
    shares_points,
)
from relsim.questions.sensitivity.responses import Question, Responses, mean_difference
from relsim.report.shown import ShownInShort
from relsim.runs.arguments import VARYING
from relsim.runs.options import Runner, RunOptions, replications_of
from relsim.runs.policies import chosen_policies, deciding_measure_in, is_of_overhead
from relsim.runs.variant import Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import Ends, Factor, factors_of, unvaried_numbers
from relsim.statistics.paired import paired

TRAJECTORIES = 10
SAMPLES = 64
REPLICATIONS_OF_SENSITIVITY = 10
NEGLIGIBLE = 0.05
"""An effect below this share of the strongest one is not followed any further."""


@dataclass(frozen=True, repr=False, eq=False)
class Sensitivity(ShownInShort):
    """What the difference of a policy from the baseline, or another one, depends on.

    `table` has one row per value, the strongest first; `points` one row per point that was tried; `base` the
    difference at the values as they are written. `bests` tells which of all policies is best with all values
    as written, and at either end of each range (see `bests_at_ends`). `left_out` are numbers of the file that
    were not varied, each with the reason; `unmeasured` says how many replications of points had nothing to
    measure.
    """

    scenario: Scenario
    policy: str
    baseline: str
    firm: str
    measure: str
    replications: int
    seed: int
    factors: list[Factor]
    left_out: list[tuple[str, str]]
    base: dict[str, float]
    table: pd.DataFrame
    points: pd.DataFrame
    bests: pd.DataFrame
    unmeasured: int = 0

    @property
    def won(self) -> float:
        """The share of all points within the ranges at which the policy has more than the baseline."""
        inside = self.points[self.points["design"] != "as written"]
        return float((inside["difference"] > 0.0).mean())

    @property
    def turning(self) -> pd.DataFrame:
        """The values that turn the difference round on their own, at an end of their range."""
        sign = np.sign(self.base["difference"])
        ends = self.table[["at_lowest", "at_highest"]]
        return self.table[(np.sign(ends).mul(sign) < 0.0).any(axis=1)]


@checks_arguments(VARYING)
def sensitivity(
    scenario: ScenarioLike,
    *,
    policy: str | None = None,
    against: str | None = None,
    measure: str | None = None,
    around: float | None = None,
    vary: Mapping[str, Ends | None] | None = None,
    trajectories: int = TRAJECTORIES,
    samples: int = SAMPLES,
    replications: int | None = None,
    **run: Unpack[RunOptions],
) -> Sensitivity:
    """What the difference between a policy and the baseline, or another policy, depends on.

    Varied are the values with a `range` in the scenario, those in `vary`, and with `around` all other numbers
    that the file gives: guesses as well as those that carry a source.
    Needs the extra `relsim[sensitivity]`.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policy : str, optional
        The policy to hold against the baseline [the best where nothing is varied].
    against : str, optional
        The policy to hold it against [the baseline].
    measure : str, optional
        Which measure of an outcome decides; more of it is better [customer equity, after overhead where the
        policies do not pay the same].
    around : float, optional
        By which share, above 0 and up to 1, to vary values that have no range of their own.
    vary : mapping of str to tuple or None, optional
        Dotted paths, each with the ends of a range, or None for the range that is noted.
    trajectories : int
        How many trajectories the screening takes, at least 2.
    samples : int
        How many samples shares of the variance are worked out from, a power of two, at least 4.
    replications : int, optional
        How often to repeat, at least 1 [10, or the scenario's if these are fewer].
    **run : RunOptions
        How markets are run: seed, jobs, store, cluster, progress, a way to stop.

    Returns
    -------
    Sensitivity
        One row per value, the strongest first, and one per point that was tried.

    Raises
    ------
    InputError
        Nothing has a range, no such policy, path or measure, or SALib is not installed.
    TaskFailed
        A market could not be run.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("retention-launch").changed({"periods": 6}).scaled_to(100)
    >>> found = relsim.sensitivity(
    ...     market, policy="attentive-contact", trajectories=2, samples=4, replications=2
    ... )
    >>> sorted(found.table["path"])
    ['behaviour.departure.neglect', 'firms.harbour.contact.cost']
    """
    scenario = as_scenario(scenario)
    refuse_without_salib()
    wanted = replications_of(scenario, replications, REPLICATIONS_OF_SENSITIVITY)
    refuse_few_points(trajectories, samples)
    others = policies_in_question(scenario, policy, against)
    names = [name for name in others if policy in (None, name) or name == others[0]]
    factors = factors_of(scenario, policies=tuple(names), around=around, vary=vary)
    if not factors:
        raise InputError(
            "no value has a range; note one in the file, or give `around`, a share as 20%, or `vary`, a path"
        )
    choosing = 0 if policy or len(names) == 2 else len(names)
    total = simulations_at_most(choosing, len(others) - 2, len(factors), trajectories, samples, wanted)
    runner = Runner.of(run)
    refuse_endless(scenario, total, jobs=runner.jobs, on=runner.on)
    ends = [one.at(end) for one in factors if is_of_overhead(one.name) for end in (0.0, 1.0)]
    measure = measure or deciding_measure_in(
        [Variant.of(scenario, name, change).scenario for name in names] for change in ({}, *ends)
    )
    with through_all(runner.progress, total) as progress:
        question = Question(scenario, names[0], measure, wanted, replace(runner, progress=progress))
        chosen = policy or question.best_of(names)
        responses = Responses(question, chosen, [one for one in factors if concerns(one, names[0], chosen)])
        missing = unvaried_numbers(scenario, (names[0], chosen), around, factors)
        ordered = sorted(others, key=lambda name: (name != names[0], name != chosen))
        return sensitivity_of(responses, ordered, trajectories, samples, missing)


def policies_in_question(scenario: Scenario, policy: str | None, against: str | None) -> list[str]:
    """All policies, the one to hold another against first; refuses to hold one against itself."""
    chosen_policies(scenario, [name for name in (policy, against) if name])
    names = chosen_policies(scenario, None)
    base = against or names[0]
    if policy == base or len(names) < 2:
        what = f'"{base}" cannot be held against itself' if against else f'"{base}" is the baseline'
        raise InputError(f"{what}; expected another policy to compare with it")
    return sorted(names, key=lambda name: name != base)


def concerns(one: Factor, *policies: str) -> bool:
    """Whether a value belongs to the market or to one of these policies."""
    return one.path[0] != "policies" or one.path[1] in policies


def refuse_few_points(trajectories: int, samples: int) -> None:
    """Refuse too few points, and numbers at which a Sobol sequence is not even."""
    if trajectories < 2:
        raise InputError(f"{trajectories} trajectories, expected at least 2")
    if samples < 4 or samples & (samples - 1):
        raise InputError(
            f"{samples} samples, expected a power of two", str(2 ** max(2, samples.bit_length()))
        )


def sensitivity_of(
    responses: Responses,
    policies: list[str],
    trajectories: int,
    samples: int,
    missing: list[tuple[str, str]],
) -> Sensitivity:
    """The sensitivity that some responses show: one at a time, then all together."""
    question, factors = responses.question, responses.factors
    measured = responses.one_at_a_time()
    table = difference_at_ends(factors, mean_difference(measured[1:]).reshape(-1, 2))
    tried = screening_points(len(factors), trajectories, question.runner.seed)
    effects = screened(tried, responses.at(tried, "screening"), question.runner.seed)
    table = table.assign(**effects)
    kept = effects_worth_following(effects["mu_star"])
    places = shares_points(len(kept), samples, question.runner.seed)
    parts = indices(responses.at(places, "shares", kept), len(kept), question.runner.seed)
    for name, values in parts.items():
        table[name] = pd.Series(values, index=kept, dtype=float)
    return Sensitivity(
        question.scenario,
        responses.policy,
        question.baseline,
        question.firm,
        question.measure,
        question.replications,
        question.runner.seed,
        factors,
        missing,
        paired(measured[0, 1], measured[0, 0]),
        table.sort_values("mu_star", ascending=False, kind="stable", ignore_index=True),
        responses.table(),
        bests_at_ends(responses, policies, measured),
        responses.unmeasured,
    )


def difference_at_ends(factors: list[Factor], ends: Any) -> pd.DataFrame:
    """Each value with its range and the difference [value, end] at both ends of it."""
    return pd.DataFrame(
        {
            "path": [one.name for one in factors],
            "value": [str(one.value) for one in factors],
            "lowest": [end_as_told(one.range.lowest) for one in factors],
            "highest": [end_as_told(one.range.highest) for one in factors],
            "at_lowest": ends[:, 0],
            "at_highest": ends[:, 1],
        }
    )


def effects_worth_following(effects: np.ndarray) -> list[int]:
    """The values whose effect is worth following, in their order."""
    strongest = np.argsort(-effects, kind="stable")[:MOST_SHARED]
    return sorted(int(one) for one in strongest if effects[one] >= NEGLIGIBLE * effects.max())
