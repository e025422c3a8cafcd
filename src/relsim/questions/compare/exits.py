"""Which firms gave up over their losses: found in the books by the rule that they follow."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.compare.subject import Subject
from relsim.report.wording import capitalised, words
from relsim.scenario.scenario import Scenario


def firms_that_gave_up(subject: Subject) -> list[str]:
    """For each firm that may give up and does, under which policies, how often and when."""
    scenario = subject.scenario
    return [
        sentence
        for firm in scenario.firms
        for sentence in sentences_of(firm, months_of_exit(subject, firm), subject)
    ]


def months_of_exit(subject: Subject, firm: str) -> dict[str, list[int]]:
    """By policy, the periods from which on a firm was gone, counted from 1, one for each exit."""
    found = {}
    for policy in subject.policies:
        scenario = subject.scenario.with_policy(policy) if subject.names_policies else subject.scenario
        found[policy] = exits_in(subject.results.periods, scenario, firm, policy)
    return {policy: exits for policy, exits in found.items() if exits}


def exits_in(periods: pd.DataFrame, scenario: Scenario, firm: str, policy: str) -> list[int]:
    """The periods from which on a firm was gone, in the replications in which it gave up."""
    told, period = scenario.firms[firm], scenario.period
    bears = told.exit.loss_for.periods(period)
    if bears < 1:
        return []
    rows = periods[periods["firm"] == firm]
    if "policy" in rows:
        rows = rows[rows["policy"] == policy]
    profits = rows["profit"].to_numpy().reshape(-1, scenario.periods)
    enters = told.enters.periods(period) if told.enters else 0
    leaves = told.leaves.periods(period) if told.leaves else scenario.periods
    return [first for one in profits for first in first_exit(one[:leaves], bears, enters)]


def first_exit(profits: Any, bears: int, enters: int) -> Iterator[int]:
    """The first period, counted from 1, before which as many periods as a firm bears have cost it money."""
    there = profits[enters:]
    if len(there) < bears:
        return
    sums = np.convolve(there, np.ones(bears), "valid")[:-1]
    below = np.flatnonzero(sums < 0.0)
    if len(below):
        yield int(below[0]) + enters + bears + 1


def sentences_of(firm: str, exits: dict[str, list[int]], subject: Subject) -> list[str]:
    """When a firm gave up, under each policy under which it did."""
    replications, unit = subject.results.replications, subject.scenario.period
    policies_by_words: dict[str, list[str]] = {}
    for policy, found in exits.items():
        often = "" if replications == 1 else f" in {len(found)} of {replications} replications"
        when = f"{unit} {np.mean(found):.0f} on{', on average' if len(set(found)) > 1 else ''}"
        policies_by_words.setdefault(f"{firm} gives up over its losses{often}, from {when}.", []).append(
            policy
        )
    if not subject.is_comparison:
        return [capitalised(told) for told in policies_by_words]
    every = len(subject.policies)
    return [
        f"Under {words([subject.named(one) for one in where]) if len(where) < every else 'every policy'} "
        + told
        for told, where in policies_by_words.items()
    ]
