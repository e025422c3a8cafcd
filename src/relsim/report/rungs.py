"""The ladder as a table: what every rung means to a firm, with intervals over replications."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

import pandas as pd

from relsim.measures.rungs import ALL, OF_CUSTOMERS, RUNG_MEASURES, rung_sums
from relsim.report.table import Table
from relsim.report.wording import (
    INTERVAL_WORDS,
    NO_VALUE,
    give_or_take,
    measure_text,
    money,
    number,
    percent,
)
from relsim.statistics.ratio import ratio

NARROWEST = 0.005
"""Half an interval that is narrower would be shown as 0.00."""

LADDER_FROM = ("ladder", "flows", "rungs", "periods")
"""The tables of results from which the ladder is told."""


def rungs_of(results: Any, period: str) -> pd.DataFrame:
    """One row per policy, firm, rung and measure: its mean, and the 95 % interval over replications.

    `results` has the tables `ladder`, `flows`, `rungs` and `periods`; `period` is what one period is. What
    cannot be measured, such as months to a rung that nobody reached, is NaN.
    """
    sums = rung_sums(*(getattr(results, name) for name in LADDER_FROM))
    rows = []
    for (policy, firm, rung), group in sums.groupby(["policy", "firm", "rung"], observed=True):
        for name, measure in RUNG_MEASURES.items():
            if rung in measure.rungs:
                quotient = measure.made_by(group, period)
                mean, low, high = map(quotient.of, ratio(quotient.above, quotient.below))
                rows.append((policy, firm, rung, name, mean, low, high))
    return pd.DataFrame(rows, columns=["policy", "firm", "rung", "measure", "mean", "low", "high"])


def ladder_of(
    told: pd.DataFrame,
    policies: Mapping[str, str],
    firm: str,
    currency: str,
    replications: int,
    caption: str,
) -> Table:
    """The ladder of a firm: a row for every rung, and for every policy, by its title, if many."""
    rows = told[(told["firm"] == firm) & told["policy"].isin(policies)]
    known = rows.set_index(["rung", "policy", "measure"])[["mean", "low", "high"]]
    cells = []
    for rung in ALL:
        for policy in policies:
            named = [rung, policies[policy]] if len(policies) > 1 else [rung]
            cells.append([*named, *(cell(known, (rung, policy, name)) for name in RUNG_MEASURES)])
    heads = ["rung", *(["policy"] if len(policies) > 1 else []), *map(head, RUNG_MEASURES)]
    heads = [f"{each}, {currency}" if each == head("profit_a_year") else each for each in heads]
    return Table(caption, heads, cells, remark_on(replications))


def head(name: str) -> str:
    """A measure as the head of its column."""
    return RUNG_MEASURES[name].words


def cell(known: pd.DataFrame, place: tuple[str, str, str]) -> str:
    """A measure with half of its interval, as far as they are known."""
    if place not in known.index:
        return NO_VALUE
    mean, low, high = (float(value) for value in known.loc[place])
    half, kind = (high - low) / 2.0, RUNG_MEASURES[place[-1]].kind
    is_seen = half * (100.0 if kind == "share" else 1.0) >= NARROWEST
    if kind == "count" and mean.is_integer() and not is_seen:
        return number(mean)
    return give_or_take(mean, half, kind) if is_seen else measure_text(mean, kind)


def remark_on(replications: int) -> str:
    """How the table is to be read."""
    sure = (
        f"± is half of the {INTERVAL_WORDS} over {number(replications)} replications. "
        if replications > 1
        else ""
    )
    return (
        "People are those at the end. Months are counted from the first purchase: the mean of those who "
        "first bought during the run, and reached the rung in it. Profit is that of one customer, before the "
        "firm's own lines. Recruits are customers who came on the word of 100 on the rung. The last two "
        "columns are no parts of one whole and may add up to more than 100 %: each is the chance that "
        "somebody who stands on the rung leaves the firm, or climbs higher, if for a year nothing else could "
        "end the stay there; prospects climb by becoming customers, and lapsed by coming back. "
        f"{sure}A dash stands where nobody gave occasion to measure."
    )


COMMITTED = ("supporter", "advocate", "partner")
"""The rungs to which only commitment lifts."""


def climb_told(told: pd.DataFrame, firm: str, policies: Mapping[str, str], currency: str) -> list[str]:
    """How many customers stand high on the ladder of a firm, and what a rung higher means under each policy,
    in words, the first policy last.

    `policies` are called as they are named in sentences.
    """
    means = told[told["firm"] == firm].set_index(["policy", "measure", "rung"])["mean"].sort_index()
    higher = [
        a_rung_higher(means, policy, f"Under {name}, a" if len(policies) > 1 else "A", currency)
        for policy, name in [*policies.items()][::-1]
    ]
    return [high_up(means, firm, policies), *higher]


def high_up(means: Any, firm: str, policies: Mapping[str, str]) -> str:
    """Which share of customers are supporters or higher at the end, the first policy last."""
    shares = {policy: committed_share(means[policy, "customers"]) for policy in policies}
    if not any(isfinite(each) for each in shares.values()):
        return f"{firm} has no customers at the end, on whatever rung."
    said = [f"{percent(shares[policy], 0)} under {name}" for policy, name in policies.items()][::-1]
    told = ", ".join(said) if len(policies) > 1 else percent(next(iter(shares.values())), 0)
    return f"Of the customers of {firm} at the end, supporters or higher are {told}."


def committed_share(people: Any) -> float:
    """Which share of customers are supporters or higher, of people by rung."""
    everybody = float(people[list(OF_CUSTOMERS)].sum())
    return float(people[list(COMMITTED)].sum()) / everybody if everybody else float("nan")


def a_rung_higher(means: Any, policy: str, under: str, currency: str) -> str:
    """What a supporter is to the firm, beside what a client is; nothing where one of them is unknown.

    `under` is how the sentence begins: under which policy that is, where there are several.
    """
    compared = ("profit_a_year", "recruits_per_100", "yearly_loss")
    client, supporter = (
        [float(means[policy, name, rung]) for name in compared] for rung in ("client", "supporter")
    )
    if not all(map(isfinite, client + supporter)):
        return ""
    profits = [money(each, currency, 3) for each in (supporter[0], client[0])]
    brought = [number(each, 1) for each in (supporter[1], client[1])]
    others = f"100 of them bring {brought[0]} others a year where 100 clients bring {brought[1]}; and "
    return (
        f"{under} supporter brings {profits[0]} a year where a client brings {profits[1]}; "
        f"{others if max(supporter[1], client[1]) > 0.0 else ''}{percent(supporter[2], 0)} of "
        f"them leave within a year, of clients {percent(client[2], 0)}."
    )
