"""Searching: which lever values to try next, given how the last ones did.

A tree-structured Parzen estimator (Bergstra 2011) as Optuna has it (Akiba 2019), asked for several trials at
a time; their number does not depend on the machine, so that a search can be repeated.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from relsim.errors import InputError
from relsim.scenario.units.ranges import Range, Spread, WrittenValue, rounded_in_unit

TOGETHER = 4
"""How many trials are run before anything is learned from them."""

DIGITS = 4
"""How many significant digits of a value are searched; nobody sets a lever more finely."""

AT_RANDOM = 12
"""How many trials come before the estimator has anything to say."""


@dataclass(frozen=True)
class SearchedLever:
    """A path, the values it may have, and the one it has now."""

    path: str
    spread: Spread
    now: Any

    @property
    def levels(self) -> list[WrittenValue] | None:
        """The values where there are finitely many."""
        if not isinstance(self.spread, Range):
            return self.spread
        steps = self.spread.steps
        return None if steps is None else [self.spread.value_at(n / (steps - 1)) for n in range(steps)]

    def value_at(self, place: float) -> WrittenValue:
        """The value at a place: of 0 to 1 in a range, else the number of a choice."""
        if self.levels is not None:
            return self.levels[int(place)]
        assert isinstance(self.spread, Range)
        return rounded_in_unit(self.spread.value_at(place), DIGITS)

    @property
    def start(self) -> float | None:
        """The place of the present value, where it is among those allowed."""
        if self.levels is not None:
            same = [n for n, value in enumerate(self.levels) if str(value) == str(self.now)]
            return same[0] if same else None
        assert isinstance(self.spread, Range)
        place = self.spread.place_of(self.now) if isinstance(self.now, str | int | float) else None
        return place if place is not None and 0.0 <= place <= 1.0 else None


Places = dict[str, float]


class LeverStudy:
    """Optuna's study of some levers."""

    def __init__(self, levers: list[SearchedLever], seed: int) -> None:
        optuna = imported()
        optuna.logging.set_verbosity(optuna.logging.WARNING)
        sampler = optuna.samplers.TPESampler(seed=seed, multivariate=True, n_startup_trials=AT_RANDOM)
        self.study = optuna.create_study(direction="maximize", sampler=sampler)
        self.space = {lever.path: distribution(optuna, lever) for lever in levers}
        present = {lever.path: lever.start for lever in levers}
        if None not in present.values():
            self.study.enqueue_trial(present)

    def asked(self, trials: int) -> Iterator[list[Any]]:
        """Trials to run, some at a time; each must be answered before the next ones come."""
        for first in range(0, trials, TOGETHER):
            yield [self.study.ask(self.space) for _ in range(min(TOGETHER, trials - first))]

    def answer(self, trial: Any, value: float, overspent: float) -> None:
        """How a trial did, and by how much it spent too much; not more than 0 is within the budget."""
        trial.set_constraint("budget", overspent)
        self.study.tell(trial, value)


def distribution(optuna: Any, lever: SearchedLever) -> Any:
    """The places that a lever may have, as Optuna wants to hear of them."""
    if lever.levels is None:
        return optuna.distributions.FloatDistribution(0.0, 1.0)
    if isinstance(lever.spread, Range):
        return optuna.distributions.IntDistribution(0, len(lever.levels) - 1)
    return optuna.distributions.CategoricalDistribution(range(len(lever.levels)))


def imported() -> Any:
    """Optuna, or how to install it."""
    try:
        import optuna
    except ImportError:
        raise InputError('optimise needs Optuna; install it with: pip install "relsim[optimise]"') from None
    return optuna


def lever_values(levers: list[SearchedLever], places: Mapping[str, float]) -> dict[str, WrittenValue]:
    """The values of all levers at some places."""
    return {lever.path: lever.value_at(places[lever.path]) for lever in levers}
