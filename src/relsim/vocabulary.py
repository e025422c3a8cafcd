"""The words of the field, each once: rungs, reasons, channels, cost lines, and what is counted.

Every word has a number, because columns hold numbers. Rules use the plain integer constants below
(compiled code cannot build an enum member); tables and figures use the enums' names.
"""

from enum import IntEnum


class Rung(IntEnum):
    """Where a customer stands with one firm (Payne, Christopher, Clark and Peck 1995)."""

    PROSPECT = 0
    PURCHASER = 1
    CLIENT = 2
    SUPPORTER = 3
    ADVOCATE = 4
    PARTNER = 5
    LAPSED = 6


PROSPECT, PURCHASER, CLIENT, SUPPORTER, ADVOCATE, PARTNER, LAPSED = map(int, Rung)


class Reason(IntEnum):
    """Why a relationship ended."""

    NONE = 0
    MOVED = 1
    PRICE = 2
    BAD_HANDLING = 3
    NEGLECT = 4
    COMPETITOR = 5
    FADING_NEED = 6
    CLOSED = 7


STILL_HERE, MOVED, PRICE, BAD_HANDLING, NEGLECT, COMPETITOR, FADING_NEED, CLOSED = map(int, Reason)


class Channel(IntEnum):
    """What brought a customer to the firm."""

    FOUNDING = 0
    ADVERTISING = 1
    COUPON = 2
    WORD_OF_MOUTH = 3
    REFERRAL = 4
    WIN_BACK = 5
    WALK_IN = 6


FOUNDING, ADVERTISING, COUPON, WORD_OF_MOUTH, REFERRAL, WIN_BACK, WALK_IN = map(int, Channel)


class Group(IntEnum):
    """A line of the profit and loss statement, kept for every customer."""

    REVENUE = 0
    GOODS = 1
    SERVICE = 2
    ACQUISITION = 3
    RETENTION_COST = 4
    RECOVERY = 5
    WIN_BACK = 6
    FIXED = 7
    STAFF = 8


CUSTOMER_GROUPS = tuple(Group)[: Group.FIXED]
"""Kept for every customer: all but FIXED and STAFF, which no single customer causes."""


class Line(IntEnum):
    """Under which name an amount is booked; each belongs to one group of the statement."""

    REVENUE = 0
    GOODS = 1
    SERVICE = 2
    COUPONS = 3
    GUARANTEES = 4
    REFERRAL_REWARDS = 5
    CONTACTS_COST = 6
    PROGRAMME = 7
    CO_CREATION = 8
    RECOVERY = 9
    COMPENSATION = 10
    WIN_BACK_OFFERS = 11
    ADVERTISING = 12
    PROGRAMME_RUNNING = 13
    OVERHEAD = 14
    RETENTION_SPENDING = 15
    STAFF = 16
    HIRING = 17
    PERSONALISATION = 18
    TOUCHPOINTS = 19
    BONDS_UPKEEP = 20
    COMMUNITY = 21
    ACCOUNT_REVIEWS = 22
    CRM = 23
    REVIEW_REQUESTS = 24


GROUP_OF_LINE = (
    Group.REVENUE,
    Group.GOODS,
    Group.SERVICE,
    Group.ACQUISITION,
    Group.ACQUISITION,
    Group.ACQUISITION,
    Group.RETENTION_COST,
    Group.RETENTION_COST,
    Group.RETENTION_COST,
    Group.RECOVERY,
    Group.RECOVERY,
    Group.WIN_BACK,
    Group.ACQUISITION,
    Group.RETENTION_COST,
    Group.FIXED,
    Group.RETENTION_COST,
    Group.STAFF,
    Group.STAFF,
    Group.RETENTION_COST,
    Group.SERVICE,
    Group.RETENTION_COST,
    Group.RETENTION_COST,
    Group.RETENTION_COST,
    Group.RETENTION_COST,
    Group.ACQUISITION,
)
"""The group of each line, in the order of the lines."""

COUNTS = (
    "purchases",
    "first_purchases",
    "second_purchases",
    "failures",
    "complaints",
    "recovered",
    "contacts",
    "members",
    "promoters",
    "passives",
    "detractors",
    "recommenders",
    "positive_speakers",
    "negative_speakers",
    "praise_heard",
    "blame_heard",
    "satisfaction_ppm",
    "trust_ppm",
    "commitment_ppm",
    "category_purchases",
    "offers_made",
    "dissatisfied_leavers",
    "silent_leavers",
    "referred_customers",
    "referred_lost",
    "employees_ppm",
    "staff_satisfaction_ppm",
    "staff_skill_ppm",
    "staff_turnover_ppm",
    "staff_tenure_ppm",
    "community_members",
    "reviews",
    "stars",
    "price_ppm",
)
"""What is counted for each firm in each period, besides flows, gains, losses and money."""

TENURE_YEARS = 6
"""Customers exposed to loss, and lost, are counted by year of tenure; the last year is open."""

RUNGS = len(Rung)
FLOWS = 0
"""First place of the 7 x 7 flows in a firm's tally of a period; the other blocks follow."""
ACQUIRED = FLOWS + RUNGS * RUNGS
LOST = ACQUIRED + len(Channel)
EXPOSED = LOST + len(Reason)
LOST_BY_TENURE = EXPOSED + TENURE_YEARS
NAMED = LOST_BY_TENURE + TENURE_YEARS
REVENUE_LINE = NAMED + int(Line.REVENUE)
REFERRED_CUSTOMERS = NAMED + len(Line) + COUNTS.index("referred_customers")
REFERRED_LOST = NAMED + len(Line) + COUNTS.index("referred_lost")
POSITIVE_SPEAKERS = NAMED + len(Line) + COUNTS.index("positive_speakers")
REVIEWS = NAMED + len(Line) + COUNTS.index("reviews")
STARS = NAMED + len(Line) + COUNTS.index("stars")
NEGATIVE_SPEAKERS = NAMED + len(Line) + COUNTS.index("negative_speakers")
TALLY_WIDTH = NAMED + len(Line) + len(COUNTS)


def word(member: IntEnum) -> str:
    """The name of a vocabulary member as tables and figures show it."""
    return member.name.lower().replace("_", " ")


def column_name(member: IntEnum) -> str:
    """The name of a vocabulary member as a table column."""
    return member.name.lower()
