"""Figures that were measured, in words: what sentences call a measure, and how they write its value."""

from relsim.report.wording import percent, to_digits
from relsim.scenario.schema.evidence import EVIDENT
from relsim.vocabulary import Group, column_name

NOUNS = {
    "acquired": "customers won",
    "returned": "customers who came back",
    "lost": "customers lost",
    "won_per_customer": "customers won as a share of customers",
    "revenue_per_customer": "revenue per customer",
    "cost_to_acquire": "cost to win a customer",
    "advocates_share": "advocates and partners as a share of customers",
}
"""What sentences call measures whose names are no words for things."""

IN_A_PERIOD = {"churn", "won_per_customer", "revenue_per_customer"}
"""Ratios that are those of one period, whatever span they are taken over."""

IN_MONEY = {*(column_name(group) for group in Group), "contribution", "profit", "revenue"}
IN_POINTS = {"nps", "spend_per_purchase", "revenue_per_customer", "cost_to_acquire"}
"""Ratios that are no shares."""


def noun_of(measure: str) -> str:
    """What sentences call a measure."""
    return NOUNS.get(measure, measure.replace("_", " "))


def is_share(measure: str) -> bool:
    """Whether a measure is a share of a whole."""
    return EVIDENT[measure] == "ratio" and measure not in IN_POINTS


def amount_in_words(value: float, measure: str) -> str:
    """A figure to three digits: a share in percent, much of anything in millions."""
    if is_share(measure):
        return percent(value)
    return f"{to_digits(value / 1e6)} million" if abs(value) >= 1e6 else to_digits(value)
