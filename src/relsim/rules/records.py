"""The records that rules read and change, by name; written by `tests/rules/renew_settings.py`.

They are rows of the state (see `market.columns`). A name that is not here is none.
"""

from typing import Protocol


class Human(Protocol):
    """One customer: lasting traits, when they arrive, and needs met early."""

    need_rate: float
    basket: float
    price_sensitivity: float
    proneness: float
    values: float
    talkativeness: float
    mobility: float
    fickleness: float
    restlessness: float
    arrives: int
    segment: int
    needs_met_early: int


class Tie(Protocol):
    """One customer's relationship with one firm."""

    revenue: int
    goods: int
    service: int
    acquisition: int
    retention_cost: int
    recovery: int
    win_back: int
    satisfaction: float
    expectation: float
    trust: float
    commitment: float
    bonds: float
    attention: float
    grievance: float
    remembered_price: float
    hearsay: float
    encounters: float
    recruiter: int
    teller: int
    purchases: int
    first_at: int
    acquired_at: int
    last_purchase: int
    ended_at: int
    praised_at: int
    approached_at: int
    rung: int
    channel: int
    reason: int
    member: int
    community: int
    failures: int
    complaints: int
    praised: int
    known: int


class Standing(Protocol):
    """What anybody can know of one firm after the last period."""

    average_revenue: float
    praising: float
    blaming: float
    reviews: float
    stars: float


class Books(Protocol):
    """What is booked and counted of one firm in one period."""

    revenue: int
    goods: int
    service: int
    coupons: int
    guarantees: int
    referral_rewards: int
    contacts_cost: int
    programme: int
    co_creation: int
    recovery: int
    compensation: int
    win_back_offers: int
    advertising: int
    programme_running: int
    overhead: int
    retention_spending: int
    staff: int
    hiring: int
    personalisation: int
    touchpoints: int
    bonds_upkeep: int
    community: int
    account_reviews: int
    crm: int
    review_requests: int
    purchases: int
    first_purchases: int
    second_purchases: int
    failures: int
    complaints: int
    recovered: int
    contacts: int
    members: int
    promoters: int
    passives: int
    detractors: int
    recommenders: int
    positive_speakers: int
    negative_speakers: int
    praise_heard: int
    blame_heard: int
    satisfaction_ppm: int
    trust_ppm: int
    commitment_ppm: int
    category_purchases: int
    offers_made: int
    dissatisfied_leavers: int
    silent_leavers: int
    referred_customers: int
    referred_lost: int
    employees_ppm: int
    staff_satisfaction_ppm: int
    staff_skill_ppm: int
    staff_turnover_ppm: int
    staff_tenure_ppm: int
    community_members: int
    reviews: int
    stars: int
    price_ppm: int


class Desk(Protocol):
    """What one customer keeps in mind of one firm in a period."""

    before: int
    bought: int
    others: int
    praise: int
    blame: int
    teller: int
    channel: int
    offer: int
    push: float
    discount: float
    appeal: float


class Heard(Protocol):
    """What neighbours said of one firm, and who praised it last."""

    praise: int
    blame: int
    teller: int
