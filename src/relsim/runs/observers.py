"""Observers: what a task reports of its market beside the outcomes and tallies of firms."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from relsim.errors import InputError, value_in_words
from relsim.runs.fingerprints import own_fingerprint
from relsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from relsim.engine.market import Market


class Observer(ABC):
    """Looks at a market after every period and reports a table at the end: a class that extends this one.

    Each market gets a copy of its own, as it was handed in, so what an observer keeps in `self` is never
    shared. It must not draw luck, read a clock or change the market. A report is found again in a store by
    the observer's `key`, values and code. It must follow from the market alone: not from the title, the
    policies or the focus of its scenario, which bear on no market.

    Examples
    --------
    >>> import pyarrow
    >>> import relsim
    >>> class Trust(relsim.Observer):
    ...     '''Average trust in the first firm at the end of every period.'''
    ...
    ...     key = "trust"
    ...
    ...     def observe(self, market):
    ...         averages = []
    ...         while market.running:
    ...             yield
    ...             averages.append(float(market.columns.trust[:, 0].mean()))
    ...         return pyarrow.table({"period": range(len(averages)), "trust": averages})
    >>> variant = relsim.Variant.of(relsim.load("leaky-bucket").changed({"periods": 3}).scaled_to(100))
    >>> [observation] = relsim.observe([variant], 1, [Trust()])
    >>> list(observation.reports["trust"]["period"])
    [0, 1, 2]
    """

    @property
    @abstractmethod
    def key(self) -> str:
        """The name of what it reports, such as "customers"; it is that of the report, too."""

    @abstractmethod
    def observe(self, market: "Market") -> Generator[None, None, pa.Table]:
        """Look at a market that is about to begin; each `yield` lets one period pass.

        What it returns after the last period, or before, is the report: a tidy Arrow table.
        """

    def check(self, scenario: Scenario) -> None:  # noqa: B027
        """Refuse a scenario of which it cannot report, by raising InputError, before anything is run."""


def by_address(observers: Iterable[Observer]) -> dict[str, Observer]:
    """Observers by what their reports are found under beside the address of a task."""
    return {f"{one.key} {own_fingerprint(one)}": one for one in observers}


def observed(
    market: "Market", observers: Mapping[str, Observer], tell: Callable[["Market"], None] | None = None
) -> dict[str, pa.Table]:
    """Let a market live to its end, period by period; the reports of its observers, by their addresses.

    After each period `tell` is told of it.
    """
    watches = {name: Watch(observer, market) for name, observer in observers.items()}
    while True:
        for watch in watches.values():
            watch.look()
        if not market.running:
            return {name: watch.report() for name, watch in watches.items()}
        market.step()
        if tell is not None:
            tell(market)


class Watch:
    """One observer at one market; whatever goes wrong in it is told in one sentence."""

    def __init__(self, observer: Observer, market: "Market") -> None:
        self._who = f"{type(observer).__name__}.observe"
        self._market = market
        self._looks: Any = deepcopy(observer).observe(market)
        self._report: Any = None
        if not isinstance(self._looks, Generator):
            raise InputError(
                f"{self._who} returned {value_in_words(self._looks)} at once, "
                "expected a yield for every period"
            )

    def look(self) -> None:
        """Let the observer look at the market as it is now, unless it has reported already."""
        try:
            with without_writing(self._market):
                next(self._looks)
        except StopIteration as end:
            self._report = end.value if self._report is None else self._report
        except InputError as mistake:
            raise InputError(f"{self._who}: {mistake.message}", mistake.suggestion) from mistake
        except Exception as error:
            raise InputError(f"{self._who} raised {type(error).__name__}: {error}") from error

    def report(self) -> pa.Table:
        """What the observer has reported."""
        if isinstance(self._report, pa.Table):
            return self._report
        found = value_in_words(self._report)
        raise InputError(f"{self._who} returned {found} after the last period, expected a pyarrow.Table")


@contextmanager
def without_writing(market: "Market") -> Iterator[None]:
    """Within it, nobody can write to the state and the books of a market."""
    arrays = (market.state.columns.people, market.state.columns.ties, market.state.records)
    try:
        for array in arrays:
            array.flags.writeable = False
        yield
    finally:
        for array in arrays:
            array.flags.writeable = True
