"""Which further figures would narrow values that data have not told, found in the markets that were drawn.

Each drawn market was looked at for figures of every kind that a firm may bring, not for those alone that were
measured. What they would tell is how much better a regression on both tells a value than on those measured,
on draws that it has not seen.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.measures.kinds_of_figures import KINDS_OF_FIGURES, KindOfFigures, asked_of_sample
from relsim.questions.fit.look import Sought
from relsim.questions.fit.target import Target
from relsim.questions.fit.words import NOT_TOLD, WIDE
from relsim.scenario.schema.evident import EVIDENT
from relsim.statistics.learning import told_straight

WOULD_NARROW = 1.0 - WIDE**2
"""The share of a value's variance that must be told for its interval to be narrower than `WIDE`."""

WORTH_BRINGING = 0.1
"""By how much a kind of figures must raise that share to be named."""

ALTOGETHER = "all of them together"


@dataclass(frozen=True)
class FurtherFigure:
    """A figure that was not measured: its kind, and how it is looked for."""

    kind: KindOfFigures
    sought: Sought


@dataclass(frozen=True)
class WouldTell:
    """A value that is not told, a kind of figures that would narrow it, and how much of its variance is told
    without them and with them; without a kind, what all of them together tell."""

    number: int
    kind: KindOfFigures | None
    now: float
    then: float

    @property
    def is_enough(self) -> bool:
        """Whether that narrows the value."""
        return self.then >= WOULD_NARROW and self.then - self.now >= WORTH_BRINGING

    def as_figures(self, names: Sequence[str]) -> dict[str, Any]:
        """The same in plain numbers."""
        kind = self.kind.name if self.kind else ALTOGETHER
        r2 = {"r2": round(self.now, 3), "r2_with": round(self.then, 3)}
        return {"value": names[self.number], "figures": kind, **r2, "narrows": self.is_enough}


def further_figures(target: Target, tables: Sequence[str]) -> list[FurtherFigure]:
    """The figures of every kind that none of the tables tells, of the same time as those measured."""
    scenario, known = target.scenario, set(target.sought)
    found = []
    for kind in KINDS_OF_FIGURES:
        if set(kind.tables) & set(tables):
            continue
        rivals = [name for name in scenario.firms if name != scenario.focal_firm]
        for firm in rivals if kind.of_rivals else [scenario.focal_firm]:
            each = [Sought(one, firm, None, span_of(target)) for one in kind.measures]
            found += [FurtherFigure(kind, one) for one in each if one not in known]
    return found


def span_of(target: Target) -> tuple[int, int]:
    """From the first period of which something was measured to the last."""
    bought = [(0, target.buying.periods)] if target.buying is not None else []
    spans = [*(one.span for one in target.sought), *bought]
    return min(first for first, _ in spans), min(target.scenario.periods, max(end for _, end in spans))


def as_asked(figures: Sequence[FurtherFigure], seen: Any, seed: int) -> Any:
    """Figures [market, figure] as a firm would have them, those of a survey with the luck of who is asked."""
    luck = np.random.default_rng([seed, 4])
    errors = np.zeros(seen.shape)
    for place, one in enumerate(figures):
        if one.kind.answers is not None:
            values = seen[:, place]
            errors[:, place] = [asked_of_sample(one.sought.measure, v, one.kind.answers) for v in values]
    return seen + errors * luck.standard_normal(seen.shape)


def kinds_in(figures: Sequence[FurtherFigure]) -> Iterator[tuple[KindOfFigures | None, list[int]]]:
    """Each kind with the places of its figures that may be asked for, and all of them together last."""
    usable = [place for place, one in enumerate(figures) if is_asked_for(one)]
    for kind in dict.fromkeys(one.kind for one in figures):
        if places := [place for place in usable if figures[place].kind is kind]:
            yield kind, places
    if usable:
        yield None, usable


def is_asked_for(one: FurtherFigure) -> bool:
    """Whether a figure may be had so: a survey of a sample tells shares, and no counts of all customers."""
    return one.kind.answers is None or EVIDENT[one.sought.measure] == "ratio"


def would_tell(
    figures: Sequence[FurtherFigure],
    seen: Any,
    measured: Any,
    drawn: Any,
    r2: Any,
    told: Sequence[str],
    seed: int,
) -> list[WouldTell]:
    """What each kind of further figures [market, figure] would tell of the values that are not told.

    `measured` are the figures that were [market, figure], `drawn` the values [market, unknown], and `r2` what
    the fit has told of them.
    """
    numbers = [number for number, word in enumerate(told) if word == NOT_TOLD]
    if not numbers or not len(figures):
        return []
    more, wanted = as_asked(figures, seen, seed), drawn[:, numbers]
    now = np.maximum(np.maximum(told_straight(measured, wanted, seed), np.asarray(r2)[numbers]), 0.0)
    found = []
    for kind, places in kinds_in(figures):
        then = told_straight(np.hstack([measured, more[:, places]]), wanted, seed)
        found += [
            WouldTell(number, kind, float(before), float(max(after, before)))
            for number, before, after in zip(numbers, now, then, strict=True)
        ]
    return found
