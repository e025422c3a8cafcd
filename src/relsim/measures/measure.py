"""What an outcome is measured by: each measure with its name in words, its unit, what it is, and its formula.

Formulas name columns of the table of periods: `sum` is over all periods of the run, `last` over those of the
last year, `end` is the value of the last period, `t` counts periods from 0. `year` is how many periods make a
year, `d` the discount of a period.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

UNIT_OF_KIND: Mapping[str, str] = MappingProxyType(
    {
        "money": "currency",
        "share": "share from 0 to 1",
        "count": "number",
        "points": "points of a hundred",
        "ratio": "ratio",
    }
)
"""What each kind of measure is counted in, unless it says otherwise."""


@dataclass(frozen=True)
class Measure:
    """One measure of an outcome: its name in words, its kind of unit, what it is, and how it is worked out.

    `sources` are keys of the bibliography; a measure without any is a plain count or share. Policies are
    compared by a `headline` first. `undefined` says where there is nothing to measure. A measure that
    `rests_on` a count is no surer than that: where the count is too rare to tell, the measure is. One that
    gives `credit` counts whoever came by a channel, those included who would have come without it.
    """

    words: str
    kind: Literal["money", "share", "count", "points", "ratio"]
    meaning: str
    formula: str
    sources: tuple[str, ...] = ()
    headline: bool = False
    undefined: str = ""
    rests_on: str = ""
    in_units_of: str = ""
    credit: str = ""

    @property
    def unit(self) -> str:
        """What it is counted in."""
        return self.in_units_of or UNIT_OF_KIND[self.kind]


MEASURES = {
    "customer_equity": Measure(
        "customer equity",
        "money",
        "Discounted contribution of all periods, plus the discounted residual value of customers at the end; "
        "nothing for those of whom none was there when a period of the last year began.",
        "sum(contribution / (1 + d)^(t + 1)) + end(customers) x lifetime_value / (1 + d)^periods, with "
        "`residual_value: with returns` plus end(lapsed) x what one of the lapsed is worth, discounted alike",
        sources=("gupta2004", "berger1998"),
        headline=True,
        undefined="nobody leaves and nothing is discounted, so that it has no end",
    ),
    "equity_after_overhead": Measure(
        "customer equity after overhead",
        "money",
        "Customer equity of which the firm's overhead is paid too, in the run and, for each customer who is "
        "left, after it: what a policy with fixed costs of its own is worth.",
        "as customer_equity, with profit in the place of contribution, in the residual value too",
        sources=("gupta2004", "berger1998"),
        undefined="nobody leaves and nothing is discounted, so that it has no end",
    ),
    "equity_lead": Measure(
        "customer equity ahead of the strongest rival",
        "money",
        "Customer equity less that of the rival with the highest.",
        "customer_equity - max(customer_equity of the other firms)",
        undefined="there is no rival, or an equity has no end",
    ),
    "profit": Measure("profit", "money", "Sum of profit, not discounted.", "sum(profit)", headline=True),
    "yearly_retention": Measure(
        "yearly retention (newcomers included)",
        "share",
        "Share kept per period, over all periods, raised to a year: the share of customers who would be left "
        "after a year in which every period loses as large a share as all periods do on average.",
        "(1 - sum(lost) / sum(customers_at_start))^year",
        sources=("blattberg1996",),
        headline=True,
        undefined="nobody was a customer when a period began",
        rests_on="lost",
    ),
    "cohort_retention": Measure(
        "customers of a year ago who have stayed",
        "share",
        "Of those who were customers a year ago, the share who have been ever since, without a break; over "
        "all years that lie in the run.",
        "sum of those whose relationship is a year old or older and did not end in the period / sum of the "
        "customers_at_start of the period with which that year began",
        sources=("fader2007",),
        undefined="the run is shorter than a year, or nobody was a customer a year before its end",
        rests_on="lost",
    ),
    "advocates_share": Measure(
        "advocates and partners",
        "share",
        "Advocates and partners among the customers at the end.",
        "end(advocates_and_partners) / end(customers)",
        sources=("payne1995",),
        headline=True,
        undefined="there are no customers at the end",
    ),
    "customers": Measure("customers at the end", "count", "Customers at the end.", "end(customers)"),
    "revenue": Measure("revenue", "money", "Sum of revenue.", "sum(revenue)"),
    "revenue_growth": Measure(
        "revenue growth a year",
        "share",
        "Growth of revenue a year, from the first year of the run to the last.",
        "(last(revenue) / (revenue of the first year))^(1 / (periods / year - 1)) - 1",
        undefined="there are less than two years, or no revenue in the first",
    ),
    "acquired": Measure("customers won", "count", "Customers won, first-time or back.", "sum(acquired)"),
    "new_customers": Measure(
        "new customers won",
        "count",
        "Customers won who had never been customers of the firm.",
        "sum(acquired) - sum(returned)",
    ),
    "returning_customers": Measure(
        "former customers who returned",
        "count",
        "Customers won who had been customers before and had left, whatever brought them back.",
        "sum(returned)",
        sources=("stauss1999",),
    ),
    "lost": Measure("customers lost", "count", "Customers lost.", "sum(lost)"),
    "order_cycle": Measure(
        "order cycle, months",
        "ratio",
        "Mean time between two purchases of a customer, in months: the time for which people were customers, "
        "over their purchases other than the one with which they came. Silent customers count, too.",
        "months in a period x sum(customers_at_start) / (sum(purchases) - sum(acquired))",
        sources=("ehrenberg1959",),
        undefined="nobody bought again",
        in_units_of="months",
    ),
    "market_share": Measure(
        "market share by volume, last year",
        "share",
        "Share of all purchases in the last year.",
        "last(purchases) / last(purchases of all firms)",
        undefined="nobody bought in the last year",
    ),
    "market_share_by_value": Measure(
        "market share by value, last year",
        "share",
        "Share of all revenue in the last year.",
        "last(revenue) / last(revenue of all firms)",
        undefined="nobody paid anything in the last year",
    ),
    "share_of_wallet": Measure(
        "share of wallet by volume, last year",
        "share",
        "Share of its customers' purchases (not money) in the last year.",
        "last(purchases) / last(category_purchases)",
        undefined="no customer bought in the last year",
    ),
    "nps": Measure(
        "net promoter score, last year",
        "points",
        "Promoters less detractors, in points of a hundred, over the last year.",
        "100 x last(promoters - detractors) / last(promoters + passives + detractors)",
        sources=("reichheld2003",),
        undefined="nobody could be asked in the last year",
    ),
    "recommenders_share": Measure(
        "customers who have recommended",
        "share",
        "Share of the customers at the end who have ever praised the firm.",
        "end(recommenders) / end(customers)",
        undefined="there are no customers at the end",
    ),
    "recommended_share": Measure(
        "won by recommendation (credited)",
        "share",
        "Share of the customers won who came by word of mouth or referral, by the strongest message.",
        "sum(acquired_by_word_of_mouth + acquired_by_referral) / sum(acquired)",
        undefined="nobody was won",
        rests_on="acquired",
        credit="recommendation",
    ),
    "referral_r": Measure(
        "recruits per customer lifetime (credited)",
        "ratio",
        "Customers won by recommendation for each customer lost.",
        "sum(acquired_by_word_of_mouth + acquired_by_referral) / sum(lost)",
        sources=("kumar2010",),
        undefined="nobody was lost",
        rests_on="lost",
        credit="recommendation",
    ),
    "cost_to_acquire": Measure(
        "cost to acquire one customer",
        "money",
        "Acquisition cost for each customer won other than by win-back: an average, over those too who would "
        "have come without it.",
        "sum(acquisition) / (sum(acquired) - sum(acquired_by_win_back))",
        sources=("blattberg1996",),
        undefined="nobody was won other than by win-back",
        rests_on="acquired",
    ),
    "cost_to_retain": Measure(
        "cost to retain one customer a year",
        "money",
        "What is spent on one customer in a year to keep him or her, programmes and recovery from failures "
        "included: an average.",
        "year x sum(retention_cost + recovery) / sum(customers_at_start)",
        sources=("blattberg1996",),
        undefined="nobody was a customer when a period began",
    ),
    "cost_per_retained": Measure(
        "cost of a year for each customer retained",
        "money",
        "What is spent in a year to keep customers, for each of them who is still there at its end.",
        "cost_to_retain / cohort_retention",
        sources=("blattberg1996",),
        undefined="nobody has stayed for a year",
        rests_on="lost",
    ),
    "cost_to_win_back": Measure(
        "cost to win back one customer (credited)",
        "money",
        "Win-back cost for each customer who came back with an offer: an average, over those too who would "
        "have returned without one.",
        "sum(win_back) / sum(acquired_by_win_back)",
        sources=("stauss1999",),
        undefined="nobody was won back",
        credit="win-back",
    ),
    "lifetime_value": Measure(
        "expected lifetime value",
        "money",
        "Expected value of a present customer at the last year's margin and retention, the first margin "
        "after one more period.",
        "m r / (1 + d - r) with m = last(contribution + acquisition) / last(customers) and "
        "r = 1 - last(lost) / last(customers_at_start); otherwise as `residual_value` says",
        sources=("berger1998", "gupta2003"),
        undefined="nobody was a customer when a period of the last year began, or it has no end",
        rests_on="lost",
    ),
    "silent_share": Measure(
        "dissatisfied leavers who never complained",
        "share",
        "Share of dissatisfied leavers who never complained.",
        "sum(silent_leavers) / sum(dissatisfied_leavers)",
        sources=("tarp1986",),
        undefined="nobody left dissatisfied",
    ),
    "silent_failures": Measure(
        "failures that nobody complained of",
        "share",
        "Share of failures of which the customer said nothing to the firm.",
        "1 - sum(complaints) / sum(failures)",
        sources=("tarp1986",),
        undefined="nothing went wrong",
    ),
    "praise_to_blame": Measure(
        "positive to negative word of mouth",
        "ratio",
        "People who praised for each one who warned.",
        "sum(positive_speakers) / sum(negative_speakers)",
        sources=("east2007",),
        undefined="nobody warned",
    ),
    "inflow_per_outflow": Measure(
        "won per lost customer",
        "ratio",
        "Customers won for each one lost.",
        "sum(acquired) / sum(lost)",
        undefined="nobody was lost",
        rests_on="lost",
    ),
}
"""Every measure of an outcome."""

HEADLINES = tuple(name for name, measure in MEASURES.items() if measure.headline)
"""The measures on which policies are compared first."""

BASE_MEASURES = {
    "silent_customers": Measure(
        "customers silent for longer than the limit",
        "share",
        "Share of the customers at the end whose last purchase lies further back than a stated limit, a year "
        "unless another is given: where nobody gives notice, they may have left for good.",
        "customers with periods - 1 - last_purchase > limit / customers, both at the end",
        sources=("fader2005bgnbd",),
        undefined="there are no customers at the end",
    ),
    "wallet_by_value": Measure(
        "share of wallet by value",
        "share",
        "Share of what the customers at the end spent in the category, over the whole run.",
        "their revenue with the firm / their revenue with all firms",
        undefined="no customer at the end has paid anything in the run",
    ),
    "kept_or_back": Measure(
        "customers of a year ago who are customers",
        "share",
        "Of those who were customers when a year of the run began, the share who are at its end, whether "
        "they have stayed or have left and returned.",
        "those on a rung of customers at both ends of a year / those on one when it began",
        sources=("fader2007",),
        undefined="the run is shorter than a year, or nobody was a customer when a year began",
    ),
}
"""Every measure of a base of customers that needs each of them to be looked at."""


def headlines_by(measure: str) -> tuple[str, ...]:
    """The headline measures where this one decides in the place of customer equity."""
    return (measure, *HEADLINES[1:])
