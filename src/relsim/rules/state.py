"""What a rule may look at: one person, one attitude, one message, one set of departure chances.

These are tuples of plain numbers, so that the same rule reads them in Python and in compiled code.
Stored traits and attitudes are single precision; adding 0.0 on reading widens them before any
arithmetic, in both drivers alike.
"""

from typing import Any, NamedTuple, Protocol, TypeVar

from relsim.rules.records import Heard, Human, Tie


class Person(NamedTuple):
    """The lasting traits of one customer, and the key of lasting luck."""

    need_rate: float
    basket: float
    price_sensitivity: float
    proneness: float
    values: float
    talkativeness: float
    mobility: float
    fickleness: float
    restlessness: float
    luck: int


class Attitude(NamedTuple):
    """How one customer feels about one firm; every part but the price lies near [0, 1]."""

    satisfaction: float
    expectation: float
    trust: float
    commitment: float
    bonds: float
    attention: float
    grievance: float
    remembered_price: float


class Message(NamedTuple):
    """What one firm, and the neighbours talking of it, got across to one customer this period.

    `offer` is the channel whose discount it is: a coupon, a referral or a win-back offer.
    """

    push: float
    channel: int
    discount: float
    offer: int


class Chances(NamedTuple):
    """Chance per period of leaving for each reason but moving away, as if it were the only one."""

    price: float
    bad_handling: float
    neglect: float
    competitor: float
    fading_need: float


class Rival(NamedTuple):
    """A rival as one customer of a firm sees it: how much better and cheaper it makes leaving (both as
    logarithms), and how loud it is: 0 where no rival is known, 1 for one that does not advertise."""

    better: float
    cheaper: float
    loud: float


AT_RENEWAL, AFTER_BUYING, AT_END = 0, 1, 2
"""Moments at which those who were customers before a period may leave: before its needs, after each
purchase in it, and at its end."""


GONE = 32_000
"""A period after every other: when somebody arrives who has moved away."""


RowType = TypeVar("RowType", covariant=True)


class FirmRows(Protocol[RowType]):
    """Records of several firms."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, place: int) -> RowType:
        """One record."""


class Town(Protocol):
    """Who talks with whom, and what everybody says (see `market.columns`)."""

    first: Any
    neighbours: Any
    meetings: Any
    since: Any
    voices: Any
    speaking: Any
    heard: FirmRows[FirmRows[Heard]]


class Tally(Protocol):
    """What happened to each firm in one period, by place."""

    def __len__(self) -> int:
        """How many firms there are."""

    def __getitem__(self, place: tuple[int, int]) -> int:
        """One number."""

    def __setitem__(self, place: tuple[int, int], value: int) -> None:
        """Change one number."""


def person_of(human: Human, luck: int) -> Person:
    """The traits of a customer, whose lasting luck has this key."""
    return Person(
        need_rate=human.need_rate + 0.0,
        basket=human.basket + 0.0,
        price_sensitivity=human.price_sensitivity + 0.0,
        proneness=human.proneness + 0.0,
        values=human.values + 0.0,
        talkativeness=human.talkativeness + 0.0,
        mobility=human.mobility + 0.0,
        fickleness=human.fickleness + 0.0,
        restlessness=human.restlessness + 0.0,
        luck=luck,
    )


def attitude_of(tie: Tie) -> Attitude:
    """The attitude of a customer to a firm."""
    return Attitude(
        satisfaction=tie.satisfaction + 0.0,
        expectation=tie.expectation + 0.0,
        trust=tie.trust + 0.0,
        commitment=tie.commitment + 0.0,
        bonds=tie.bonds + 0.0,
        attention=tie.attention + 0.0,
        grievance=tie.grievance + 0.0,
        remembered_price=tie.remembered_price + 0.0,
    )


def with_satisfaction(attitude: Attitude, satisfaction: float) -> Attitude:
    """The same attitude, pleased so much."""
    return Attitude(
        satisfaction=satisfaction,
        expectation=attitude.expectation,
        trust=attitude.trust,
        commitment=attitude.commitment,
        bonds=attitude.bonds,
        attention=attitude.attention,
        grievance=attitude.grievance,
        remembered_price=attitude.remembered_price,
    )


def with_trust(attitude: Attitude, trust: float) -> Attitude:
    """The same attitude, trusting so much."""
    return Attitude(
        satisfaction=attitude.satisfaction,
        expectation=attitude.expectation,
        trust=trust,
        commitment=attitude.commitment,
        bonds=attitude.bonds,
        attention=attitude.attention,
        grievance=attitude.grievance,
        remembered_price=attitude.remembered_price,
    )


def with_attention(attitude: Attitude, attention: float) -> Attitude:
    """The same attitude, that feels so much attended to."""
    return Attitude(
        satisfaction=attitude.satisfaction,
        expectation=attitude.expectation,
        trust=attitude.trust,
        commitment=attitude.commitment,
        bonds=attitude.bonds,
        attention=attention,
        grievance=attitude.grievance,
        remembered_price=attitude.remembered_price,
    )


def with_grievance(attitude: Attitude, grievance: float) -> Attitude:
    """The same attitude, with so much of a grievance."""
    return Attitude(
        satisfaction=attitude.satisfaction,
        expectation=attitude.expectation,
        trust=attitude.trust,
        commitment=attitude.commitment,
        bonds=attitude.bonds,
        attention=attitude.attention,
        grievance=grievance,
        remembered_price=attitude.remembered_price,
    )


def keep_attitude(tie: Tie, attitude: Attitude) -> None:
    """Store the attitude of a customer to a firm."""
    tie.satisfaction = attitude.satisfaction
    tie.expectation = attitude.expectation
    tie.trust = attitude.trust
    tie.commitment = attitude.commitment
    tie.bonds = attitude.bonds
    tie.attention = attitude.attention
    tie.grievance = attitude.grievance
    tie.remembered_price = attitude.remembered_price


def clamp(x: float) -> float:
    """The nearest number within [0, 1]."""
    return min(1.0, max(0.0, x))


def is_customer(rung: int) -> bool:
    """Whether somebody on this rung currently has a relationship: neither prospect nor lapsed."""
    return 1 <= rung <= 5
