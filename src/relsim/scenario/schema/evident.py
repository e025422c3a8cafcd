"""What can be evidence: every measure that a firm may know and that can be counted in a run."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from relsim.vocabulary import (
    COUNTS,
    PARTNER,
    PURCHASER,
    TENURE_YEARS,
    Channel,
    Group,
    Reason,
    Rung,
    column_name,
)

EvidentKind = Literal["flow", "stock", "ratio"]

RUNG_COLUMNS: Mapping[str, int] = MappingProxyType(
    {f"{column_name(rung)}s": int(rung) for rung in tuple(Rung)[PURCHASER : PARTNER + 1]}
)
"""The columns of people on each rung of customers at the end of a period."""

AT_THE_END = {"members", "promoters", "passives", "detractors", "community_members", "recommenders"}
STOCKS = ("customers", "prospects", "lapsed", "advocates_and_partners", *RUNG_COLUMNS, *sorted(AT_THE_END))
FLOWS_IN_A_PERIOD = (
    *("acquired", "returned", "lost", "customers_at_start"),
    *(f"acquired_by_{column_name(channel)}" for channel in tuple(Channel)[1:]),
    *(f"lost_to_{column_name(reason)}" for reason in tuple(Reason)[1:]),
    *(name for name in COUNTS if not name.endswith("_ppm") and name not in AT_THE_END),
    *(column_name(group) for group in Group),
    *("contribution", "profit"),
)


@dataclass(frozen=True)
class EvidentQuotient:
    """Sums over a span of time by which a measure is counted: `part` by `of`, those with a minus subtracted.

    It is `times` as much, of a year where it is `a_year`, and told `in_months`; where it is `of_all`, the sum
    of all firms is what is divided by. Where there is nobody to divide by it is `nothing`.
    """

    part: tuple[str, ...]
    of: tuple[str, ...] = ()
    times: float = 1.0
    a_year: bool = False
    in_months: bool = False
    of_all: bool = False
    nothing: float = 0.0

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table of periods that it needs."""
        return tuple(dict.fromkeys(name.removeprefix("-") for name in (*self.part, *self.of)))

    @property
    def formula(self) -> str:
        """How it is counted, as a table writes it."""
        times = "" if self.times == 1.0 else f"{self.times:g} x "
        times += "year x " * self.a_year + "months x " * self.in_months
        above = f"{times}({joined(self.part)})"
        return f"{above} / ({joined(self.of)}{' of all firms' if self.of_all else ''})" if self.of else above


def joined(names: tuple[str, ...]) -> str:
    """Names with their signs between them."""
    return " ".join([names[0], *(f"- {one[1:]}" if one.startswith("-") else f"+ {one}" for one in names[1:])])


RECOMMENDED = ("acquired_by_word_of_mouth", "acquired_by_referral")
EVERYBODY_LEFT = 1.0
"""The churn of a market that has died out: it has lost everybody."""

SUMS_OF_FLOWS: Mapping[str, EvidentQuotient] = MappingProxyType(
    {
        "new_customers": EvidentQuotient(("acquired", "-returned")),
        "returning_customers": EvidentQuotient(("returned",)),
        "acquired_by_recommendation": EvidentQuotient(RECOMMENDED),
    }
)
"""Flows that are made of several."""

CHURN = EvidentQuotient(("lost",), ("customers_at_start",), nothing=EVERYBODY_LEFT)
RATIOS: Mapping[str, EvidentQuotient] = MappingProxyType(
    {
        "yearly_retention": CHURN,
        "churn": CHURN,
        "nps": EvidentQuotient(("promoters", "-detractors"), ("promoters", "passives", "detractors"), 100.0),
        "market_share": EvidentQuotient(("purchases",), ("purchases",), of_all=True),
        "market_share_by_value": EvidentQuotient(("revenue",), ("revenue",), of_all=True),
        "share_of_wallet": EvidentQuotient(("purchases",), ("category_purchases",)),
        "repeat_share": EvidentQuotient(("second_purchases",), ("first_purchases",)),
        "complaint_share": EvidentQuotient(("complaints",), ("failures",)),
        "silent_failures": EvidentQuotient(("failures", "-complaints"), ("failures",)),
        "silent_share": EvidentQuotient(("silent_leavers",), ("dissatisfied_leavers",)),
        "recovered_share": EvidentQuotient(("recovered",), ("complaints",)),
        "failure_share": EvidentQuotient(("failures",), ("purchases",)),
        "spend_per_purchase": EvidentQuotient(("revenue",), ("purchases",)),
        "purchases_a_year": EvidentQuotient(("purchases",), ("customers_at_start",), a_year=True),
        "order_cycle": EvidentQuotient(("customers_at_start",), ("purchases", "-acquired"), in_months=True),
        "won_per_customer": EvidentQuotient(("acquired",), ("customers_at_start",)),
        "revenue_per_customer": EvidentQuotient(("revenue",), ("customers_at_start",)),
        "cost_to_acquire": EvidentQuotient(("acquisition",), ("acquired", "-acquired_by_win_back")),
        "cost_to_retain": EvidentQuotient(
            ("retention_cost", "recovery"), ("customers_at_start",), a_year=True
        ),
        "cost_to_win_back": EvidentQuotient(("win_back",), ("acquired_by_win_back",)),
        "recommended_share": EvidentQuotient(RECOMMENDED, ("acquired",)),
        "referral_share": EvidentQuotient(("acquired_by_referral",), ("acquired",)),
        "returned_share": EvidentQuotient(("returned",), ("acquired",)),
        "won_back_a_year": EvidentQuotient(("returned",), ("lapsed_at_start",), a_year=True),
        "referral_r": EvidentQuotient(RECOMMENDED, ("lost",)),
        "inflow_per_outflow": EvidentQuotient(("acquired",), ("lost",)),
        "praise_to_blame": EvidentQuotient(("positive_speakers",), ("negative_speakers",)),
        "advocates_share": EvidentQuotient(("advocates_and_partners",), ("customers",)),
        "recommenders_share": EvidentQuotient(("recommenders",), ("customers",)),
        "members_share": EvidentQuotient(("members",), ("customers",)),
        **{
            f"{name}_share": EvidentQuotient((name,), ("customers",))
            for name in RUNG_COLUMNS
            if name != "advocates"
        },
        **{
            f"{measure}_in_year_{year}": EvidentQuotient(
                (f"lost_in_year_{year}",), (f"customers_in_year_{year}",), nothing=EVERYBODY_LEFT
            )
            for measure in ("churn", "retention")
            for year in range(1, TENURE_YEARS + 1)
        },
    }
)
"""What is divided by what over a span of time, and by which columns of the table of periods."""

LATER_YEARS = tuple(range(2, TENURE_YEARS + 1))
OVER_YEARS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "cohort_retention": (
            "customers_at_start",
            *(f"{name}_in_year_{year}" for year in LATER_YEARS for name in ("customers", "lost")),
        ),
        "revenue_growth": ("revenue",),
    }
)
"""Ratios of what was a year ago or more, and the columns that they need."""

OF_EACH_CUSTOMER = ("net_revenue_retention", "gross_revenue_retention")
"""Ratios for which each customer is followed for a year, which a run does not keep."""

LONGEST_BEFORE: Mapping[str, float] = MappingProxyType(
    {"cohort_retention": 1.0, "revenue_growth": 2.0, **dict.fromkeys(OF_EACH_CUSTOMER, 1.0)}
)
"""How many years must have gone by when the span of such a figure ends."""

OF_A_SEGMENT = (
    *("customers", "acquired", "lost", "purchases", "revenue", "churn", "yearly_retention"),
    *("won_per_customer", "revenue_per_customer", "spend_per_purchase", "purchases_a_year"),
)
"""What is counted for a segment on its own."""

EVIDENT: Mapping[str, EvidentKind] = MappingProxyType(
    {
        **dict.fromkeys((*FLOWS_IN_A_PERIOD, *SUMS_OF_FLOWS), "flow"),
        **dict.fromkeys(STOCKS, "stock"),
        **dict.fromkeys((*RATIOS, *OVER_YEARS, *OF_EACH_CUSTOMER), "ratio"),
    }
)
"""What can be evidence: the sum of a flow over a span, a stock at its end, a ratio over the whole of it."""


def columns_needed(measure: str) -> tuple[str, ...]:
    """The columns of the table of periods, and of rungs, by which a measure is counted."""
    if measure in OVER_YEARS:
        return OVER_YEARS[measure]
    made = RATIOS.get(measure) or SUMS_OF_FLOWS.get(measure)
    return (measure,) if made is None else made.columns
