"""Kinds of figures that a firm may bring: which measures each tells, and how it is given to a fit.

Only that is written here. Which unknown value a kind would narrow is found out in each market by itself.
"""

from dataclasses import dataclass

from relsim.scenario.schema.evident import EVIDENT
from relsim.vocabulary import TENURE_YEARS


@dataclass(frozen=True)
class KindOfFigures:
    """A kind of figures: its name, what it is in words, the measures it tells, and how it is given.

    `tables` are those that tell it: where one of them is there, the kind is. `answers` is of how many people
    it is, where it is asked of a sample; `of_rivals` whether it is of the rivals.
    """

    name: str
    words: str
    measures: tuple[str, ...]
    given: str = "`evidence`"
    tables: tuple[str, ...] = ()
    answers: int | None = None
    of_rivals: bool = False


SURVEYED = 400
"""How many people a survey is taken to ask."""

IN_YEARS = tuple(
    f"{what}_in_year_{year}" for what in ("churn", "retention") for year in range(1, TENURE_YEARS + 1)
)


def measures_named(*starts: str, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The measures whose names begin so, but for some."""
    return tuple(name for name in EVIDENT if name.startswith(starts) and name not in but)


CAME_BACK = (
    *("returned", "returned_share", "returning_customers", "new_customers", "won_back_a_year", "lapsed"),
    *("acquired_by_win_back", "cost_to_win_back", "win_back", "offers_made"),
)
OF_A_SURVEY = ("nps", "promoters", "passives", "detractors", "recommenders", "recommenders_share")
OF_RUNGS = (
    *("prospects", "advocates_and_partners", "purchasers", "clients", "supporters", "advocates", "partners"),
    *("advocates_share", "purchasers_share", "clients_share", "supporters_share", "partners_share"),
)

KINDS_OF_FIGURES = (
    KindOfFigures(
        "flows",
        "customers won and lost month by month",
        (
            *("customers", "customers_at_start", "acquired", "lost", "churn", "yearly_retention"),
            *("won_per_customer", "inflow_per_outflow"),
        ),
        "--periods or --customers",
        ("periods", "customers"),
    ),
    KindOfFigures(
        "purchases",
        "purchases of each customer",
        (
            *("purchases", "first_purchases", "second_purchases", "repeat_share", "spend_per_purchase"),
            *("purchases_a_year", "order_cycle", "revenue", "revenue_per_customer"),
        ),
        "--transactions",
        ("transactions",),
    ),
    KindOfFigures("tenure", "how many leave by year of tenure", IN_YEARS),
    KindOfFigures(
        "reasons",
        "reasons of those who left",
        (*measures_named("lost_to_"), "dissatisfied_leavers", "silent_leavers", "silent_share"),
    ),
    KindOfFigures(
        "channels",
        "what brought those who came",
        (
            *measures_named("acquired_by_", but=CAME_BACK),
            *("recommended_share", "referral_share", "referral_r", "referred_customers", "referred_lost"),
        ),
    ),
    KindOfFigures("former", "former customers who came back", CAME_BACK),
    KindOfFigures("survey", "answers to a survey", OF_A_SURVEY, "--survey", ("survey",), SURVEYED),
    KindOfFigures(
        "rungs",
        "a survey of how close customers are, by rung",
        OF_RUNGS,
        answers=SURVEYED,
    ),
    KindOfFigures(
        "service",
        "records of failures and complaints",
        (
            *("failures", "failure_share", "complaints", "complaint_share", "silent_failures"),
            *("recovered", "recovered_share"),
        ),
    ),
    KindOfFigures(
        "talk",
        "counts of praise and blame",
        (
            *("positive_speakers", "negative_speakers", "praise_heard", "blame_heard", "praise_to_blame"),
            *("reviews", "stars"),
        ),
    ),
    KindOfFigures(
        "relations",
        "counts of contacts and of members",
        ("contacts", "members", "members_share", "community_members"),
    ),
    KindOfFigures(
        "books",
        "costs and profit by line",
        (
            *("goods", "service", "acquisition", "retention_cost", "recovery", "fixed", "staff"),
            *("contribution", "profit", "cost_to_acquire", "cost_to_retain"),
        ),
    ),
    KindOfFigures(
        "wallet",
        "shares of the market and of what customers buy at all firms",
        ("market_share", "market_share_by_value", "share_of_wallet", "category_purchases"),
    ),
    KindOfFigures(
        "rivals",
        "what rivals win, lose and take",
        ("customers", "acquired", "lost", "revenue"),
        of_rivals=True,
    ),
)
"""All kinds; each measure that does not look back for years is in one of them, some again for rivals."""


def asked_of_sample(measure: str, value: float, answers: int) -> float:
    """The standard error of a share, or of a net promoter score, that so many people tell; 0 of all else."""
    if measure == "nps":
        return float(100.0 / answers**0.5)
    share = min(max(value, 0.0), 1.0) if measure.endswith("_share") else 0.0
    return float((share * (1.0 - share) / answers) ** 0.5)
