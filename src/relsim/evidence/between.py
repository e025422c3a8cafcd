"""What tables say of one another: purchases after leaving, sums that differ, unknown people."""

from collections.abc import Sequence
from itertools import product
from typing import TypeVar

import numpy as np
import pandas as pd

from relsim.evidence.customers import CustomerList
from relsim.evidence.periods import PeriodTable
from relsim.evidence.reading import Evidence, amount_said
from relsim.evidence.survey import SurveyAnswers
from relsim.evidence.transactions import PurchaseLog

AGREES_IN_SUM = 0.02
"""Share by which two sums of one month may differ."""

MOST_MONTHS = 3
FREQUENCIES = {"month": "M", "quarter": "Q", "year": "Y"}
Brought = TypeVar("Brought", bound=Evidence)


def contradictions_between(tables: Sequence[Evidence]) -> list[str]:
    """Sentences on what in different tables does not go together, and with which figure it would."""

    def of(kind: type[Brought]) -> list[Brought]:
        return [table for table in tables if isinstance(table, kind)]

    said = []
    for log, listed in product(of(PurchaseLog), of(CustomerList)):
        said += purchases_against_customers(log, listed)
    for log, periods in product(of(PurchaseLog), of(PeriodTable)):
        said += purchases_against_periods(log, periods)
    for listed, periods in product(of(CustomerList), of(PeriodTable)):
        said += customers_against_periods(listed, periods)
        said += stock_against_periods(listed, periods)
    for answers, listed in product(of(SurveyAnswers), of(CustomerList)):
        said += answers_against_customers(answers, listed)
    for answers, log in product(of(SurveyAnswers), of(PurchaseLog)):
        said += answers_against_purchases(answers, log)
    return said


def contradictions_in(tables: Sequence[Evidence]) -> list[str]:
    """What in some tables does not go together: in each by itself, by its name where there are several, and
    between them."""
    within = [
        f"{table.name}: {sentence}" if len(tables) > 1 else sentence
        for table in tables
        for sentence in table.contradictions
    ]
    return within + contradictions_between(tables)


def purchases_against_customers(log: PurchaseLog, listed: CustomerList) -> list[str]:
    """Purchases by people who are not in the list, or had left."""
    said = []
    known = log.table["customer"].isin(set(listed.table["customer"]))
    strangers = log.table["customer"][~known].nunique()
    if not known.any():
        said.append(f"No customer in {log.name} is in {listed.name}: the tables may be of different firms.")
    elif strangers:
        first = log.table["customer"][~known].iloc[0]
        said.append(
            f"{strangers:,} of {log.table['customer'].nunique():,} customers in {log.name} are not in "
            f'{listed.name}, "{first}" among them.'
        )
    spells = listed.table.groupby("customer").agg(
        first=("start", "min"), last=("end", lambda ends: ends.max() if ends.notna().all() else pd.NaT)
    )
    bought = log.table.merge(spells, left_on="customer", right_index=True)
    for which, words in (
        (bought["date"] > bought["last"], "after the customer had left"),
        (bought["date"] < bought["first"], "before the customer had come"),
    ):
        if which.any():
            row = bought[which].iloc[0]
            day = row["last"] if words.startswith("after") else row["first"]
            said.append(
                f'{int(which.sum()):,} purchases in {log.name} are {words}: that of "{row["customer"]}" on '
                f"{row['date'].date()}, where {listed.name} has {day.date()}."
            )
    return said


def purchases_against_periods(log: PurchaseLog, periods: PeriodTable) -> list[str]:
    """Revenue by period that is not the sum of the purchases."""
    frequency = FREQUENCIES.get(periods.unit)
    if frequency is None or periods.table["revenue"].isna().all() or log.table["amount"].isna().all():
        return []
    spans = log.table["date"].dt.to_period(frequency)
    sums = log.table["amount"].groupby(spans).sum()
    sums.index = pd.Index([period_name(span) for span in sums.index])
    given = periods.table.groupby("period")["revenue"].sum(min_count=1).dropna()
    both = pd.concat([given, sums.rename("sum")], axis=1, join="inner")
    off = both[(both["revenue"] - both["sum"]).abs() > AGREES_IN_SUM * both["sum"].abs()]
    said = [
        f"{name}: {periods.name} has a revenue of {amount_said(row['revenue'])}, the purchases in {log.name} "
        f"sum to {amount_said(row['sum'])}, which would fit."
        for name, row in off.head(MOST_MONTHS).iterrows()
    ]
    if len(off) > MOST_MONTHS:
        said.append(f"In {len(off) - MOST_MONTHS} more {periods.unit}s revenue is not the sum of purchases.")
    return said


def period_name(span: pd.Period) -> str:
    """A period as tables of periods name it."""
    return str(span).replace("Q", "-Q")


def customers_against_periods(listed: CustomerList, periods: PeriodTable) -> list[str]:
    """Customers won and lost by period that are not those who came and left."""
    frequency = FREQUENCIES.get(periods.unit)
    if frequency is None:
        return []
    said = []
    for name, column in (("won", "start"), ("lost", "end")):
        given = periods.table.groupby("period")[name].sum(min_count=1).dropna()
        days = listed.table[column].dropna()
        if given.empty or days.empty:
            continue
        counted = days.dt.to_period(frequency).value_counts()
        counted.index = pd.Index([period_name(span) for span in counted.index])
        both = pd.concat([given, counted.rename("count")], axis=1).reindex(given.index).fillna({"count": 0})
        off = both[(both[name] - both["count"]).abs() > np.maximum(1.0, AGREES_IN_SUM * both["count"])]
        if len(off):
            row = off.iloc[0]
            said.append(
                f"In {len(off)} of {len(both)} {periods.unit}s {periods.name} has other customers {name} "
                f"than {listed.name}, the first in {off.index[0]}: {row[name]:,.0f}, where "
                f"{row['count']:,.0f} would fit."
            )
    return said


def stock_against_periods(listed: CustomerList, periods: PeriodTable) -> list[str]:
    """As many customers in a list without days as no period has had."""
    stock = periods.table.groupby("period", sort=False)["customers"].sum(min_count=1).dropna()
    there = int((~listed.table["left"]).sum())
    is_dated = listed.table["start"].notna().any()
    if (
        is_dated
        or stock.empty
        or (1.0 - AGREES_IN_SUM) * stock.min() <= there <= (1.0 + AGREES_IN_SUM) * stock.max()
    ):
        return []
    return [
        f"{there:,} customers in {listed.name} have not left, and no {periods.unit} in {periods.name} has as "
        f"many, from {stock.min():,.0f} to {stock.max():,.0f} in all, {stock.iloc[-1]:,.0f} in the last one, "
        f"{stock.index[-1]}: the tables may be of different firms."
    ]


def answers_against_purchases(answers: SurveyAnswers, log: PurchaseLog) -> list[str]:
    """Answers of which none is by anybody who has bought; some who answer may not have bought."""
    named = answers.table["customer"][answers.table["customer"] != ""]
    if named.empty or named.isin(set(log.table["customer"])).any():
        return []
    return [
        f"No answer in {answers.name} is by a customer in {log.name}: the tables may be of different firms."
    ]


def answers_against_customers(answers: SurveyAnswers, listed: CustomerList) -> list[str]:
    """Answers by people who are not in the list."""
    named = answers.table["customer"][answers.table["customer"] != ""]
    strangers = named[~named.isin(set(listed.table["customer"]))]
    if strangers.empty:
        return []
    if len(strangers) == len(named):
        return [
            f"No answer in {answers.name} is by a customer in {listed.name}: the tables may be of "
            "different firms."
        ]
    return [
        f"{len(strangers):,} answers in {answers.name} are by people who are not in {listed.name}, "
        f'"{strangers.iloc[0]}" among them.'
    ]
