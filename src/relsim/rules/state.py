"""What a rule may look at: one person, one attitude, one message, one set of departure chances.

These are tuples of plain numbers, so that the same rule reads them in Python and in compiled code.
Stored traits and attitudes are single precision; adding 0.0 on reading widens them before any
arithmetic, in both drivers alike.
"""

from typing import Any, NamedTuple, Protocol


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
    """What one firm, and the neighbours talking of it, got across to one customer this period."""

    push: float
    channel: int
    discount: float


class Chances(NamedTuple):
    """Chance per period of leaving for each reason but moving away, as if it were the only one."""

    price: float
    bad_handling: float
    neglect: float
    competitor: float
    fading_need: float


AT_RENEWAL, AFTER_BUYING, AT_END = 0, 1, 2
"""Moments at which those who were customers before a period may leave: before its needs, after each
purchase in it, and at its end."""


class Parameters(Protocol):
    """The numbers of a scenario by name: `behaviour.experience_gain`, `firm.contact_cost`."""

    def __getattr__(self, name: str) -> float:
        """Any numeric setting, its path in the scenario joined by underscores."""


Human = Any
"""A customer's record: traits and when they arrive in the market (see `market.columns`)."""

GONE = 32_000
"""A period after every other: when somebody arrives who has moved away."""


class Rows(Protocol):
    """Records of several firms, or the parts of a town."""

    def __len__(self) -> int:
        """How many there are."""

    def __getitem__(self, place: Any) -> Any:
        """One record, or one number."""

    def __setitem__(self, place: Any, value: Any) -> None:
        """Change one record, or one number."""

    def __getattr__(self, name: str) -> Any:
        """A part of the town."""


Standing = Any
"""What anybody can know of one firm after the last period (see `market.columns`)."""


Tie = Any
"""The record of one customer's relationship with one firm, which rules may change."""


def person_of(human: Human, luck: int) -> Person:
    """The traits of a customer, whose lasting luck has this key."""
    return Person(
        human.need_rate + 0.0,
        human.basket + 0.0,
        human.price_sensitivity + 0.0,
        human.proneness + 0.0,
        human.values + 0.0,
        human.talkativeness + 0.0,
        human.mobility + 0.0,
        human.fickleness + 0.0,
        human.restlessness + 0.0,
        luck,
    )


def attitude_of(tie: Tie) -> Attitude:
    """The attitude of a customer to a firm."""
    return Attitude(
        tie.satisfaction + 0.0,
        tie.expectation + 0.0,
        tie.trust + 0.0,
        tie.commitment + 0.0,
        tie.bonds + 0.0,
        tie.attention + 0.0,
        tie.grievance + 0.0,
        tie.remembered_price + 0.0,
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
