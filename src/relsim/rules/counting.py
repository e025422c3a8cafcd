"""Counting: what the period did to one relationship, seen from its end."""

from relsim.rules.records import Standing, Tie
from relsim.rules.settings import Behaviour
from relsim.rules.state import Tally, is_customer
from relsim.vocabulary import (
    ACQUIRED,
    EXPOSED,
    FLOWS,
    LAPSED,
    LOST,
    LOST_BY_TENURE,
    NEGATIVE_SPEAKERS,
    PARTNER,
    POSITIVE_SPEAKERS,
    PURCHASER,
    REFERRAL,
    REFERRED_CUSTOMERS,
    REFERRED_LOST,
    REVENUE_LINE,
    REVIEWS,
    RUNGS,
    STARS,
    TENURE_YEARS,
    WORD_OF_MOUTH,
)


def count_move(f: int, t: int, before: int, tie: Tie, behaviour: Behaviour, tally: Tally) -> None:
    """Count the move from rung to rung, who came by which channel, and who left for which reason."""
    rung = tie.rung + 0
    tally[f, FLOWS + before * RUNGS + rung] += 1
    if is_customer(before):
        year = min(TENURE_YEARS - 1, int((t - tie.acquired_at) / behaviour.year))
        referred = int(tie.channel == REFERRAL or tie.channel == WORD_OF_MOUTH)
        tally[f, EXPOSED + year] += 1
        tally[f, REFERRED_CUSTOMERS] += referred
        if rung == LAPSED:
            tally[f, LOST + tie.reason] += 1
            tally[f, LOST_BY_TENURE + year] += 1
            tally[f, REFERRED_LOST] += referred
    elif is_customer(rung):
        tally[f, ACQUIRED + tie.channel] += 1


def take_stock(tally: Tally, f: int, people: float, standing: Standing) -> None:
    """Note after a period how one firm stands among the people there, for everybody to know in the next."""
    standing.average_revenue = average_revenue(tally, f)
    standing.praising = tally[f, POSITIVE_SPEAKERS] / people
    standing.blaming = tally[f, NEGATIVE_SPEAKERS] / people
    standing.reviews += tally[f, REVIEWS]
    standing.stars += tally[f, STARS]


def average_revenue(tally: Tally, f: int) -> float:
    """Mean revenue per customer of a firm in the period of this tally, as the books hold it."""
    customers = 0
    for before in range(RUNGS):
        for rung in range(PURCHASER, PARTNER + 1):
            customers += tally[f, FLOWS + before * RUNGS + rung]
    return float(tally[f, REVENUE_LINE] / max(1, customers))
