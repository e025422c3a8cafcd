"""Grouping: the four groups of customers by what they spend at once and how often they buy.

Each is held with all one's might, watched, or let go; the practitioners' matrix of basket and frequency, a
short form of recency, frequency and monetary value (Hughes 1994). What was bought before the scenario
began is not in the firm's records.
"""

from relsim.rules.care import at_risk
from relsim.rules.records import Tie
from relsim.rules.settings import Firm
from relsim.rules.state import Attitude
from relsim.vocabulary import BOOKED_PER_UNIT

GROUPS = 3
"""The word `groups` among the rules for targeting (see `rules.care`)."""

LET_GO, WATCH, HOLD = 0, 1, 2
FOUNDERS_BOUGHT = 2
"""Purchases that a firm's first customers made before the start: they are clients. Of the few who had bought
once and come again, one purchase in the records is taken for one from before."""


def worth_holding(t: int, silence: float, tie: Tie, attitude: Attitude, firm: Firm) -> bool:
    """Whether money is meant for this customer: for those to hold, and those to watch while at risk."""
    treatment = treatment_of(t, tie, firm)
    if treatment == WATCH:
        return at_risk(attitude, silence, firm)
    return bool(treatment == HOLD)


def treatment_of(t: int, tie: Tie, firm: Firm) -> float:
    """What the firm does about customers of this one's group: LET_GO, WATCH or HOLD."""
    bought = max(0, tie.purchases - (FOUNDERS_BOUGHT if tie.first_at < 0 else 0))
    large = bought > 0 and tie.revenue >= firm.targeting_groups_large * BOOKED_PER_UNIT * bought
    if bought >= firm.targeting_groups_frequent * (t + 1 - max(0, tie.first_at)):
        return firm.targeting_groups_large_frequent if large else firm.targeting_groups_small_frequent
    return firm.targeting_groups_large_rare if large else firm.targeting_groups_small_rare
