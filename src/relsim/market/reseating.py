"""Reseating: after a warm-up each firm has again as many customers as it is said to begin with.

Those stay who are customers. Where there are too many, some have never bought; where there are too few, some
others become customers who are like those there are. What is known of tenure and rungs holds.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from relsim import draws
from relsim.luck import uniform
from relsim.market.columns import LONG_AGO
from relsim.market.population import MONTHS_OF_A_YEAR, commitment_of_rung, customer_keys, periods_in_a_year
from relsim.market.warm_up import WarmUp, is_customer_now
from relsim.rules.grouping import FOUNDERS_BOUGHT
from relsim.scenario.known_customers import NOT_TOLD, KnownCustomers, unknown_customers
from relsim.vocabulary import CLIENT, FADING_NEED, FOUNDING, LAPSED, PURCHASER


def reseat(warm: WarmUp) -> None:
    """Give every firm the customers that it begins with."""
    known = warm.founding.known_customers()
    told = [
        unknown_customers(number) if customers is None else customers
        for number, customers in zip(warm.customers, known, strict=True)
    ]
    chosen = chosen_customers(warm, told)
    examples = [np.flatnonzero(is_customer_now(warm.columns.rung[:, f])) for f in range(len(told))]
    ties = [warm.columns.ties[rows, f].copy() for f, rows in enumerate(examples)]
    for f, rows in enumerate(chosen):
        part_with(warm, f, np.setdiff1d(examples[f], rows))
        take_after(warm, f, np.setdiff1d(rows, examples[f]), ties[f])
        place_told(warm, f, rows, told[f], ties[f])
        need_again(warm, rows)


def need_again(warm: WarmUp, rows: Any) -> None:
    """Let nobody who is made a customer be out of need because of another firm: they would pay nobody."""
    ties = warm.columns.ties[rows]
    ties["ended_at"][(ties["rung"] == LAPSED) & (ties["reason"] == FADING_NEED)] = LONG_AGO
    warm.columns.ties[rows] = ties


def luck_of_people(warm: WarmUp, purpose: int, f: int) -> Any:
    """A lasting number of everybody for one purpose and firm."""
    return uniform(customer_keys(*warm.address, 0, len(warm.columns)), purpose, f)


def chosen_customers(warm: WarmUp, told: Sequence[KnownCustomers]) -> list[Any]:
    """Who are these customers of each firm, of their segment: those first who are its customers, then, once
    every firm has kept its own, those who are nobody's."""
    were = is_customer_now(warm.columns.rung)
    lacking = [Counter(known.segment.tolist()) for known in told]
    chosen: list[list[Any]] = [[np.zeros(0, np.int64)] for _ in told]
    stay = np.zeros_like(were)
    for own in (True, False):
        for f, wanted in enumerate(lacking):
            has_other = np.delete(were if own else stay, f, axis=1).any(axis=1)
            order = np.lexsort((luck_of_people(warm, draws.WARMED_UP, f), has_other))
            order = order[warm.there[order] & (were[order, f] | (not own))]
            for segment in sorted(wanted, reverse=True):
                fits = (segment == NOT_TOLD) | (warm.columns.segment[order] == segment)
                some = order[~stay[order, f] & fits][: wanted[segment]]
                stay[some, f] = True
                wanted[segment] -= len(some)
                chosen[f].append(some)
    return [np.concatenate(rows) for rows in chosen]


def part_with(warm: WarmUp, f: int, rows: Any) -> None:
    """Let some people never have bought from a firm that they know."""
    if len(rows):
        ties = warm.newcomers(rows)[:, f]
        ties["known"] = 1
        warm.columns.ties[rows, f] = ties


def take_after(warm: WarmUp, f: int, rows: Any, examples: Any) -> None:
    """Let some people be customers of a firm who are like one of its customers each."""
    if len(rows) and len(examples):
        place = luck_of_people(warm, draws.EXAMPLE, f)[rows] * len(examples)
        warm.columns.ties[rows, f] = examples[place.astype(np.int64)]
    elif len(rows):
        ties = warm.columns.ties
        ties["rung"][rows, f], ties["known"][rows, f] = CLIENT, 1
        ties["purchases"][rows, f], ties["channel"][rows, f] = FOUNDERS_BOUGHT, FOUNDING
        for name in ("first_at", "acquired_at", "last_purchase"):
            ties[name][rows, f] = -1


def place_told(warm: WarmUp, f: int, rows: Any, known: KnownCustomers, examples: Any) -> None:
    """Give customers the tenure and the rung that are known: the longer one to those who have been there
    longer, the higher one to those who stand higher; within each segment."""
    ties = warm.columns.ties
    for segment in set(known.segment.tolist()):
        listed = np.flatnonzero(known.segment == segment)
        mine = rows if segment == NOT_TOLD else rows[warm.columns.segment[rows] == segment]
        mine = mine[: len(listed)]
        listed = listed[np.lexsort((-known.months[listed], known.rung[listed]))][: len(mine)]
        mine = mine[np.lexsort((ties["acquired_at"][mine, f], ties["rung"][mine, f]))]
        place_rungs(warm, f, mine, known.rung[listed], examples)
        place_months(warm, f, mine, known.months[listed])


def place_rungs(warm: WarmUp, f: int, rows: Any, rungs: Any, examples: Any) -> None:
    """Let customers stand on their known rung, and who is new on it be like others who stand there."""
    ties = warm.columns.ties
    moves = (rungs != NOT_TOLD) & (rungs != ties["rung"][rows, f])
    for rung in np.unique(rungs[moves]):
        some = rows[moves & (rungs == rung)]
        like = examples[examples["rung"] == rung]
        if len(like):
            take_after(warm, f, some, like)
        ties["rung"][some, f] = rung
        ties["purchases"][some, f] = 1 if rung == PURCHASER else FOUNDERS_BOUGHT
        felt = ties["commitment"][some, f]
        ties["commitment"][some, f] = commitment_of_rung(np.full(len(some), rung), felt, warm.founding.ladder)


def place_months(warm: WarmUp, f: int, rows: Any, months: Any) -> None:
    """Let customers have come as many months ago as is known."""
    ties, known = warm.columns.ties, np.isfinite(months)
    tenure = months[known] * periods_in_a_year(warm.founding) / MONTHS_OF_A_YEAR
    came = np.maximum(-1 - tenure.astype(np.int64), LONG_AGO + 1)
    ties["acquired_at"][rows[known], f] = came
    ties["first_at"][rows[known], f] = np.minimum(came, ties["first_at"][rows[known], f])
