"""What an outcome is measured by: each measure with its name in words, its kind of unit, and what it is."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Measure:
    """One measure of an outcome: its name in words, its kind of unit, and how it is worked out.

    `sources` are keys of the bibliography; a measure without any is a plain count or share. Policies are
    compared by a `headline` first. `undefined` says where there is nothing to measure. A measure that
    `rests_on` a count is no surer than that: where the count is too rare to tell, the measure is.
    """

    words: str
    kind: Literal["money", "share", "count", "points", "ratio"]
    meaning: str
    sources: tuple[str, ...] = ()
    headline: bool = False
    undefined: str = ""
    rests_on: str = ""


MEASURES = {
    "customer_equity": Measure(
        "customer equity",
        "money",
        "Discounted contribution of all periods, plus the discounted residual value of customers at the end; "
        "nothing for those of whom none was there when a period of the last year began.",
        sources=("gupta2004", "berger1998"),
        headline=True,
        undefined="nobody leaves and nothing is discounted, so that it has no end",
    ),
    "equity_lead": Measure(
        "customer equity ahead of the strongest rival",
        "money",
        "Customer equity less that of the rival with the highest.",
        undefined="there is no rival, or an equity has no end",
    ),
    "profit": Measure("profit", "money", "Sum of profit, not discounted.", headline=True),
    "yearly_retention": Measure(
        "yearly retention",
        "share",
        "Share kept per period, over all periods, raised to a year.",
        headline=True,
        undefined="nobody was a customer when a period began",
        rests_on="lost",
    ),
    "advocates_share": Measure(
        "advocates and partners",
        "share",
        "Advocates and partners among the customers at the end.",
        headline=True,
        undefined="there are no customers at the end",
    ),
    "customers": Measure("customers at the end", "count", "Customers at the end."),
    "revenue": Measure("revenue", "money", "Sum of revenue."),
    "revenue_growth": Measure(
        "revenue growth a year",
        "share",
        "Growth of revenue a year, from the first year of the run to the last.",
        undefined="there are less than two years, or no revenue in the first",
    ),
    "acquired": Measure("customers won", "count", "Customers won, first-time or back."),
    "lost": Measure("customers lost", "count", "Customers lost."),
    "market_share": Measure(
        "market share, last year",
        "share",
        "Share of all purchases in the last year.",
        undefined="nobody bought in the last year",
    ),
    "share_of_wallet": Measure(
        "share of wallet, last year",
        "share",
        "Share of its customers' purchases (not money) in the last year.",
        undefined="no customer bought in the last year",
    ),
    "nps": Measure(
        "net promoter score, last year",
        "points",
        "Promoters less detractors, in points of a hundred, over the last year.",
        sources=("reichheld2003",),
        undefined="nobody could be asked in the last year",
    ),
    "recommenders_share": Measure(
        "customers who have recommended",
        "share",
        "Share of the customers at the end who have ever praised the firm.",
        undefined="there are no customers at the end",
    ),
    "recommended_share": Measure(
        "won by recommendation",
        "share",
        "Share of the customers won who came by word of mouth or referral.",
        undefined="nobody was won",
        rests_on="acquired",
    ),
    "referral_r": Measure(
        "recruits per customer lifetime",
        "ratio",
        "Customers won by recommendation for each customer lost.",
        undefined="nobody was lost",
        rests_on="lost",
    ),
    "cost_to_acquire": Measure(
        "cost to acquire one customer",
        "money",
        "Acquisition cost for each customer won other than by win-back: an average.",
        sources=("blattberg1996",),
        undefined="nobody was won other than by win-back",
        rests_on="acquired",
    ),
    "cost_to_retain": Measure(
        "cost to retain one customer a year",
        "money",
        "Retention cost of one customer for a year: an average.",
        sources=("blattberg1996",),
        undefined="nobody was a customer when a period began",
    ),
    "cost_to_win_back": Measure(
        "cost to win back one customer",
        "money",
        "Win-back cost for each customer won back: an average.",
        undefined="nobody was won back",
    ),
    "lifetime_value": Measure(
        "expected lifetime value",
        "money",
        "Expected value of a present customer at the last year's margin and retention, the first margin "
        "after one more period.",
        sources=("berger1998", "gupta2003"),
        undefined="nobody was a customer when a period of the last year began, or it has no end",
        rests_on="lost",
    ),
    "silent_share": Measure(
        "dissatisfied leavers who never complained",
        "share",
        "Share of dissatisfied leavers who never complained.",
        sources=("tarp1986",),
        undefined="nobody left dissatisfied",
    ),
    "praise_to_blame": Measure(
        "positive to negative word of mouth",
        "ratio",
        "People who praised for each one who warned.",
        sources=("east2007",),
        undefined="nobody warned",
    ),
    "inflow_per_outflow": Measure(
        "won per lost customer",
        "ratio",
        "Customers won for each one lost.",
        undefined="nobody was lost",
        rests_on="lost",
    ),
}
"""Every measure of an outcome."""

HEADLINES = tuple(name for name, measure in MEASURES.items() if measure.headline)
"""The measures on which policies are compared first."""
