"""Notable customers: those one asks for by a word instead of a number."""

from collections.abc import Callable
from typing import Any

import numpy as np

from relsim.engine.market import Market
from relsim.errors import InputError, nearest
from relsim.measures.customers import profit_of
from relsim.scenario.scenario import Scenario
from relsim.vocabulary import REFERRAL, WORD_OF_MOUTH


def recruits_by_customer(ties: Any) -> Any:
    """How many customers each customer brought [customer]."""
    came = (ties["channel"] == REFERRAL) | (ties["channel"] == WORD_OF_MOUTH)
    known = ties["recruiter"][came & (ties["recruiter"] >= 0)]
    return np.bincount(known, minlength=len(ties))


def typicality(ties: Any) -> Any:
    """How near each customer's profit is to the median of those who ever bought [customer]."""
    profit, bought = profit_of(ties), ties["purchases"] > 0
    middle = np.median(profit[bought]) if bought.any() else 0.0
    return np.where(bought, -np.abs(profit - middle), -np.inf)


NOTABLE_CUSTOMERS: dict[str, Callable[[Any], Any]] = {
    "most-valuable": profit_of,
    "least-valuable": lambda ties: -profit_of(ties),
    "most-recruiting": recruits_by_customer,
    "most-disappointed": lambda ties: ties["failures"],
    "typical": typicality,
}
"""Each word, and the number that is highest for the customer it names, in the firm in focus."""


def notable(which: str, scenario: Scenario, seed: int) -> int:
    """The number of the customer whom a word names; the first where several deserve it.

    Raises InputError where the word is unknown.
    """
    if which not in NOTABLE_CUSTOMERS:
        expected = f"expected a number or {', '.join(NOTABLE_CUSTOMERS)}"
        raise InputError(f'no customer is called "{which}", {expected}', nearest(which, NOTABLE_CUSTOMERS))
    market = Market(scenario, seed=seed).run()
    ties = market.state.columns.ties[:, market.firm_names.index(scenario.focal_firm)]
    return int(np.argmax(NOTABLE_CUSTOMERS[which](ties)))
