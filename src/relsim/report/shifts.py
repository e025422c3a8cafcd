"""Shifts: which policy moves whom on the ladder, from where to where, compared with the baseline."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import numpy as np
import pandas as pd

from relsim.measures.rungs import ALL
from relsim.report.table import Table
from relsim.report.wording import INTERVAL_WORDS, difference, interval
from relsim.statistics.paired import paired
from relsim.vocabulary import LAPSED, PROSPECT, Rung

UNSURE = "\N{MIDDLE DOT}"
"""What stands in a table for a difference that may well be none."""

COLUMNS_OF_SHIFTS = ["policy", "from_rung", "to_rung", "baseline", "mean", "difference", "low", "high"]


def shifts_of(
    flows: pd.DataFrame, *, firm: str, policies: Sequence[str], replications: int, years: float
) -> pd.DataFrame:
    """One row per policy and step from rung to rung that anybody took: how many take it a year.

    The first of the policies is the baseline. `baseline` and `mean` are how many take the step a year under
    it and under the policy, and `difference` the paired difference with its 95 % interval.
    """
    rows = flows[(flows["firm"] == firm) & flows["policy"].isin(policies)]
    counts = np.zeros((len(policies), replications, len(Rung), len(Rung)))
    policy = pd.Index(policies).get_indexer(rows["policy"].astype(str))
    step = (rows["from_rung"].cat.codes, rows["to_rung"].cat.codes)
    np.add.at(counts, (policy, rows["replication"], *step), rows["customers"] / years)
    told: list[tuple[Any, ...]] = []
    for number, name in enumerate(policies[1:], 1):
        for old, new in np.argwhere(counts.any(axis=(0, 1))):
            base, mine = counts[0, :, old, new], counts[number, :, old, new]
            gap = paired(mine, base)
            ends = (gap["difference"], gap["low"], gap["high"])
            told.append((name, ALL[old], ALL[new], float(base.mean()), gap["mean"], *ends))
    return pd.DataFrame(told, columns=COLUMNS_OF_SHIFTS)


def is_sure(shift: Any) -> bool:
    """Whether the interval of a difference leaves no doubt on which side of zero it lies."""
    return bool(shift.low > 0.0 or shift.high < 0.0)


def shifts_table(shifts: pd.DataFrame, policies: Mapping[str, str], replications: int) -> Table:
    """Step by step, how many more take it a year under each policy than under the baseline, the first.

    Policies come with their titles.
    """
    baseline, *others = policies
    known = {(row.policy, row.from_rung, row.to_rung): row for row in shifts.itertuples()}
    steps = sorted({place[1:] for place in known}, key=lambda step: tuple(map(ALL.index, step)))
    sure = [step for step in steps if any(is_sure(known[policy, *step]) for policy in others)]
    rows = [[step_in_words(*step), *(shift_cell(known[policy, *step]) for policy in others)] for step in sure]
    caption = f"How many more, or fewer, take a step in a year than under {policies[baseline]}"
    return Table(
        caption,
        ["step", *(policies[policy] for policy in others)],
        rows,
        steps_left_out(len(steps) - len(sure), replications),
    )


def shift_cell(shift: Any) -> str:
    """A difference with its interval, if it is sure."""
    if not is_sure(shift):
        return UNSURE
    told = difference(shift.difference, shift.low, shift.high, "count")
    return f"{told} ({interval(shift.low, shift.high, 'count')})"


def steps_left_out(steps: int, replications: int) -> str:
    """What the table does not show."""
    if replications < 2:
        return f"With one replication no difference is sure; {steps} steps are left out."
    rest = f" {steps} {'step is' if steps == 1 else 'steps are'} left out, which no policy surely changes."
    return (
        f"In brackets is the {INTERVAL_WORDS}, one comparison at a time. {UNSURE} stands where the "
        f"difference may be none.{rest if steps else ''}"
    )


def step_in_words(old: str, new: str) -> str:
    """A step from rung to rung as people know it."""
    if new == ALL[LAPSED]:
        return f"{old} leaves"
    if old == ALL[PROSPECT]:
        return f"joins as {new}"
    if old == ALL[LAPSED]:
        return f"comes back as {new}"
    verb = "climbs" if ALL.index(new) > ALL.index(old) else "slides"
    return f"{old} {verb} to {new}"


def shift_told(shifts: pd.DataFrame, policy: str, name: str) -> str:
    """The step that a policy surely changes most, in words; nothing where it surely changes none."""
    rows = [row for row in shifts.itertuples() if row.policy == policy and is_sure(row)]
    if not rows:
        return ""
    most: Any = max(rows, key=lambda row: abs(float(str(row.difference))))
    told = difference(most.difference, most.low, most.high, "count")
    span = f" ({INTERVAL_WORDS} {interval(most.low, most.high, 'count')})" if isfinite(most.low) else ""
    steps = f"{len(rows)} step{'' if len(rows) == 1 else 's'} of the ladder"
    step = step_in_words(most.from_rung, most.to_rung)
    return f"{name} surely changes {steps}, most of all “{step}”: {told} a year{span}."
