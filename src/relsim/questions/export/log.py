"""A log of everything that happened between customers and firms: events, amounts, and how it ended.

Whatever is measured of a run can be worked out from it by anybody, without relsim; what firms would not see,
such as how satisfied somebody was who left, is in it too.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from relsim.engine.driver import FIRM_PAYS, DriverName
from relsim.engine.market import Market
from relsim.errors import InputError
from relsim.measures.climbs import customers_on
from relsim.measures.customers import customers_table
from relsim.measures.records import RUNG_NAMES
from relsim.questions.export.spoken import spoken
from relsim.rules.alternative import Rule
from relsim.runs.arguments import READERS
from relsim.runs.cells import csv_of
from relsim.runs.disk import together, writing
from relsim.scenario.arguments import ScenarioLike, as_scenario, checks_arguments
from relsim.vocabulary import (
    BOOKED_PER_UNIT,
    CUSTOMER_GROUPS,
    LAPSED,
    PROSPECT,
    Channel,
    Reason,
    column_name,
    word,
)

BEFORE_THE_RUN = -1
"""The period of what was so when the run began."""

NO_CUSTOMER = -1
"""Stands for the customer of an amount that no single one causes."""

COUNTED_EVENTS = {"bought": "purchases", "failed": "failures", "complained": "complaints"}
"""Events that may happen several times in a period, and the column of a relationship that counts them."""

ACCOUNT_NAMES = [column_name(group) for group in CUSTOMER_GROUPS]
WATCHED_COLUMNS = ["rung", *COUNTED_EVENTS.values(), *ACCOUNT_NAMES]

Rows = dict[str, Any]


class EventLog(NamedTuple):
    """What happened, what it cost, and how it ended: three tidy tables.

    `events` has one row per period, customer, firm and event, with `detail` (the rung, channel or reason) and
    how many `times`. `accounts` has one row per period, customer, firm and `line`: what was booked to the
    customer under a group of the profit and loss statement, or to nobody (-1) under a line of the firm's own.
    `customers` is the table of customers at the end.
    """

    events: pd.DataFrame
    accounts: pd.DataFrame
    customers: pd.DataFrame


@checks_arguments(READERS)
def event_log(
    scenario: ScenarioLike,
    *,
    policy: str | None = None,
    seed: int = 1,
    replication: int = 0,
    driver: DriverName = "compiled",
    mechanisms: Mapping[str, Rule] | None = None,
) -> EventLog:
    """Everything that happened in one market between its customers and all firms.

    Parameters
    ----------
    scenario : Scenario
        The market, as `relsim.load` gives it.
    policy : str, optional
        The policy to run under [the scenario as it is].
    seed : int
        The seed of all luck.
    replication : int
        Which replication, from 0.
    driver : {"compiled", "agents"}
        How the market is run.
    mechanisms : mapping of str to function, optional
        Functions of your own in place of the scenario's mechanisms.

    Returns
    -------
    EventLog
        The tables `events`, `accounts` and `customers`.

    Raises
    ------
    InputError
        No such policy.

    Examples
    --------
    >>> import relsim
    >>> market = relsim.load("leaky-bucket").changed({"periods": 6}).scaled_to(100)
    >>> sorted(relsim.event_log(market).events["event"].unique())[:3]
    ['before', 'bought', 'climbed']
    """
    scenario = as_scenario(scenario)
    scenario = scenario if policy is None else scenario.with_policy(policy)
    market = Market(scenario, seed=seed, replication=replication, driver=driver, mechanisms=mechanisms)
    events: list[Rows] = [standing_before(market.state.columns.ties)]
    accounts: list[Rows] = []
    while market.running:
        seen = {name: market.state.columns.ties[name].copy() for name in WATCHED_COLUMNS}
        market.step()
        events += events_in_period(market, seen)
        accounts += amounts_in_period(market, seen)
    firms = market.firm_names
    return EventLog(
        table_of(events, firms), table_of(accounts, firms), customers_table(market.state.columns, scenario)
    )


def standing_before(ties: Any) -> Rows:
    """Who had dealt with which firm before the run, and on which rung they stand."""
    there = ties["rung"] != PROSPECT
    return rows_where(BEFORE_THE_RUN, "before", there, detail=words_of(RUNG_NAMES, ties["rung"][there]))


def events_in_period(market: Market, seen: Mapping[str, Any]) -> Iterator[Rows]:
    """The events of the period that is just over, event by event."""
    ties, t = market.state.columns.ties, market.period - 1
    old, new = seen["rung"], ties["rung"]
    were, are = customers_on(old), customers_on(new)
    channels, reasons = ([word(one) for one in kind] for kind in (Channel, Reason))
    for event, which, words, codes in (
        ("joined", ~were & are & (old == PROSPECT), channels, ties["channel"]),
        ("returned", ~were & are & (old == LAPSED), channels, ties["channel"]),
        ("left", were & ~are, reasons, ties["reason"]),
        ("climbed", were & are & (new > old), RUNG_NAMES, new),
        ("slid", were & are & (new < old), RUNG_NAMES, new),
    ):
        more = {"satisfaction": ties["satisfaction"][which].astype(np.float64)} if event == "left" else {}
        yield rows_where(t, event, which, detail=words_of(words, codes[which]), **more)
    for event, name in COUNTED_EVENTS.items():
        number = ties[name].astype(np.int64) - seen[name]
        yield rows_where(t, event, number > 0, times=number[number > 0])
    for event, times in spoken(market):
        yield rows_where(t, event, times > 0, times=times[times > 0].astype(np.int64))


def amounts_in_period(market: Market, seen: Mapping[str, Any]) -> Iterator[Rows]:
    """What was booked in the period that is just over: to customers by group, to firms by line."""
    ties, t = market.state.columns.ties, market.period - 1
    for name in ACCOUNT_NAMES:
        booked = ties[name] - seen[name]
        some = booked != 0
        yield rows_where(t, name, some, head="line", amount=booked[some] / BOOKED_PER_UNIT)
    for line in FIRM_PAYS:
        booked = market.records[column_name(line)][t]
        some = np.flatnonzero(booked)
        nobody = {"period": np.full(len(some), t), "customer": np.full(len(some), NO_CUSTOMER), "firm": some}
        amounts = {"line": np.full(len(some), column_name(line)), "amount": booked[some] / BOOKED_PER_UNIT}
        yield nobody | amounts


def rows_where(t: int, what: str, which: Any, head: str = "event", **columns: Any) -> Rows:
    """A row for each customer and firm [customer, firm] of whom something is so."""
    customer, firm = np.nonzero(which)
    found = {"period": np.full(len(customer), t), "customer": customer, "firm": firm}
    found[head] = np.full(len(customer), what)
    if head == "event":
        found |= {"detail": np.full(len(customer), ""), "times": np.ones(len(customer), np.int64)}
        found["satisfaction"] = np.full(len(customer), np.nan)
    return found | columns


def words_of(words: Any, codes: Any) -> Any:
    """Words by their numbers."""
    return np.asarray(words, object)[codes]


def table_of(parts: list[Rows], firms: list[str]) -> pd.DataFrame:
    """Rows of all periods as one table, in the order of periods, customers and firms."""
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    columns["firm"] = pd.Categorical.from_codes(columns["firm"], categories=pd.Index(firms))
    table = pd.DataFrame(columns)
    return table.sort_values(["period", "customer", "firm"], kind="stable", ignore_index=True)


def write_log(log: EventLog, folder: Path) -> list[Path]:
    """The tables of a log as CSV files in a folder, by their names: all of them, or none."""
    paths = [folder / f"{name}.csv" for name in log._fields]
    strange = [path for path in paths if path.exists()]
    if 0 < len(strange) < len(paths):
        raise InputError(f"{strange[0]} is there already, and is not of a log; choose another folder")
    with together(paths) as parts:
        for path, part, table in zip(paths, parts, log, strict=True):
            with writing(path):
                csv_of(table, part)
    return paths
