"""The tables of a report that are about single customers: groups, concentration, profitability."""

import pandas as pd

from relsim.measures.portfolio import (
    ACCOUNTED,
    EVERYBODY,
    PROFIT,
    SHARES,
    concentration_table,
    profitability_table,
)
from relsim.measures.segments import ADVISED_GROUPS, advised, is_by_value, segment_shares, segments_table
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.tables import names_of
from relsim.report.table import Table
from relsim.report.wording import number, percent


def portfolio_tables(subject: Subject) -> list[Table]:
    """Everything about single customers; nothing where nobody bought."""
    usual = subject.buyers(ACCOUNTED, subject.baseline)
    if usual.empty:
        return []
    lines = profitability_table(usual, subject.scenario)
    return [
        groups_table(usual, lines, subject),
        concentration_by_policy(subject),
        accounts_table(lines, subject),
    ]


def groups_table(customers: pd.DataFrame, lines: pd.DataFrame, subject: Subject) -> Table:
    """Groups of customers: how many, what they bring, and what is advised, by value."""
    told = segment_shares(segments_table(customers, subject.scenario), "group")
    profits = lines[lines["line"] == PROFIT].set_index("group")["amount"].astype(float)
    rows = [
        [
            str(row["group"]),
            advised(profits[str(row["group"])], profits[EVERYBODY]),
            percent(row["customers_share"], 0),
            percent(row["money_share"], 0),
            number(profits[str(row["group"])], 2),
        ]
        for row in told.to_dict("records")
    ]
    by = "value" if is_by_value(subject.scenario) else "basket and frequency"
    heads = [by, "advice", "of buyers", "of revenue", f"{subject.currency} profit a year"]
    return Table(f"Groups of customers under {subject.named(subject.baseline)}", heads, rows)


def grouped_by(subject: Subject) -> str:
    """By what customers are grouped, as part of a sentence."""
    if is_by_value(subject.scenario):
        return "what they bring in a year; under contract, how often they pay is no choice of theirs"
    return "whether they buy more at once and more often than the mean"


def concentration_by_policy(subject: Subject) -> Table:
    """How unevenly customers bring revenue and profit, under every policy."""
    told = [concentration_table(subject.buyers(["revenue", "profit"], name)) for name in subject.policies]
    table = pd.concat([each for each in told if len(each)]).set_index("policy").reindex(subject.policies)
    rows = [[words, *(percent(value, 0) for value in table[name])] for name, words in SHARES.items()]
    rows.append(["Gini coefficient of revenue", *(number(value, 2) for value in table["gini_revenue"])])
    return Table("How uneven customers are", ["measure", *names_of(subject)], rows)


def accounts_table(told: pd.DataFrame, subject: Subject) -> Table:
    """What a relationship brings and costs in a year, for everybody and for each group."""
    groups = [name for name in (EVERYBODY, *ADVISED_GROUPS) if (told["group"] == name).any()]
    lines = told.pivot(index="line", columns="group", values="amount").reindex(told["line"].unique())
    rows = [
        [str(line), *(number(float(lines.loc[line, group]), 2) for group in groups)] for line in lines.index
    ]
    unit = f"What a relationship brings and costs in a year, {subject.currency}"
    return Table(f"{unit}, under {subject.named(subject.baseline)}", ["line", *groups], rows)
