"""What can be said of each value, in one of three words, and of each figure, reachable or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from relsim.questions.fit.target import Measured, Target
from relsim.scenario.yaml.notes import TOLD_OF_A_VALUE
from relsim.statistics.posterior import HELD, Posterior, ranks

KNOWN, NARROWED, NOT_TOLD = TOLD_OF_A_VALUE

NARROW, WIDE = 0.4, 0.8
"""Up to which part of its range an interval makes a value known, and from which on it says nothing."""

MOST_TOLD, LEAST_TOLD = 0.75, 0.1
"""Which share of a value's variance held-out draws must tell before it is known, and narrowed."""

GO_TOGETHER = 0.7
"""From which correlation on two values trade off, so that the data tell only both together."""

MOVES = 0.2
"""From which correlation with a figure on a value is said to move it."""

SURELY_TOGETHER = 3.5
"""How many standard errors of a correlation that must be, which is the largest of many."""

FAR = 3.5
"""How many standard deviations from what a fitted market gives a figure may lie."""


@dataclass(frozen=True)
class Reach:
    """A figure of the data beside what markets give before and after the fit: lowest, middle, highest.

    `nearest` is the nearest that the ranges give: of all drawn markets where it lies `beyond` them, else the
    mean of those that fit best. `far` is how many standard deviations it lies from these, and `mover` the
    number of the unknown that moves it most, with the direction in which it would come nearer, if any does.
    One that no drawn market reaches is `aside`: the others are fitted without it.
    """

    figure: Measured
    before: tuple[float, float, float]
    after: tuple[float, float, float]
    reachable: bool
    nearest: float
    beyond: bool
    far: float
    mover: tuple[int, int] | None
    aside: bool = False

    def as_figures(self) -> dict[str, Any]:
        """The same in plain numbers."""
        return {
            "evidence": self.figure.label,
            "source": self.figure.source,
            "data": self.figure.value,
            "give_or_take": self.figure.give_or_take,
            "before": [float(f"{one:.6g}") for one in self.before],
            "after": [float(f"{one:.6g}") for one in self.after],
            "reachable": self.reachable,
            "set_aside": self.aside,
        }


def middle_and_ends(values: Any) -> tuple[float, float, float]:
    """The lowest twentieth, the middle, and the highest twentieth."""
    low, middle, high = np.quantile(values, [0.5 - HELD / 2.0, 0.5, 0.5 + HELD / 2.0])
    return float(low), float(middle), float(high)


def lies_beyond(value: float, drawn: Any) -> bool:
    """Whether a value is below or above all that markets drawn from the ranges give."""
    return not drawn.min() <= value <= drawn.max()


def are_fitted(values: Any, drawn: Any) -> Any:
    """Which of the figures [figure] are fitted, by what drawn markets [market, figure] give.

    One that no draw reaches would pull all values towards the end of the ranges that is nearest to it, and
    the others with them; it is left out, unless none is reached.
    """
    within = np.array([not lies_beyond(*one) for one in zip(values, drawn.T, strict=True)])
    return within if within.any() else np.ones(len(within), bool)


def worst_misses(found: Sequence[Reach]) -> list[Reach]:
    """The figures that are not given: those out of reach by themselves first, then the farthest."""
    return sorted((one for one in found if not one.reachable), key=lambda one: (not one.aside, -one.far))


def is_of_few(found: Sequence[Reach]) -> bool:
    """Whether most figures are not given: what the few others leave of the ranges is of another market."""
    return 2 * sum(not one.reachable for one in found) > len(found)


def nearest_miss(missed: Sequence[Reach]) -> Reach:
    """The figure that is not given and comes nearest to it, by what the ranges give of it."""

    def gap(one: Reach) -> float:
        low, _, high = one.before
        return abs(one.figure.value - one.nearest) / max(high - low, 1e-9 * max(1.0, abs(one.figure.value)))

    return min(missed, key=gap)


def reaches(target: Target, before: Any, after: Any, places: Any, fitted_to: Any) -> list[Reach]:
    """What markets [market, figure] drawn at these places [market, unknown] of the ranges give, and those at
    what is left of them; `fitted_to` is which figures were not set aside."""
    found = []
    for number, one in enumerate(target.figures):
        drawn, fitted = before[:, number], after[:, number]
        apart = abs(one.value - fitted.mean())
        spread = max(float(fitted.std(ddof=1)), 1e-9 * max(1.0, abs(one.value)))
        beyond = lies_beyond(one.value, drawn)
        nearest = float(np.clip(one.value, drawn.min(), drawn.max()) if beyond else fitted.mean())
        reachable = bool(not beyond and apart <= FAR * spread)
        mover = mover_of(places, drawn, 1 if one.value > nearest else -1)
        ends = middle_and_ends(drawn), middle_and_ends(fitted)
        far, aside = float(apart / spread), not fitted_to[number]
        found.append(Reach(one, *ends, reachable, nearest, beyond, far, mover, aside))
    return found


def mover_of(places: Any, drawn: Any, wanted: int) -> tuple[int, int] | None:
    """The unknown with which a figure goes most, and whether more or less of it brings the figure up (1) or
    down (-1) as wanted; None where none moves it."""
    if drawn.std() == 0.0:
        return None
    together = np.array([np.corrcoef(one, ranks(drawn[:, np.newaxis])[:, 0])[0, 1] for one in places.T])
    most = int(np.abs(together).argmax())
    least = max(MOVES, SURELY_TOGETHER / len(drawn) ** 0.5)
    return (most, wanted * int(np.sign(together[most]))) if abs(together[most]) >= least else None


def pairs_that_trade_off(left: Posterior, r2: Any) -> list[tuple[int, int, float]]:
    """Pairs of values of which neither is told well, but both together are."""
    together = left.correlation
    return [
        (one, other, float(together[one, other]))
        for one in range(len(r2))
        for other in range(one)
        if abs(together[one, other]) >= GO_TOGETHER and min(r2[one], r2[other]) < MOST_TOLD
    ]


def words_told(left: Posterior, r2: Any, pairs: list[tuple[int, int, float]], *, reached: bool) -> list[str]:
    """The word for each value; none is known to a model that cannot give the figures."""
    low, high = left.interval
    widths = (high - low) / HELD
    trading = {number for pair in pairs for number in pair[:2]}
    words = []
    for number, width in enumerate(widths):
        if number in trading or width > WIDE or r2[number] < LEAST_TOLD:
            words.append(NOT_TOLD)
        elif width <= NARROW and r2[number] >= MOST_TOLD and reached:
            words.append(KNOWN)
        else:
            words.append(NARROWED)
    return words
