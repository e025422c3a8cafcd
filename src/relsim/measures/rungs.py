"""Rungs: what it means for a firm that a customer stands on one rung of its ladder rather than another.

Every measure is a quotient of two sums over the periods of a run, worked out for each rung: what happened to
those who stood there, over how many stood there and for how long. It is defined here and nowhere else.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd

from relsim.measures.records import RUNG_NAMES
from relsim.scenario.units.quantities import periods_per
from relsim.vocabulary import Rung, word

RUN = ["replication", "policy", "firm"]
RUNG = [*RUN, "rung"]
OF_CUSTOMERS = tuple(word(rung) for rung in Rung if Rung.PURCHASER <= rung <= Rung.PARTNER)
"""The rungs of customers, from the lowest to the highest."""


class Quotient(NamedTuple):
    """A measure before it is divided: sums by replication [replication], and what the quotient is times.

    One that is `a_year` is the chance in a period of `1 / times` years, of which the chance within a year is
    made: that of happening at least once if it is the same in every period.
    """

    above: Any
    below: Any
    times: float = 1.0
    a_year: bool = False

    def of(self, quotient: float) -> float:
        """The measure itself, given the quotient, or one end of the quotient's interval."""
        if not self.a_year:
            return quotient * self.times
        return float(1.0 - (1.0 - np.clip(quotient, 0.0, 1.0)) ** self.times)


def customers(sums: pd.DataFrame, period: str) -> Quotient:
    """People on the rung at the end of the run; for prospects and lapsed, those who are no customers."""
    return Quotient(sums["at_end"].to_numpy(float), np.ones(len(sums)))


def months_to_reach(sums: pd.DataFrame, period: str) -> Quotient:
    """Months from the first purchase to standing on the rung or higher for the first time: the mean of those
    who bought for the first time during the run, and reached the rung in it and before they ever left."""
    return Quotient(sums["waited"].to_numpy(), sums["reached"].to_numpy(), periods_months(period))


def profit_a_year(sums: pd.DataFrame, period: str) -> Quotient:
    """What a customer on the rung leaves in a year after all costs booked to customers, before the firm's own
    lines. Money of a period counts for the rung at its start, that of a newcomer for the rung on which they
    came; what winning back costs counts for lapsed, as an amount for each of those who have lapsed."""
    stood = (sums["stood"] + sums["joined"]).to_numpy()
    return Quotient(sums["profit"].to_numpy(), stood, periods_per("year", period))


def recruits_per_100(sums: pd.DataFrame, period: str) -> Quotient:
    """Customers who came by word of mouth or referral, a year and for 100 people on the rung, counted for the
    rung on which the one who spoke stood just before; those whom nobody known sent are left out."""
    return Quotient(
        sums["recruits"].to_numpy(), sums["stood"].to_numpy(), 100.0 * periods_per("year", period)
    )


def yearly_loss(sums: pd.DataFrame, period: str) -> Quotient:
    """Share leaving within a year: the share of customers on the rung who leave in a period, raised to a
    year, as for those who stay on it until they leave."""
    return Quotient(sums["lost"].to_numpy(), sums["stood"].to_numpy(), periods_per("year", period), True)


def yearly_climb(sums: pd.DataFrame, period: str) -> Quotient:
    """Chance of a step up within a year: the share of those on the rung who climb in a period, by one rung
    or more, raised to a year. For prospects it is to become a customer, for lapsed to come back."""
    return Quotient(sums["climbed"].to_numpy(), sums["stood"].to_numpy(), periods_per("year", period), True)


def periods_months(period: str) -> float:
    """How many months one period is."""
    return 1.0 / periods_per("month", period)


@dataclass(frozen=True)
class RungMeasure:
    """A measure of a rung: what makes it, its name in words, its unit, its rungs, and its formula.

    It is rounded as measures of its `kind` are. Formulas name columns of the table of sums of rungs; `year`
    is how many periods make a year. `sources` are keys of the bibliography.
    """

    made_by: Callable[[pd.DataFrame, str], Quotient]
    words: str
    unit: str
    kind: Literal["money", "share", "count", "points"]
    rungs: tuple[str, ...]
    formula: str
    sources: tuple[str, ...] = ()
    undefined: str = ""

    @property
    def meaning(self) -> str:
        """What it is."""
        return " ".join((inspect.getdoc(self.made_by) or "").split())


ALL = tuple(RUNG_NAMES)
COSTING = (*OF_CUSTOMERS, word(Rung.LAPSED))
CLIMBING = tuple(name for name in ALL if name != word(Rung.PARTNER))
RUNG_MEASURES = {
    one.made_by.__name__: one
    for one in (
        RungMeasure(
            customers,
            "people",
            "people",
            "count",
            ALL,
            "people on the rung at the end",
            sources=("payne1995",),
        ),
        RungMeasure(
            months_to_reach,
            "months to reach it",
            "months",
            "points",
            OF_CUSTOMERS,
            "months in a period x waited / reached",
            undefined="nobody reached it",
        ),
        RungMeasure(
            profit_a_year,
            "profit of one a year",
            "currency",
            "money",
            COSTING,
            "year x profit / (periods stood on the rung + periods joined on it)",
            undefined="nobody stood on it",
        ),
        RungMeasure(
            recruits_per_100,
            "recruits of 100 a year",
            "customers",
            "points",
            COSTING,
            "100 x year x recruits / periods stood on the rung",
            sources=("kumar2007",),
            undefined="nobody stood on it, or no recruiter is known",
        ),
        RungMeasure(
            yearly_loss,
            "chance to leave in a year",
            "share from 0 to 1",
            "share",
            OF_CUSTOMERS,
            "1 - (1 - moves from the rung out of the base / periods stood on it)^year",
            undefined="nobody stood on it",
        ),
        RungMeasure(
            yearly_climb,
            "chance to climb in a year",
            "share from 0 to 1",
            "share",
            CLIMBING,
            "1 - (1 - moves from the rung to a higher one / periods stood on it)^year",
            undefined="nobody stood on it",
        ),
    )
}
"""Every measure of a rung, by name."""


def rung_sums(
    ladder: pd.DataFrame, flows: pd.DataFrame, rungs: pd.DataFrame, periods: pd.DataFrame
) -> pd.DataFrame:
    """One row per replication, policy, firm and rung: the sums over all periods of which measures are made.

    `at_end` counts who stands on the rung at the end of the run, `stood` who did at the start of each
    period, `joined` who came to it as a customer, `lost` and `climbed` who left it so; `profit`, `recruits`,
    `reached` and `waited` are as reported. `recruited` is all that came to the firm by word of mouth; where
    no recruiter is known, as where everybody hears the average, `recruits` are unknown. Replications of which
    nothing is reported are left out.
    """
    watched = rungs["replication"].unique()
    ladder, flows, periods = (table[table["replication"].isin(watched)] for table in (ladder, flows, periods))
    last = ladder["period"] == ladder["period"].max()
    sums = totals(ladder[last], "rung").rename("at_end").to_frame()
    old, new = flows["from_rung"], flows["to_rung"]
    were, are = old.isin(OF_CUSTOMERS), new.isin(OF_CUSTOMERS)
    climbs = are & (~were | (new.cat.codes > old.cat.codes))

    def moved(which: Any, rung: str) -> Any:
        return totals(flows[which], rung).reindex(sums.index, fill_value=0)

    everybody = np.ones(len(flows), bool)
    sums["stood"] = totals(ladder, "rung") + moved(everybody, "from_rung") - moved(everybody, "to_rung")
    sums["joined"] = moved(~were & are, "to_rung")
    sums["lost"] = moved(were & ~are, "from_rung")
    sums["climbed"] = moved(climbs, "from_rung")
    reported = rungs.set_index(RUNG)[["profit", "recruits", "reached", "waited"]]
    sums = sums.join(reported).reset_index()
    brought = periods[["acquired_by_word_of_mouth", "acquired_by_referral"]].sum(axis=1)
    recruited = brought.groupby([periods[name] for name in RUN], observed=True).sum()
    sums = sums.join(recruited.rename("recruited"), on=RUN)
    found = sums.groupby(["policy", "firm"], observed=True)["recruits"].transform("sum")
    all_unknown = (found == 0) & (sums["recruited"] > 0)
    return sums.assign(recruits=sums["recruits"].where(~all_unknown))


def totals(table: pd.DataFrame, rung: str) -> Any:
    """Customers by run and rung, summed over periods."""
    named = table.rename(columns={rung: "rung"}) if rung != "rung" else table
    return named.groupby(RUNG, observed=True)["customers"].sum()
