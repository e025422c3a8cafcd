"""Cohorts: who stays, by year of the relationship and by the year in which it began.

Retention that rises with tenure need not mean that anybody grew more loyal: those who leave easily leave
first (Fader and Hardie 2007). A relationship that was won back begins anew.
"""

from typing import Any

import numpy as np
import pandas as pd

from relsim.market.population import periods_in_a_year
from relsim.measures.records import share_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import periods_per
from relsim.vocabulary import TENURE_YEARS

COHORT_KEYS = ["policy", "firm"]


def tenure_table(periods: pd.DataFrame, period: str) -> pd.DataFrame:
    """Retention by year of the relationship, over all periods and replications; the last year is open.

    `surviving` is the share of newcomers who would outlast the year if each had the retention of its
    years. `period` is what one period is.
    """
    years = range(1, TENURE_YEARS + 1)
    columns = [f"{name}_in_year_{year}" for name in ("customers", "lost") for year in years]
    sums = periods.groupby(COHORT_KEYS, observed=True)[columns].sum()
    parts = []
    for year in years:
        exposed = sums[f"customers_in_year_{year}"].to_numpy()
        lost = sums[f"lost_in_year_{year}"].to_numpy()
        kept = (1.0 - share_of(lost, exposed)) ** periods_per("year", period)
        parts.append(sums.index.to_frame(index=False).assign(year=year, retention=kept))
    table = pd.concat(parts).sort_values([*COHORT_KEYS, "year"], ignore_index=True)
    table["surviving"] = table.groupby(COHORT_KEYS, observed=True)["retention"].cumprod()
    return table


def cohorts_table(periods: pd.DataFrame, scenario: Scenario) -> pd.DataFrame:
    """Customers left of those won in each year of the run, at the end of that and of each later year.

    `remaining` is their share of the cohort. Sums over replications; relationships older than the open
    tenure class are not told apart, so a cohort is followed for one year less.
    """
    year = round(periods_in_a_year(scenario))
    cohorts = scenario.periods // year
    by_period = periods.groupby([*COHORT_KEYS, "period"], observed=True).sum(numeric_only=True)
    parts = [
        cohort_left(by_period, cohort, age, year)
        for cohort in range(cohorts)
        for age in range(min(cohorts - cohort, TENURE_YEARS - 1))
    ]
    if not parts:
        return pd.DataFrame(columns=[*COHORT_KEYS, "cohort", "age", "won", "customers", "remaining"])
    table = pd.concat(parts)
    table["remaining"] = share_of(table["customers"], table["won"])
    return table.sort_values([*COHORT_KEYS, "cohort", "age"], ignore_index=True)


def cohort_left(by_period: Any, cohort: int, age: int, year: int) -> pd.DataFrame:
    """What is left of a cohort at the end of the year in which it is `age` years old.

    In the last period of a year, years of tenure are exactly cohorts.
    """
    periods = by_period.index.get_level_values("period")
    won = by_period["acquired"][(periods >= cohort * year) & (periods < (cohort + 1) * year)]
    won = won.groupby(COHORT_KEYS, observed=True).sum()
    last = by_period[periods == (cohort + age + 1) * year - 1].droplevel("period")
    left = last[f"customers_in_year_{age + 1}"] - last[f"lost_in_year_{age + 1}"]
    if age == 0:
        left = left + last["acquired"]
    table = won.index.to_frame(index=False).assign(cohort=cohort + 1, age=age)
    return table.assign(won=won.to_numpy(), customers=np.asarray(left.loc[won.index], np.int64))
