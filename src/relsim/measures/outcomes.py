"""Outcomes: what one run meant for one firm, in one row; computed from the table of periods alone."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from relsim.market.population import periods_in_a_year
from relsim.measures.measure import MEASURES
from relsim.measures.records import share_of
from relsim.measures.tenure import periods_to_come
from relsim.measures.value import (
    discount_factors,
    lifetime_value,
    recent,
    residual_value,
    values_with_returns,
)
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.file import BY_TENURE, WITH_RETURNS
from relsim.scenario.units.fading import months_in
from relsim.scenario.units.rates import Growth
from relsim.vocabulary import TENURE_YEARS

Column = Callable[[str], Any]

BROUGHT = {"customer_equity": "contribution", "equity_after_overhead": "profit"}
"""The column of the table of periods that an equity discounts and continues."""


def outcomes_table(periods: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """One row per replication, policy and firm with every measure."""
    firms, length = len(scenario.firms), scenario.periods
    heads = periods[["replication", "policy"]].iloc[:: firms * length]
    table = heads.loc[heads.index.repeat(firms)].reset_index(drop=True)
    table["firm"] = pd.Categorical(list(scenario.firms) * len(heads), categories=list(scenario.firms))
    outcomes = measures_of_runs(
        lambda name: periods[name].to_numpy().reshape(-1, length, firms), horizon_of(scenario)
    )
    values = pd.DataFrame(outcomes.reshape(-1, len(MEASURES)), columns=list(MEASURES))
    return pd.concat([table, values], axis=1)


class Horizon(NamedTuple):
    """What outcomes follow from, besides what was counted and booked."""

    firms: tuple[str, ...]
    periods: int
    period: str
    discount: Growth
    residual_value: str
    stands_for: float


def horizon_of(scenario: Scenario) -> Horizon:
    """The part of a scenario that outcomes follow from."""
    return Horizon(
        tuple(scenario.firms),
        scenario.periods,
        scenario.period,
        scenario.discount,
        scenario.residual_value,
        scenario.stands_for,
    )


def measures_of_runs(column: Column, horizon: Horizon) -> Any:
    """Every measure of each run and firm [run, firm, measure]; columns of periods are [run, period, firm]."""

    def of_firms(name: str) -> Any:
        """Values as [run, firm, period]."""
        return column(name).transpose(0, 2, 1)

    found = money_measures(of_firms, horizon) | customer_measures(of_firms, horizon)
    return np.stack([np.asarray(found[name], np.float64) for name in MEASURES], axis=-1)


def money_measures(column: Column, horizon: Horizon) -> dict[str, Any]:
    """Customer equity, profit, costs per customer, lifetime value."""
    year = year_of(horizon)
    each, equity = equity_of(column, horizon, BROUGHT["customer_equity"])
    acquisition, kept_by = column("acquisition"), column("retention_cost") + column("recovery")
    cost_to_retain = periods_in_a_year(horizon) * share_of(
        kept_by.sum(-1), column("customers_at_start").sum(-1)
    )
    return {
        "customer_equity": equity,
        "equity_after_overhead": equity_of(column, horizon, BROUGHT["equity_after_overhead"])[1],
        "equity_lead": equity - strongest_rival(equity),
        "revenue_growth": yearly_growth(column("revenue"), year),
        "profit": column("profit").sum(-1),
        "revenue": column("revenue").sum(-1),
        "cost_to_acquire": share_of(
            acquisition.sum(-1),
            column("acquired").sum(-1) - column("acquired_by_win_back").sum(-1),
        ),
        "cost_to_retain": cost_to_retain,
        "cost_per_retained": share_of(cost_to_retain, cohort_retention(column, horizon)),
        "cost_to_win_back": share_of(column("win_back").sum(-1), column("acquired_by_win_back").sum(-1)),
        "lifetime_value": each,
    }


def year_of(horizon: Horizon) -> int:
    """The periods of the last year, or of the whole run where it is shorter."""
    return min(horizon.periods, round(periods_in_a_year(horizon)))


def equity_of(column: Column, horizon: Horizon, amounts: str) -> tuple[Any, Any]:
    """The expected value of a present customer, and the equity of all, counted in these amounts."""
    rate, year = horizon.discount.per_period(horizon.period), year_of(horizon)
    factors = discount_factors(horizon.periods, rate)
    brought, customers, lapsed = column(amounts), column("customers"), column("lapsed")
    margin = share_of(recent(brought + column("acquisition"), year), recent(customers, year))
    kept = 1.0 - share_of(recent(column("lost"), year), recent(column("customers_at_start"), year))
    each, of_lapsed = lifetime_value(margin, kept, rate), np.zeros(np.shape(kept))
    if horizon.residual_value == BY_TENURE:
        each = margin * to_come(column, rate)
    elif horizon.residual_value == WITH_RETURNS:
        back = np.nan_to_num(
            share_of(recent(column("returned"), year), recent(column("lapsed_at_start"), year))
        )
        each, of_lapsed = values_with_returns(margin, kept, back, rate)
    residual = residual_value(customers[..., -1], each, kept) + residual_value(
        lapsed[..., -1], of_lapsed, kept
    )
    return each, (brought * factors).sum(-1) + residual * factors[-1]


def to_come(column: Column, rate: float) -> Any:
    """Discounted periods that a customer at the end will still be there, if tenure tells how long."""
    exposed = column("customers_at_start")
    begun = np.concatenate([exposed[..., :1], column("acquired")], axis=-1)
    return periods_to_come(begun, exposed, column("lost"), rate)


def strongest_rival(values: Any) -> Any:
    """For each firm [run, firm], the highest value among the others; NaN without rivals."""
    rivals = np.repeat(values[:, np.newaxis, :], values.shape[1], axis=1)
    rivals[:, np.arange(values.shape[1]), np.arange(values.shape[1])] = -np.inf
    highest = rivals.max(axis=-1)
    return np.where(np.isfinite(highest), highest, np.nan)


def yearly_growth(values: Any, year: int) -> Any:
    """Mean growth a year from the first year to the last of [..., period]; NaN within one year."""
    years = values.shape[-1] / year - 1.0
    if years < 1.0:
        return np.full(values.shape[:-1], np.nan)
    return share_of(recent(values, year), values[..., :year].sum(-1)) ** (1.0 / years) - 1.0


def customer_measures(column: Column, horizon: Horizon) -> dict[str, Any]:
    """Customers, retention, voices and shares."""
    year = year_of(horizon)
    exposed, lost = column("customers_at_start").sum(-1), column("lost").sum(-1)
    acquired = column("acquired").sum(-1)
    recommended = (column("acquired_by_word_of_mouth") + column("acquired_by_referral")).sum(-1)
    answers = sum(recent(column(name), year) for name in ("promoters", "passives", "detractors"))
    margin = recent(column("promoters") - column("detractors"), year)
    bought, paid = recent(column("purchases"), year), recent(column("revenue"), year)
    again = column("purchases").sum(-1) - acquired
    returned = column("returned").sum(-1)
    return {
        "yearly_retention": (1.0 - share_of(lost, exposed)) ** periods_in_a_year(horizon),
        "cohort_retention": cohort_retention(column, horizon),
        "advocates_share": share_of(column("advocates_and_partners")[..., -1], column("customers")[..., -1]),
        "customers": column("customers")[..., -1],
        "acquired": acquired,
        "new_customers": acquired - returned,
        "returning_customers": returned,
        "lost": lost,
        "order_cycle": share_of(months_in(horizon.period) * exposed, again),
        "market_share": share_of(bought, bought.sum(axis=-1, keepdims=True)),
        "market_share_by_value": share_of(paid, paid.sum(axis=-1, keepdims=True)),
        "share_of_wallet": share_of(bought, recent(column("category_purchases"), year)),
        "nps": 100.0 * share_of(margin, answers),
        "recommenders_share": share_of(column("recommenders")[..., -1], column("customers")[..., -1]),
        "recommended_share": share_of(recommended, acquired),
        "referral_r": share_of(recommended, lost),
        "silent_share": share_of(column("silent_leavers").sum(-1), column("dissatisfied_leavers").sum(-1)),
        "silent_failures": 1.0 - share_of(column("complaints").sum(-1), column("failures").sum(-1)),
        "praise_to_blame": share_of(column("positive_speakers").sum(-1), column("negative_speakers").sum(-1)),
        "inflow_per_outflow": share_of(acquired, lost),
    }


def cohort_retention(column: Column, horizon: Horizon) -> Any:
    """The share of those who were customers a year ago who have been since, over all years within the run.

    Years of tenure tell them apart: whoever leaves and returns begins anew. A year is taken as whole periods.
    """
    year = round(periods_in_a_year(horizon))
    later = range(2, TENURE_YEARS + 1)
    stayed = sum(column(f"customers_in_year_{n}") - column(f"lost_in_year_{n}") for n in later)
    there = column("customers_at_start")
    begun = there[..., : max(0, horizon.periods - year + 1)]
    return share_of(np.asarray(stayed)[..., year - 1 :].sum(-1), begun.sum(-1))
