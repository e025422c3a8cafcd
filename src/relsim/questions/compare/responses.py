"""Whom the best challenger moved: persuadables, sure things, lost causes and sleeping dogs."""

import pandas as pd

from relsim.measures.lift import RESPONSES
from relsim.questions.compare.subject import Subject
from relsim.report.provenance import length_in_words
from relsim.report.table import Table
from relsim.report.wording import money, number, whole_counts

PLURALS = dict(zip(RESPONSES, ("persuadables", "sure things", "lost causes", "sleeping dogs"), strict=True))
ALL_GROUPS = "all of them"
GROUPED = {"rung": "rung without the policy", "segment": "segment", "cohort": "first purchase"}


def uplift(subject: Subject, policy: str | None = None) -> str:
    """In words, whom a policy, else the best challenger, keeps, drives away, and pays for nothing."""
    if not subject.is_comparison:
        return ""
    policy = policy or subject.rival
    told, named = subject.comparison.lift(policy).set_index("response"), subject.named(policy)
    if not told["customers"].sum():
        return f"Nobody dealt with {subject.firm} in the first replication, so {named} moved nobody."
    people = {name: whole_counts([told.loc[name, "customers"]])[0] for name in RESPONSES}
    many, many_people = {name: number(people[name]) for name in RESPONSES}, number(sum(people.values()))
    only, base = many["persuadable"], subject.named(subject.baseline)
    moved = (
        f"Of {many_people} {'person' if many_people == '1' else 'people'} who dealt with {subject.firm} "
        f"in the first replication, {only} {'is a customer' if only == '1' else 'are customers'} at the end "
        f"only under {named}, and {many['sleeping dog']} only under {base}."
    )
    return f"{moved} {wasted(told, subject)}".strip()


def wasted(told: pd.DataFrame, subject: Subject) -> str:
    """What was spent on those who would have been there anyway."""
    total, spent = float(told["spending"].sum()), float(told.loc["sure thing", "spending"])
    if not 0.0 < spent <= total:
        return ""
    length = length_in_words(subject.scenario)
    return (
        f"Of the {money(total, subject.currency, 3)} more that it spends in {length} on the relationship "
        "with these people, service apart, "
        f"{money(spent, subject.currency, 3)} goes to {number(told.loc['sure thing', 'customers'])} "
        "who are customers at the end under both."
    )


def lift_tables(subject: Subject) -> list[Table]:
    """Responses, spending and lift by rung, by segment and by cohort."""
    if not subject.is_comparison:
        return []
    return [lift_table_of(subject, by) for by in GROUPED]


def lift_table_of(subject: Subject, by: str) -> Table:
    """Responses, spending and lift by one of rung, segment and cohort."""
    told = subject.comparison.lift(subject.rival, by)
    wide = (
        told.pivot_table(index=by, columns="response", values="customers", aggfunc="sum", observed=True)
        .reindex(columns=list(RESPONSES))
        .fillna(0)
    )
    sums = told.groupby(by, observed=True)[["customers", "spending", "lift"]].sum()
    people = pd.DataFrame({name: whole_counts(wide[name]) for name in RESPONSES}, index=wide.index)
    if len(people) > 1:
        people.loc[ALL_GROUPS], sums.loc[ALL_GROUPS] = people.sum(), sums.sum()
    each = sums["lift"] / sums["customers"]
    rows = [
        [
            str(group),
            *(number(people.loc[group, name]) for name in RESPONSES),
            number(sums.loc[group, "spending"]),
            number(sums.loc[group, "lift"], signed=True),
            money(each[group], "", 3, signed=True),
        ]
        for group in people.index
    ]
    money_heads = [f"more spent, {subject.currency}", f"profit, {subject.currency}", "per customer"]
    caption = f"Whom {subject.named(subject.rival)} moved, by {GROUPED[by]}"
    return Table(caption, [GROUPED[by], *PLURALS.values(), *money_heads], rows)
