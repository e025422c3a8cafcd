"""How many customers come and go in a year, and how easily people come to a firm and leave it."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Any, Self

from relsim.questions.begin.templates import Template, written_share

LEAST_MOVING = 0.002
"""The share of its customers that a firm wins and loses in a year at least: of less, a year tells nothing."""

COMING_BOUNDS, LEAVING_BOUNDS = (-14.0, 4.0), (0.02, 20.0)
"""Between what `coming` and `leaving` are looked for."""

SWAY = 1.3
"""By how much more than in proportion a step goes: those who come and leave later are fewer than those who
would at first."""

BOLDEST_STEP = 1.6
"""The longest step, in logarithms."""


@dataclass(frozen=True)
class Turnover:
    """How many customers a firm wins and loses in a year, and by which share of itself its rivals grow."""

    won: float
    lost: float
    rivals_grow: float = 0.0

    @classmethod
    def wanted(cls, answers: Mapping[str, Any], kind: Template, customers: int) -> Self:
        """Those that were answered; what is not known of one is as the other, and of both as is usual."""
        usual = sum(written_share(end) for end in kind.lost) / 2.0 * customers
        won, lost = answers.get("won"), answers.get("lost")
        lost = next(float(one) for one in (lost, won, usual) if one is not None)
        return cls(lost if won is None else float(won), lost)

    def shares_of(self, customers: float) -> "Turnover":
        """The same as shares of so many customers, neither of them none."""
        won, lost = (max(LEAST_MOVING, count / customers) for count in (self.won, self.lost))
        return Turnover(won, lost, self.rivals_grow)

    def off(self, wanted: "Turnover") -> float:
        """How far this is from what is wanted, as a share."""
        return max(abs(log(self.won / wanted.won)), abs(log(self.lost / wanted.lost)))


@dataclass(frozen=True)
class Ease:
    """How easily people come to a firm, as the utility of one of which nothing is known, and how easily they
    leave one, as a multiple of the usual."""

    coming: float
    leaving: float

    @classmethod
    def usual(cls, contract: bool) -> Self:
        """Where to begin to look."""
        return cls(-2.0 if contract else -5.0, 1.0)

    def towards(self, wanted: Turnover, seen: Turnover) -> "Ease":
        """What gives more nearly what is wanted, where this gave what was seen."""
        coming = self.coming + step(wanted.won / seen.won)
        leaving = self.leaving * exp(step(wanted.lost / seen.lost))
        return Ease(within(coming, *COMING_BOUNDS), within(leaving, *LEAVING_BOUNDS))


def step(ratio: float) -> float:
    """How far to go, in logarithms, to what is so many times as much."""
    return within(SWAY * log(ratio), -BOLDEST_STEP, BOLDEST_STEP)


def within(value: float, low: float, high: float) -> float:
    """A value, or the nearest end."""
    return min(high, max(low, value))
