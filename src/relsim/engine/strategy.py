"""Strategies: firms that are led by a Python class instead of fixed levers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from relsim.errors import InputError, refuse_unknown, value_in_words
from relsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from relsim.engine.market import Market
    from relsim.engine.views import Firm


class Strategy(ABC):
    """How one firm is led: a class that extends this one decides after every period.

    Each market gets a copy of its own, as it was handed in, so what a strategy keeps in `self` is never
    shared. It must not draw luck or read a clock: a run could not be repeated.

    Examples
    --------
    >>> import relsim
    >>> class FollowDown(relsim.Strategy):
    ...     '''A penny below the cheapest rival.'''
    ...
    ...     def decide(self, firm, market):
    ...         rivals = [one.setting("price") for one in market.firms.values() if one is not firm]
    ...         firm.set("price", min(rivals) - 0.01)
    >>> market = relsim.Market("leaky-bucket", customers=200, periods=3, strategies={"cask": FollowDown()})
    >>> market.run().firms["cask"].setting("price") < market.firms["sieve"].setting("price")
    True
    """

    @abstractmethod
    def decide(self, firm: "Firm", market: "Market") -> None:
        """Look at the period that is over, and set levers for the next with `firm.set`."""


def known_strategies(strategies: Mapping[str, Strategy], scenario: Scenario) -> dict[str, Strategy]:
    """The strategies, unless one is for a firm that does not exist."""
    for name in strategies:
        refuse_unknown("firm", name, scenario.firms)
    return dict(strategies)


def decided(strategy: Strategy, firm: "Firm", market: "Market") -> None:
    """Let a strategy decide; whatever goes wrong in it is told in one sentence."""
    who = f'{type(strategy).__name__}.decide for "{firm.name}"'
    try:
        answer: Any = strategy.decide(firm, market)
    except InputError as mistake:
        raise InputError(f"{who}: {mistake.message}", mistake.suggestion) from mistake
    except Exception as error:
        raise InputError(f"{who} raised {type(error).__name__}: {error}") from error
    if answer is not None:
        raise InputError(
            f"{who} returned {value_in_words(answer)}, expected nothing; levers are set with firm.set"
        )
