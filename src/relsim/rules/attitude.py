"""Attitude: what builds up, or fades, between episodes.

Affective commitment grows out of satisfaction and trust with those prone to relationships (Morgan and
Hunt 1994; De Wulf, Odekerken-Schroeder and Iacobucci 2001). Bonds are the calculative side: what it
would cost to switch (Burnham, Frels and Mahajan 2003). Attention fades unless renewed; too much of it
annoys (Godfrey, Seiders and Voss 2011).
"""

from relsim.rules.records import Tie
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import (
    Attitude,
    FirmRows,
    Person,
    clamp,
    with_attention,
    with_grievance,
    with_satisfaction,
)


def after_contact(attitude: Attitude, warmth: float) -> Attitude:
    """The attitude after being contacted, or recognised by a programme."""
    return with_attention(attitude, attitude.attention + warmth)


def after_care(attitude: Attitude, pleasure: float, warmth: float) -> Attitude:
    """The attitude after something that pleases, or displeases, and is felt as attention."""
    return with_attention(
        with_satisfaction(attitude, clamp(attitude.satisfaction + pleasure)), attitude.attention + warmth
    )


def lent_trust(trust: float, behaviour: Behaviour) -> float:
    """Trust of a newcomer to whom a friend recommended the firm: trust in the one passes on to the other
    (transference: Doney and Cannon 1997; how much is assumed)."""
    return trust + behaviour.attitude_trust_transfer * (1.0 - trust)


def unfair_rise(attitude: Attitude, firm: Firm) -> float:
    """By which share the price lies above the remembered one, which seems fair; 0 for who remembers none."""
    if attitude.remembered_price <= 0.0 or firm.price <= attitude.remembered_price:
        return 0.0
    return firm.price / attitude.remembered_price - 1.0


def keep_up_with_prices(ties: FirmRows[Tie], behaviour: Behaviour) -> None:
    """Prices that are remembered rise and fall with what all firms do alike: of that nobody is to blame
    (Kahneman, Knetsch and Thaler 1986)."""
    for f in range(len(ties)):
        ties[f].remembered_price = (ties[f].remembered_price + 0.0) * behaviour.price_growth


def displeasure(attitude: Attitude, firm: Firm, behaviour: Behaviour) -> float:
    """Satisfaction that a price which seems unfair takes in a period from somebody of ordinary sensitivity to
    prices: the less, the more one is committed (Bolton, Warlop and Alba 2003; Xia, Monroe and Cox 2004;
    Homburg, Hoyer and Koschate 2005)."""
    return behaviour.attitude_unfairness * unfair_rise(attitude, firm) * (1.0 - attitude.commitment)


def annoyed(satisfaction: float, attention: float, behaviour: Behaviour) -> float:
    """Satisfaction of somebody who is contacted beyond what is tolerated: each further contact annoys less,
    and contact alone takes it no lower than a floor (an inverted U: Godfrey, Seiders and Voss 2011)."""
    excess = attention - behaviour.attitude_tolerance
    if excess <= 0.0:
        return satisfaction
    loss = behaviour.attitude_annoyance * excess / (1.0 + behaviour.attitude_saturation * excess)
    return max(min(satisfaction, behaviour.attitude_annoyed), satisfaction - loss)


def as_expected(satisfaction: float, expectation: float, behaviour: Behaviour) -> float:
    """Satisfaction on its way back to what is expected of the firm: it decays into the attitude that it came
    from, above or below (Oliver 1981; how fast is assumed)."""
    return satisfaction + behaviour.attitude_settling * (expectation - satisfaction)


def as_after_a_month(settled: Attitude, felt: Attitude, behaviour: Behaviour) -> Attitude:
    """The attitude with which leaving is weighed: of attention and grievance what a month leaves, however
    long a period is."""
    return with_grievance(
        with_attention(settled, felt.attention * behaviour.attention_kept),
        felt.grievance * behaviour.grievance_kept,
    )


def closeness(attention: float, behaviour: Behaviour) -> float:
    """How close a firm feels, in [0, 1), saturating in the attention it gave."""
    return attention / (attention + behaviour.attitude_attention_need)


def attitude_after_period(
    person: Person,
    attitude: Attitude,
    bound: float,
    belonging: float,
    encounters: float,
    firm: Firm,
    behaviour: Behaviour,
) -> Attitude:
    """The attitude at the end of a period, when feelings have settled; `bound` is what switching costs, and
    `encounters` the attention that was felt in episodes."""
    feeling = attitude.trust * attitude.satisfaction
    warmth = closeness(attitude.attention, behaviour)
    committed = clamp(person.proneness * feeling * (1.0 + warmth + belonging))
    speed = behaviour.attitude_bond_speed if bound > attitude.bonds else behaviour.attitude_bond_loss
    contacted = attitude.attention - (1.0 - behaviour.attitude_episode_contact) * encounters
    satisfaction = annoyed(attitude.satisfaction, contacted, behaviour)
    if behaviour.attitude_unfairness > 0.0:
        satisfaction -= person.price_sensitivity * displeasure(attitude, firm, behaviour)
    price_gap = firm.price - attitude.remembered_price
    return Attitude(
        satisfaction=as_expected(clamp(satisfaction), attitude.expectation, behaviour),
        expectation=attitude.expectation,
        trust=attitude.trust,
        commitment=attitude.commitment
        + behaviour.attitude_commitment_speed * (committed - attitude.commitment),
        bonds=attitude.bonds + speed * (bound - attitude.bonds),
        attention=attitude.attention * (1.0 - behaviour.attitude_attention_fading),
        grievance=attitude.grievance * (1.0 - behaviour.complaints_forgiving),
        remembered_price=attitude.remembered_price + behaviour.attitude_price_memory * price_gap,
    )
