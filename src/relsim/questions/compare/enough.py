"""Enough replications, and no more: first the best policy, then a difference that is known well enough.

Policies are set aside by a published procedure (see selecting). Those still in question, and the baseline,
run until the interval of each difference is as narrow as was asked for. How many replications that takes is
worked out from the variance so far, at a few looks only, so that chance has few occasions to end it early
(Law 2015, ch. 9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np

from relsim.errors import InputError, counted
from relsim.measures.measure import MEASURES
from relsim.runs.arguments import asked_width
from relsim.runs.batches import Observers, all_outcomes, nobody
from relsim.runs.options import Runner
from relsim.runs.policies import EQUITY
from relsim.runs.variant import Variant
from relsim.scenario.units.quantities import percent_of
from relsim.statistics.paired import CONFIDENCE, half_of, paired, replications_for
from relsim.statistics.selection import FIRST_STAGE, Chosen, select

LEAST_SHARE = 0.0001
"""The smallest share of customer equity within which a difference can be asked for."""

MOST = 10_000
"""Replications after which the search ends in any case, unless told otherwise."""


@dataclass(frozen=True)
class Enough:
    """How many replications an answer took; amounts are of the measure that decides.

    `best` was picked with at least the probability `confidence`, provided that it is better than the second
    by at least `width`, which is also half the interval asked for. `table` has a row for every policy but
    the baseline: its replications (fewer than the others' where it was set aside), the paired difference with
    its interval, and how many replications with independent luck would know it as well as was asked for.
    """

    asked: str
    width: float
    confidence: float
    best: str
    is_sure: bool
    is_narrow: bool
    policies: list[str]
    replications: int
    table: list[dict[str, Any]]


class Sampled:
    """A measure of policies by replication, worked out when it is asked for."""

    def __init__(
        self,
        runner: Runner,
        variants: Sequence[Variant],
        most: int,
        measure: str = EQUITY,
        observers: Observers = nobody,
    ) -> None:
        self.runner, self.variants, self.most = runner, list(variants), most
        self.measure = measure
        self.observers = observers
        self.firm = list(variants[0].scenario.firms).index(variants[0].scenario.focal_firm)
        self.values: list[list[float]] = [[] for _ in variants]

    def __call__(self, policies: Sequence[int], number: int) -> Any:
        """Values [replication, policy] in the first replications, this many and perhaps more."""
        if min(len(self.values[policy]) for policy in policies) < number:
            self.run(
                policies, min(self.most, number + max(8, number // 4) if number > FIRST_STAGE else number)
            )
        return self.known(policies)

    def known(self, policies: Sequence[int]) -> Any:
        """Values [replication, policy] in the replications in which all of these have run."""
        shortest = min(len(self.values[policy]) for policy in policies)
        return np.array([self.values[policy][:shortest] for policy in policies]).T

    @property
    def replications(self) -> int:
        """In how many replications every policy has run."""
        return min(map(len, self.values))

    def run(self, policies: Sequence[int], number: int) -> None:
        """Run some policies up to a number of replications."""
        begin = min(len(self.values[policy]) for policy in policies)
        variants = [self.variants[policy] for policy in policies]
        number_of_measure = list(MEASURES).index(self.measure)
        finished = all_outcomes(self.runner, variants, range(begin, number), self.observers)
        for replication, outcomes in finished.items():
            for policy, outcome in zip(policies, outcomes, strict=True):
                if len(self.values[policy]) == replication:
                    self.values[policy].append(float(outcome[self.firm, number_of_measure]))


def enough(sample: Sampled, until: str | float) -> Enough:
    """Pick the best policy, and know its difference from the baseline, the first policy, well enough."""
    everybody = range(len(sample.variants))
    refuse_few_replications(sample.most)
    if len(everybody) < 2:
        raise InputError("`until` needs a policy to compare with the baseline, and there is none")
    begun = sample(everybody, FIRST_STAGE)[:FIRST_STAGE]
    width = width_of(until, begun[:, 0], MEASURES[sample.measure].words)
    refuse_no_amounts(begun, [variant.policy for variant in sample.variants], sample.measure)
    chosen = select(sample, len(everybody), width, most=sample.most)
    wanted = in_question(chosen, sample)
    number = long_enough(sample, wanted, chosen.replications, width)
    lengths = {policy: number if policy in wanted else chosen.set_aside[policy] for policy in everybody}
    rows = [row_of(sample, policy, lengths[policy], width) for policy in everybody if policy != 0]
    names = [variant.policy for variant in sample.variants]
    asked = [row for policy, row in zip(everybody[1:], rows, strict=True) if policy in wanted]
    return Enough(
        str(until),
        width,
        CONFIDENCE,
        names[chosen.best],
        chosen.is_sure,
        all(row["half_width"] <= width for row in asked),
        [names[policy] for policy in wanted],
        number,
        rows,
    )


def refuse_few_replications(most: int) -> None:
    """Refuse fewer replications than the first look at variances needs."""
    if most < FIRST_STAGE:
        few = counted(most, "replication is", "replications are")
        raise InputError(f"{few} too few for `until`, expected at least {FIRST_STAGE}")


def refuse_hopeless(until: str | float, currency: str) -> None:
    """Refuse a width that cannot be meant, since no number of replications would do."""
    quantity = asked_width(until)
    if quantity.percent and not LEAST_SHARE <= quantity.amount <= 1.0:
        raise InputError(f"`until` {quantity.number}% is no share from 0.01% to 100% of customer equity")
    if not quantity.percent and quantity.amount < 1.0:
        share = percent_of(quantity.amount) if quantity.amount >= LEAST_SHARE else None
        raise InputError(f"`until` {until} is an amount of money, less than one {currency}", share)


def refuse_no_amounts(values: Any, policies: list[str], measure: str) -> None:
    """Refuse policies under which a measure is no amount in some replication [replication, policy]."""
    for policy, number in zip(policies, (~np.isfinite(values)).sum(axis=0), strict=True):
        if number:
            raise InputError(
                f"{MEASURES[measure].words} under {policy} is no amount in {number} of the first "
                f"{len(values)} replications, so `until` cannot be reached"
            )


def width_of(until: str | float, baseline: Any, equity: str = MEASURES[EQUITY].words) -> float:
    """Half the width asked for, in money; a share is one of the mean under the baseline of what decides."""
    if not np.isfinite(baseline).all():
        raise InputError(f"the baseline's {equity} is no amount, so `until` cannot be reached")
    quantity = asked_width(until)
    width = quantity.amount * (abs(float(baseline.mean())) if quantity.percent else 1.0)
    if width == 0.0:
        raise InputError(f"the baseline's {equity} is 0, so `until` takes an amount of money")
    return width


def in_question(chosen: Chosen, sample: Sampled) -> list[int]:
    """The baseline and whoever has not been set aside; where that is nobody, whoever came nearest."""
    others = [policy for policy in range(1, len(sample.variants)) if policy not in chosen.set_aside]
    if not others and len(sample.variants) > 1:

        def nearness(policy: int) -> tuple[int, float]:
            values = sample.known([0, policy])
            return chosen.set_aside[policy], float((values[:, 1] - values[:, 0]).mean())

        others = [max(chosen.set_aside.keys() - {0}, key=nearness)]
    return [0, *others]


def long_enough(sample: Sampled, wanted: list[int], number: int, width: float) -> int:
    """After how many replications every difference from the baseline is known to this width."""
    while True:
        values = sample(wanted, number)[:number]
        widest = max(half_of(policy, values[:, 0]) for policy in values[:, 1:].T)
        if widest <= width or number >= sample.most:
            return number
        needed = number * min(2.0, (widest / width) ** 2)
        number = min(sample.most, max(number + 1, ceil(needed)))


def row_of(sample: Sampled, policy: int, number: int, width: float) -> dict[str, Any]:
    """What is known of one policy's difference from the baseline, after its own replications."""
    values = sample.known([0, policy])[:number]
    told = paired(values[:, 1], values[:, 0])
    apart = float(np.sqrt(values.var(axis=0, ddof=1).sum()))
    return {
        "policy": sample.variants[policy].policy,
        "replications": len(values),
        "difference": told["difference"],
        "low": told["low"],
        "high": told["high"],
        "half_width": half_of(values[:, 1], values[:, 0]),
        "unpaired": replications_for(apart, width) if apart > 0.0 else 2,
    }
