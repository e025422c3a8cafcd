"""Figures that were measured, in words: what sentences call a measure, and how they write its value."""

from relsim.report.wording import percent, to_digits
from relsim.scenario.schema.evident import EVIDENT, RATIOS, RUNG_COLUMNS
from relsim.vocabulary import Group, column_name

NOUNS = {
    "acquired": "customers won",
    "returned": "customers who came back",
    "lost": "customers lost",
    "new_customers": "new customers",
    "returning_customers": "former customers who returned",
    "acquired_by_recommendation": "customers won by recommendation",
    "purchases_a_year": "purchases of a customer a year",
    "order_cycle": "months between two purchases",
    "won_per_customer": "customers won as a share of customers",
    "revenue_per_customer": "revenue per customer",
    "cost_to_acquire": "cost to win a customer",
    "cost_to_retain": "cost to retain a customer a year",
    "cost_to_win_back": "cost to win back a customer",
    "recommended_share": "share won by recommendation",
    "referral_share": "share won by referral",
    "returned_share": "share of those won who had been customers before",
    "won_back_a_year": "former customers who come back in a year, as a share of them",
    "referral_r": "customers won by recommendation for each one lost",
    "inflow_per_outflow": "customers won for each one lost",
    "praise_to_blame": "people who praise for each one who warns",
    "silent_failures": "share of failures that nobody complained of",
    "silent_share": "share of dissatisfied leavers who never complained",
    "advocates_share": "advocates and partners as a share of customers",
    "recommenders_share": "share of customers who have recommended",
    "members_share": "share of customers in the loyalty programme",
    **{f"{name}_share": f"{name} as a share of customers" for name in RUNG_COLUMNS if name != "advocates"},
    "cohort_retention": "share of customers of a year ago who have stayed",
    "revenue_growth": "growth of revenue a year",
    "net_revenue_retention": "net revenue retention",
    "gross_revenue_retention": "gross revenue retention",
    **{
        name: name.replace("_in_year_", " of customers in their year ").replace(
            "retention of", "yearly retention of"
        )
        for name in RATIOS
        if "_in_year_" in name
    },
}
"""What sentences call measures whose names are no words for things."""

IN_A_PERIOD = {"churn", "won_per_customer", "revenue_per_customer"} | {
    name for name in RATIOS if name.startswith("churn_in_year_")
}
"""Ratios that are those of one period, whatever span they are taken over."""

IN_MONEY = {*(column_name(group) for group in Group), "contribution", "profit", "revenue"}
NO_SHARES = {
    *("nps", "spend_per_purchase", "revenue_per_customer", "cost_to_acquire", "cost_to_retain"),
    *("cost_to_win_back", "purchases_a_year", "order_cycle", "referral_r", "inflow_per_outflow"),
    "praise_to_blame",
}
"""Ratios that are no shares."""


def noun_of(measure: str) -> str:
    """What sentences call a measure."""
    return NOUNS.get(measure, measure.replace("_", " "))


def is_share(measure: str) -> bool:
    """Whether a measure is a share of a whole."""
    return EVIDENT[measure] == "ratio" and measure not in NO_SHARES


def amount_in_words(value: float, measure: str) -> str:
    """A figure to three digits: a share in percent, much of anything in millions."""
    if is_share(measure):
        return percent(value)
    return f"{to_digits(value / 1e6)} million" if abs(value) >= 1e6 else to_digits(value)
