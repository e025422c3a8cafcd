"""Bests: which of all policies has the most at either end of every range, one value at a time."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from relsim.questions.sensitivity.responses import Points, Responses
from relsim.scenario.units.ranges import WrittenValue, rounded_in_unit
from relsim.statistics.paired import paired

DIGITS_OF_ENDS = 12
"""So many digits of an end of a range are told."""


def bests_at_ends(responses: Responses, policies: Sequence[str], among: Any) -> pd.DataFrame:
    """The best policy where all is as written, and at each end of each range, with its lead over the next.

    `policies` are all that are compared, the baseline first and then the one asked about; `among` is what has
    been measured of these two, by point, policy and replication. `path` is empty where all is as written.
    """
    others = list(policies[2:])
    points = responses.ends()
    values = np.asarray(among)
    if others:
        more = responses.question.measured(Points(responses, points, others), len(others))
        values = np.concatenate([values, more], axis=1)
    places = [("", ""), *ends_of_ranges(responses)]
    return pd.DataFrame(
        [
            {"path": path, "at": at, **lead_of_best(list(policies), point)}
            for (path, at), point in zip(places, values, strict=True)
        ]
    )


def ends_of_ranges(responses: Responses) -> list[tuple[str, str]]:
    """The path of each value with either end of its range, as the ends are run."""
    return [
        (one.name, end_as_told(end))
        for one in responses.factors
        for end in (one.range.lowest, one.range.highest)
    ]


def end_as_told(end: WrittenValue) -> str:
    """An end of a range without the digits that arithmetic leaves."""
    return str(rounded_in_unit(end, DIGITS_OF_ENDS))


def lead_of_best(policies: list[str], values: Any) -> dict[str, Any]:
    """The best of some policies at one point [policy, replication], the next best, and the paired lead.

    Held against one another are replications in which all could be measured, as a difference of two is.
    """
    told = values[:, np.isfinite(values).all(axis=0)]
    if told.shape[1] == 0:
        return {"best": "", "next_best": "", "lead": np.nan, "low": np.nan, "high": np.nan}
    best, following = islice(np.argsort(-told.mean(axis=1), kind="stable"), 2)
    lead = paired(told[best], told[following])
    ends = {name: lead[name] for name in ("low", "high")}
    return {"best": policies[best], "next_best": policies[following], "lead": lead["difference"], **ends}
