"""The words of the field, each once: rungs, reasons, channels, cost lines, and what is counted.

Every word has a number, because columns hold numbers. Rules use the plain integer constants below
(compiled code cannot build an enum member); tables and figures use the enums' names.
"""

from enum import IntEnum
from typing import Self

BOOKED_PER_UNIT = 100_000.0
"""One unit of the currency in the books, which are kept in whole thousandths of a cent."""


def word(member: IntEnum) -> str:
    """The name of a vocabulary member as tables and figures show it."""
    return member.name.lower().replace("_", " ")


class Word(IntEnum):
    """A word of the field: its number, and what it means."""

    meaning: str

    def __new__(cls, number: int, meaning: str = "") -> Self:
        """The word with this number."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.meaning = meaning
        return member

    def __str__(self) -> str:
        """Its name; as a number it is what columns hold."""
        return word(self)


class Rung(Word):
    """Where a customer stands with one firm (Payne, Christopher, Clark and Peck 1995)."""

    PROSPECT = 0, "Has never bought from the firm."
    PURCHASER = 1, "Has bought once."
    CLIENT = 2, "Buys again, for whatever motive: liking, habit or switching cost."
    SUPPORTER = 3, "Is committed to the firm, but passive."
    ADVOCATE = 4, "Is strongly committed and recommends the firm."
    PARTNER = 5, "Creates value together with the firm; invited as an advocate."
    LAPSED = 6, "Was a customer, is none now, and remembers."


PROSPECT, PURCHASER, CLIENT, SUPPORTER, ADVOCATE, PARTNER, LAPSED = map(int, Rung)


class Reason(Word):
    """Why a relationship ended."""

    NONE = 0, "The relationship has not ended."
    MOVED = 1, "Left the region, and with it the market."
    PRICE = 2, "Dearer than rivals, or dearer than remembered."
    BAD_HANDLING = 3, "A failure that was not put right."
    NEGLECT = 4, "Felt forgotten."
    COMPETITOR = 5, "A rival's offer was better, louder or praised."
    FADING_NEED = 6, "Does not need the category any more."
    CLOSED = 7, "The firm left the market."


STILL_HERE, MOVED, PRICE, BAD_HANDLING, NEGLECT, COMPETITOR, FADING_NEED, CLOSED = map(int, Reason)


class Channel(Word):
    """What brought a customer to the firm."""

    FOUNDING = 0, "Was a customer when the scenario began."
    ADVERTISING = 1, "An advertisement was the strongest message."
    COUPON = 2, "A coupon was the strongest message."
    WORD_OF_MOUTH = 3, "A recommendation was the strongest message, without a reward."
    REFERRAL = 4, "A recommendation was the strongest message, with a reward for the newcomer."
    WIN_BACK = 5, "Came back after a win-back offer."
    WALK_IN = 6, "No message arrived."


FOUNDING, ADVERTISING, COUPON, WORD_OF_MOUTH, REFERRAL, WIN_BACK, WALK_IN = map(int, Channel)


class Group(Word):
    """A line of the profit and loss statement, kept for every customer."""

    REVENUE = 0, "What customers paid."
    GOODS = 1, "Cost of what was sold."
    SERVICE = 2, "Cost of serving it."
    ACQUISITION = 3, "Cost of winning customers for the first time."
    RETENTION_COST = 4, "Cost of keeping customers."
    RECOVERY = 5, "Cost of putting failures right."
    WIN_BACK = 6, "Cost of winning former customers back."
    FIXED = 7, "Costs that no single customer causes."
    STAFF = 8, "Cost of the people who serve, which no single customer causes."


CUSTOMER_GROUPS = tuple(Group)[: Group.FIXED]
"""Kept for every customer: all but FIXED and STAFF, which no single customer causes."""


class Line(IntEnum):
    """Under which name an amount is booked; each belongs to one `group` of the statement.

    `words` are what a reader knows it by, unless its name will do.
    """

    group: Group
    meaning: str
    words: str

    def __new__(cls, number: int, group: Group, meaning: str, words: str = "") -> Self:
        """The line with this number."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.group, member.meaning, member.words = group, meaning, words
        return member

    def __init__(self, *_: object) -> None:
        self.words = self.words or word(self)

    REVENUE = 0, Group.REVENUE, "What the customer paid."
    GOODS = 1, Group.GOODS, "What the goods cost.", "cost of goods"
    SERVICE = 2, Group.SERVICE, "What serving the customer cost.", "cost of service"
    COUPONS = 3, Group.ACQUISITION, "What coupons took off first purchases."
    GUARANTEES = 4, Group.ACQUISITION, "What guarantees refunded."
    REFERRAL_REWARDS = 5, Group.ACQUISITION, "Rewards for both sides of a recommendation."
    CONTACTS_COST = 6, Group.RETENTION_COST, "What keeping in touch cost.", "contacts"
    PROGRAMME = 7, Group.RETENTION_COST, "What the loyalty programme gave back.", "programme rewards"
    CO_CREATION = 8, Group.RETENTION_COST, "What working with partners cost.", "co-creation"
    RECOVERY = 9, Group.RECOVERY, "What handling complaints cost.", "handling of complaints"
    COMPENSATION = 10, Group.RECOVERY, "What was given to make up for failures."
    WIN_BACK_OFFERS = (
        11,
        Group.WIN_BACK,
        "What win-back offers cost, and took off the price.",
        "win-back offers",
    )
    ADVERTISING = 12, Group.ACQUISITION, "The advertising budget."
    PROGRAMME_RUNNING = 13, Group.RETENTION_COST, "The fixed cost of the loyalty programme."
    OVERHEAD = 14, Group.FIXED, "The firm's fixed cost."
    RETENTION_SPENDING = 15, Group.RETENTION_COST, "What was spent at renewals on keeping customers."
    STAFF = 16, Group.STAFF, "Pay, training, motivation and empowerment of the staff."
    HIRING = 17, Group.STAFF, "What filling empty posts cost."
    PERSONALISATION = 18, Group.RETENTION_COST, "What personal treatment cost."
    TOUCHPOINTS = 19, Group.SERVICE, "What touchpoints between purchases cost."
    BONDS_UPKEEP = 20, Group.RETENTION_COST, "What keeping up bonds cost."
    COMMUNITY = 21, Group.RETENTION_COST, "What the meetings of the community cost."
    ACCOUNT_REVIEWS = 22, Group.RETENTION_COST, "What reviewing relationships cost."
    CRM = 23, Group.RETENTION_COST, "Purchase and running of the customer relationship management system."
    REVIEW_REQUESTS = 24, Group.ACQUISITION, "What asking for reviews cost."


GROUP_OF_LINE = tuple(line.group for line in Line)
"""The group of each line, in the order of the lines."""

COUNTS = {
    "purchases": "Purchases made.",
    "first_purchases": "Purchases by somebody who had never bought from the firm.",
    "second_purchases": "Purchases by somebody who had bought from the firm once.",
    "failures": "Service episodes in which something went wrong.",
    "complaints": "Failures that were complained of.",
    "recovered": "Complaints that were put right.",
    "contacts": "Proactive contacts made.",
    "members": "Customers who are in the loyalty programme.",
    "promoters": "Customers who would answer 9 or 10 when asked for a recommendation.",
    "passives": "Customers who would answer 7 or 8.",
    "detractors": "Customers who would answer 6 or less.",
    "recommenders": "Customers who have ever praised the firm.",
    "positive_speakers": "People who praised the firm.",
    "negative_speakers": "People who warned of the firm.",
    "praise_heard": "Recommendations heard.",
    "blame_heard": "Warnings heard.",
    "satisfaction_ppm": "Sum of the satisfaction of customers, in millionths.",
    "trust_ppm": "Sum of their trust, in millionths.",
    "commitment_ppm": "Sum of their affective commitment, in millionths.",
    "category_purchases": "Purchases at any firm by this firm's customers.",
    "offers_made": "Win-back offers made.",
    "dissatisfied_leavers": "Customers who left dissatisfied, other than by moving or fading need.",
    "silent_leavers": "Those of them who never complained.",
    "referred_customers": "Customers at the start of the period who came by recommendation.",
    "referred_lost": "Those of them who left.",
    "employees_ppm": "Employees who serve customers, in millionths.",
    "staff_satisfaction_ppm": "Mean satisfaction of employees, in millionths.",
    "staff_skill_ppm": "Mean skill of employees, in millionths.",
    "staff_turnover_ppm": "Share of the employees who quit, in millionths.",
    "staff_tenure_ppm": "Mean time of employees in the firm, in millionths of a period.",
    "community_members": "Customers who belong to the firm's community.",
    "reviews": "Reviews written.",
    "stars": "Stars given in all of them.",
    "price_ppm": "What the firm asks for a unit, in millionths.",
}
"""What is counted for each firm in each period, besides flows, gains, losses and money, and what it means."""

TENURE_YEARS = 6
"""Customers exposed to loss, and lost, are counted by year of tenure; the last year is open."""

RUNGS = len(Rung)
FLOWS = 0
"""First place of the 7 x 7 flows in a firm's tally of a period; the other blocks follow."""
ACQUIRED = FLOWS + RUNGS * RUNGS
LOST = ACQUIRED + len(Channel)
EXPOSED = LOST + len(Reason)
LOST_BY_TENURE = EXPOSED + TENURE_YEARS
TENURE_COLUMNS = LOST_BY_TENURE + TENURE_YEARS
REVENUE_LINE = TENURE_COLUMNS + int(Line.REVENUE)
REFERRED_CUSTOMERS = TENURE_COLUMNS + len(Line) + list(COUNTS).index("referred_customers")
REFERRED_LOST = TENURE_COLUMNS + len(Line) + list(COUNTS).index("referred_lost")
POSITIVE_SPEAKERS = TENURE_COLUMNS + len(Line) + list(COUNTS).index("positive_speakers")
REVIEWS = TENURE_COLUMNS + len(Line) + list(COUNTS).index("reviews")
STARS = TENURE_COLUMNS + len(Line) + list(COUNTS).index("stars")
NEGATIVE_SPEAKERS = TENURE_COLUMNS + len(Line) + list(COUNTS).index("negative_speakers")


def column_name(member: IntEnum) -> str:
    """The name of a vocabulary member as a table column."""
    return member.name.lower()


COST_COLUMNS = tuple(column_name(line) for line in Line if line is not Line.REVENUE)
"""The columns of the lines that are costs."""
