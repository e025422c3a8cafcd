"""The hinge of a verdict: which values that nobody has measured would turn it, one at a time.

Values that are assumed are put at both ends of their ranges, or half as large and half as large again where
they have none, under the baseline and under the policy that the verdict is about, in few replications. What
takes much of the difference away there is run in some more. That is a screen: it finds what turns the
verdict alone, not what does so together. Sources of rules are no sources of their default values. Before
numbers come choices among findings of studies and folklore, each put at its other words. How many values are
tried, the likeliest first, is said by a `HingeLook`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import Any, Self

import numpy as np
import pandas as pd

from relsim.errors import DataPath, InputError
from relsim.questions.compare.hinge_look import HingeLook
from relsim.rules.rulebook import is_asked
from relsim.runs.evaluate import evaluate_or_fail
from relsim.runs.options import Runner
from relsim.runs.policies import EQUITY
from relsim.runs.variant import Variant
from relsim.runs.work import refuse_endless
from relsim.scenario.lint.behaviour import lacking
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.claims import rival_claims
from relsim.scenario.vary.factors import Factor, factor, numbers_in
from relsim.scenario.yaml.notes import ValueNote
from relsim.statistics.paired import paired

HALF = 0.5
"""By which share a value is lowered and raised for which nobody has given a range."""

LIKELIEST = ("departure", "attitude", "complaints")
"""The parts of behaviour that say who stays, which are tried before others."""

MUCH = 0.25
"""The share of the difference that a value must take away at the first look to be looked at again."""

ENDS = (0.0, 1.0)


@dataclass(frozen=True)
class Hinge:
    """What would turn a verdict: `turns` has an entry for each value and end that does, choices of what is
    claimed first, and then the strongest.

    Each tells the `path`, the `value` as it is, what it is `at`, and the paired `difference` in the
    deciding measure there with the ends `low` and `high` of its interval. `before` is the difference as it
    is, in the same `replications`; `tried` is how many numbers were, and `complete` whether those are all;
    `choices` are the paths of what else was, and `not_again` those of values that took much of the
    difference at the first look and were not tried again, since others took more. `next_best` is the same
    for the lead over the next best policy, where that is not the baseline.
    """

    policy: str
    baseline: str
    before: float
    replications: int
    tried: int
    turns: list[dict[str, Any]]
    complete: bool = True
    next_best: "Hinge | None" = None
    choices: list[str] = field(default_factory=list)
    not_again: list[str] = field(default_factory=list)

    @property
    def is_turned(self) -> bool:
        """Whether anything that was tried turns the verdict, or puts the next best policy ahead."""
        return bool(self.turns) or (self.next_best is not None and self.next_best.is_turned)

    @classmethod
    def stored(cls, told: Mapping[str, Any]) -> Self:
        """What a manifest tells of a hinge."""
        further = told.get("next_best")
        return cls(**{**told, "next_best": cls.stored(further) if further else None})


def hinge_of(
    scenario: Scenario,
    outcomes: pd.DataFrame,
    pair: tuple[str, str],
    look: HingeLook,
    runner: Runner,
    measure: str = EQUITY,
) -> Hinge:
    """The values that turn the difference of a policy from the baseline in a measure; `pair` are baseline and
    policy."""
    first, few = look.first, look.again
    trials = chosen_trials(scenario, look)
    refuse_endless(scenario, 2 * first * len(trials), jobs=runner.jobs, on=runner.on)
    screen = Screen(scenario, pair, runner, measure)
    near, before = (difference_in(outcomes, scenario, pair, number, measure) for number in (first, few))
    gaps = [float(np.mean(policy - base)) for policy, base in screen.values(trials, first)]
    taken = [(near - gap) * np.sign(before) for gap in gaps]
    much = MUCH * min(abs(near), abs(before))
    may_turn = [n for n, gap in enumerate(gaps) if taken[n] > much or gap * before < 0.0]
    again = [trials[n] for n in sorted(may_turn, key=lambda n: -taken[n])]
    claims, ends = ([one for one in again if one.is_claim == kind][: look.ends] for kind in (True, False))
    turns = list(turned(claims + ends, screen, few, before))
    tried, choices = (paths_of(trials, kind) for kind in (False, True))
    kept = {one.path for one in claims + ends}
    rest = [path for kind in (True, False) for path in paths_of(again, kind) if path not in kept]
    return Hinge(pair[1], pair[0], before, few, len(tried), turns, look.values is None, None, choices, rest)


def ahead_by_a_claim(
    scenario: Scenario,
    outcomes: pd.DataFrame,
    ranked: Sequence[str],
    pairs: Sequence[tuple[str, str]],
    runner: Runner,
    measure: str = EQUITY,
) -> Hinge | None:
    """What puts the policy that is then farthest ahead before the best one, among the policies in no pair.

    Tried is what else may be claimed of people alone: another mix of reasons moves all policies, not the next
    best alone. None where no policy is ahead.
    """
    if next(rival_claims(scenario), None) is None:
        return None
    seen, best = {name for pair in pairs for name in pair}, ranked[0]
    look = HingeLook.only_claims(int(outcomes["replication"].max()) + 1)
    found = [
        hinge_of(scenario, outcomes, (name, best), look, runner, measure)
        for name in ranked
        if name not in seen
    ]
    ahead = [one for one in found if one.turns and one.before > 0.0]
    return min(ahead, key=lambda one: one.turns[0]["difference"], default=None)


def turned(
    trials: list["Trial"], screen: "Screen", replications: int, before: float
) -> Iterator[dict[str, Any]]:
    """What is told of each trial in which the difference has another sign than before, claims first."""
    found = []
    for trial, values in zip(trials, screen.values(trials, replications), strict=True):
        told = paired(*values)
        if told["difference"] * before < 0.0:
            found.append((not trial.is_claim, -abs(told["difference"]), trial, told))
    for _, _, trial, told in sorted(found, key=lambda one: one[:2]):
        at = {"path": trial.path, "value": trial.value, "at": trial.at}
        yield at | {name: known_or_none(told[name]) for name in ("difference", "low", "high")}


@dataclass(frozen=True, eq=False)
class Trial:
    """A value put elsewhere than it is, and all that changes with it; of a claim another one is made."""

    path: str
    value: Any
    at: Any
    changes: Mapping[str, Any]
    is_claim: bool = False


def chosen_trials(scenario: Scenario, look: HingeLook) -> list[Trial]:
    """What is tried: all claims, and as many values as the look bears, each at both ends of its range."""
    claims = [Trial(one.path, one.value, one.word, one.changes, True) for one in rival_claims(scenario)]
    most = None if look.values is None else max(0, look.values - ceil(len(claims) / len(ENDS)))
    factors = islice(assumed_values(scenario), most)
    return claims + [
        Trial(one.name, one.value, one.range.value_at(end), one.at(end)) for one in factors for end in ENDS
    ]


def paths_of(trials: list[Trial], claims: bool) -> list[str]:
    """The paths of the claims, or of all other values, that were tried."""
    return list(dict.fromkeys(one.path for one in trials if one.is_claim == claims))


def difference_in(
    outcomes: pd.DataFrame, scenario: Scenario, pair: tuple[str, str], replications: int, measure: str
) -> float:
    """The difference in a measure as it is, in the first replications."""
    own = outcomes[(outcomes["firm"] == scenario.focal_firm) & (outcomes["replication"] < replications)]
    base, policy = (own.loc[own["policy"] == name, measure].to_numpy() for name in pair)
    return float(np.mean(policy - base))


def known_or_none(value: float) -> float | None:
    """A number as JSON knows it."""
    return float(value) if np.isfinite(value) else None


@dataclass(frozen=True)
class Screen:
    """Runs a pair of policies, baseline first, wherever values are put."""

    scenario: Scenario
    pair: tuple[str, str]
    runner: Runner
    measure: str = EQUITY

    def values(self, trials: list[Trial], replications: int) -> Iterator[tuple[Any, Any]]:
        """The measure [replication] under the policy and under the baseline, in each trial."""
        if not trials:
            return
        changed = (self.scenario.changed(one.changes) for one in trials)
        variants = [Variant.of(market, name) for market in changed for name in self.pair]
        firm = self.scenario.focal_firm
        tables = evaluate_or_fail(self.runner, variants, replications)
        parts = [table.loc[table["firm"] == firm, self.measure].to_numpy() for table in tables]
        for base, policy in np.concatenate(parts).reshape(-1, len(self.pair), replications):
            yield policy, base


def assumed_values(scenario: Scenario) -> Iterator[Factor]:
    """The values of people and of their behaviour for which the file has no source, and all with a range.

    First come those with a range, those of the file, and those that say who stays.
    """
    for path in dict.fromkeys([*ranged(scenario), *assumed_of_file(scenario), *assumed_defaults(scenario)]):
        note = scenario.document.notes.get(path, ValueNote())
        try:
            yield factor(scenario, path, note, None if note.is_uncertain else HALF)
        except InputError:
            continue


def ranged(scenario: Scenario) -> list[DataPath]:
    """The paths of values with a range in the file, but for those of policies."""
    notes: Mapping[DataPath, ValueNote] = scenario.document.notes
    return [path for path, note in notes.items() if note.is_uncertain and path[0] != "policies"]


def assumed_of_file(scenario: Scenario) -> list[DataPath]:
    """The paths of numbers that the file gives for people and their behaviour, without a source."""
    data, notes = scenario.document.data, scenario.document.notes
    paths = [path for part in ("segments", "behaviour") for path in numbers_in(data.get(part), (part,))]
    return [path for path in paths if not notes.get(path, ValueNote()).source]


def assumed_defaults(scenario: Scenario) -> list[DataPath]:
    """The paths of settings of behaviour that are in force and are read, without a source in the file; those
    that say who stays come first."""
    mechanisms, notes = dict(scenario.mechanisms), scenario.document.notes
    content = scenario.model_dump(mode="json")["behaviour"]
    found = [
        path
        for path in numbers_in(content, ("behaviour",))
        if is_asked(".".join(map(str, path)), mechanisms)
        and not notes.get(path, ValueNote()).source
        and not lacking(scenario.behaviour, ".".join(map(str, path[1:])))
    ]
    return sorted(
        found, key=lambda path: LIKELIEST.index(path[1]) if path[1] in LIKELIEST else len(LIKELIEST)
    )
