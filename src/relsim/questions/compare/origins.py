"""Origins: whose customers those would be whom a policy gains, and where those go whom it loses."""

from typing import Any

import pandas as pd

from relsim.measures.origins import LAPSED_FROM_US, LATER, NEVER_CAME, ORIGIN_COUNTS, RIVAL
from relsim.questions.compare.subject import Subject
from relsim.report.table import Table
from relsim.report.wording import number, whole_counts, words


def origins(subject: Subject) -> list[Table]:
    """From where the customers come whom policies gain, as a table; nothing for a run."""
    if not subject.is_comparison:
        return []
    rows = [
        [
            subject.title(policy),
            otherwise(row.source, subject.firm),
            number(row.gained),
            number(row.lost),
            number(row.gained - row.lost, signed=True),
        ]
        for policy in subject.challengers
        for row in origins_in_people(subject, policy).itertuples()
        if row.gained or row.lost
    ]
    if not rows:
        return []
    return [
        Table(
            f"From whom {subject.firm} gains customers, compared with {subject.named(subject.baseline)}",
            ["policy", "otherwise", "gained", "lost", "more in all"],
            rows,
            "Customers at the end of the first replication, person by person. Who comes sooner or later "
            "is a customer under both, and counts in no other row.",
        )
    ]


def origins_in_people(subject: Subject, policy: str) -> pd.DataFrame:
    """How many customers a policy gains from each source and loses to it, in whole people.

    They add up to those who are customers at the end under one of the two only, as these are told. Who comes
    sooner or later is rounded apart.
    """
    table = subject.comparison.origins(policy)
    apart = table["source"] != LATER
    whole = {
        name: [*whole_counts(table.loc[apart, name]), *whole_counts(table.loc[~apart, name])]
        for name in ORIGIN_COUNTS
    }
    return table.assign(**whole)


def otherwise(source: str, firm: str) -> str:
    """Whose customers people from a source would be."""
    if source.startswith(RIVAL):
        return f"with {source.removeprefix(RIVAL)}"
    names = {
        LAPSED_FROM_US: f"with nobody after leaving {firm}",
        NEVER_CAME: f"with nobody and never with {firm}",
        LATER: f"with {firm}, but later",
    }
    return names[source]


def origins_told(subject: Subject) -> str:
    """From where the customers come whom the best challenger gains, in a sentence; nothing without any."""
    if not subject.is_comparison:
        return ""
    rows = list(origins_in_people(subject, subject.rival).itertuples())
    gained = [row for row in rows if row.gained > 0 and row.source != LATER]
    if not gained:
        return ""
    ordered = sorted(gained, key=lambda row: -row.gained)
    fates = fates_told([(row.gained, otherwise(row.source, subject.firm)) for row in ordered])
    return f"Without {subject.named(subject.rival)}, {fates}{sooner_told(rows)}."


def fates_told(fates: list[tuple[int, str]]) -> str:
    """Where so many customers would be, the most first."""
    total, (most, first) = sum(many for many, _ in fates), fates[0]
    if total == 1:
        return f"this one customer would be {first}"
    if len(fates) == 1:
        return f"these {number(total)} customers would be {first}"
    others = [f"{number(many)} {where}" for many, where in fates[1:]]
    return words([f"of these {number(total)} customers {number(most)} would be {first}", *others])


def sooner_told(rows: list[Any]) -> str:
    """How many come sooner and how many later who would come in any case; nothing if nobody does either."""
    row = next(row for row in rows if row.source == LATER)
    moved = [(many, when) for many, when in ((row.gained, "sooner"), (row.lost, "later")) if many]
    if not moved:
        return ""
    (many, when), *others = moved
    both = "".join(f" and {number(more)} {then}" for more, then in others)
    return f"; {number(many)} who would come in any case {'comes' if many == 1 else 'come'} {when}{both}"
