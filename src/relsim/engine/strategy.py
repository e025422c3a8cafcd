"""Strategies: firms that are led by a Python class instead of fixed levers."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

from relsim.errors import InputError, nearest
from relsim.scenario.scenario import Scenario

if TYPE_CHECKING:
    from relsim.engine.market import Market
    from relsim.engine.views import Firm


class Strategy(ABC):
    """How one firm is led. Each market gets a copy of its own, as it was handed in."""

    @abstractmethod
    def decide(self, firm: "Firm", market: "Market") -> None:
        """Look at the period that is over, and set levers for the next with `firm.set`."""


def known_strategies(strategies: Mapping[str, Strategy], scenario: Scenario) -> dict[str, Strategy]:
    """The strategies, unless one is for a firm that does not exist."""
    for name in strategies:
        if name not in scenario.firms:
            raise InputError(f'no firm is called "{name}"', nearest(name, scenario.firms))
    return dict(strategies)
