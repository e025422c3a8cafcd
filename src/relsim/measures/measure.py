"""What an outcome is measured by: each measure with its name in words, its kind of unit, and what it is."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Measure:
    """One measure of an outcome: its name in words, its kind of unit, and how it is worked out.

    `sources` are keys of the bibliography; a measure without any is a plain count or share. Policies are
    compared by a `headline` first.
    """

    words: str
    kind: Literal["money", "share", "count", "points", "ratio"]
    meaning: str
    sources: tuple[str, ...] = ()
    headline: bool = False


MEASURES = {
    "customer_equity": Measure(
        "customer equity",
        "money",
        "Discounted contribution of all periods, plus the discounted residual value of customers at the end.",
        sources=("gupta2004", "berger1998"),
        headline=True,
    ),
    "equity_lead": Measure(
        "customer equity ahead of the strongest rival",
        "money",
        "Customer equity less that of the rival with the highest.",
    ),
    "profit": Measure("profit", "money", "Sum of profit, not discounted.", headline=True),
    "yearly_retention": Measure(
        "yearly retention",
        "share",
        "Share kept per period, over all periods, raised to a year.",
        headline=True,
    ),
    "advocates_share": Measure(
        "advocates and partners",
        "share",
        "Advocates and partners among the customers at the end.",
        headline=True,
    ),
    "customers": Measure("customers at the end", "count", "Customers at the end."),
    "revenue": Measure("revenue", "money", "Sum of revenue."),
    "revenue_growth": Measure(
        "revenue growth a year",
        "share",
        "Growth of revenue a year, from the first year of the run to the last.",
    ),
    "acquired": Measure("customers won", "count", "Customers won, first-time or back."),
    "lost": Measure("customers lost", "count", "Customers lost."),
    "market_share": Measure("market share, last year", "share", "Share of all purchases in the last year."),
    "share_of_wallet": Measure(
        "share of wallet, last year",
        "share",
        "Share of its customers' purchases (not money) in the last year.",
    ),
    "nps": Measure(
        "net promoter score, last year",
        "points",
        "Promoters less detractors, in points of a hundred, over the last year.",
        sources=("reichheld2003",),
    ),
    "recommenders_share": Measure(
        "customers who have recommended",
        "share",
        "Share of the customers at the end who have ever praised the firm.",
    ),
    "recommended_share": Measure(
        "won by recommendation", "share", "Share of the customers won who came by word of mouth or referral."
    ),
    "referral_r": Measure(
        "recruits per customer lifetime", "ratio", "Customers won by recommendation for each customer lost."
    ),
    "cost_to_acquire": Measure(
        "cost to acquire one customer",
        "money",
        "Acquisition cost for each customer won other than by win-back: an average.",
        sources=("blattberg1996",),
    ),
    "cost_to_retain": Measure(
        "cost to retain one customer a year",
        "money",
        "Retention cost of one customer for a year: an average.",
        sources=("blattberg1996",),
    ),
    "cost_to_win_back": Measure(
        "cost to win back one customer", "money", "Win-back cost for each customer won back: an average."
    ),
    "lifetime_value": Measure(
        "expected lifetime value",
        "money",
        "Expected value of a present customer at the last year's margin and retention, the first margin "
        "after one more period.",
        sources=("berger1998", "gupta2003"),
    ),
    "silent_share": Measure(
        "dissatisfied leavers who never complained",
        "share",
        "Share of dissatisfied leavers who never complained.",
        sources=("tarp1986",),
    ),
    "praise_to_blame": Measure(
        "positive to negative word of mouth",
        "ratio",
        "People who praised for each one who warned.",
        sources=("east2007",),
    ),
    "inflow_per_outflow": Measure("won per lost customer", "ratio", "Customers won for each one lost."),
}
"""Every measure of an outcome."""

HEADLINES = tuple(name for name, measure in MEASURES.items() if measure.headline)
"""The measures on which policies are compared first."""
