"""Attitude: what builds up, or fades, between episodes.

Affective commitment grows out of satisfaction and trust with those prone to relationships (Morgan and
Hunt 1994; De Wulf, Odekerken-Schroeder and Iacobucci 2001). Bonds are the calculative side: what it
would cost to switch (Burnham, Frels and Mahajan 2003). Attention fades unless renewed; too much of it
annoys (Godfrey, Seiders and Voss 2011).
"""

from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person, clamp, with_attention, with_satisfaction


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


def closeness(attention: float, behaviour: Behaviour) -> float:
    """How close a firm feels, in [0, 1), saturating in the attention it gave."""
    return attention / (attention + behaviour.attitude_attention_need)


def attitude_after_period(
    person: Person,
    attitude: Attitude,
    bound: float,
    belonging: float,
    firm: Firm,
    behaviour: Behaviour,
) -> Attitude:
    """The attitude at the end of a period, when feelings have settled; `bound` is what switching costs."""
    feeling = attitude.trust * attitude.satisfaction
    warmth = closeness(attitude.attention, behaviour)
    committed = clamp(person.proneness * feeling * (1.0 + warmth + belonging))
    speed = behaviour.attitude_bond_speed if bound > attitude.bonds else behaviour.attitude_bond_loss
    pestering = max(0.0, attitude.attention - behaviour.attitude_tolerance)
    price_gap = firm.price - attitude.remembered_price
    return Attitude(
        satisfaction=clamp(attitude.satisfaction - behaviour.attitude_annoyance * pestering),
        expectation=attitude.expectation,
        trust=attitude.trust,
        commitment=attitude.commitment
        + behaviour.attitude_commitment_speed * (committed - attitude.commitment),
        bonds=attitude.bonds + speed * (bound - attitude.bonds),
        attention=attitude.attention * (1.0 - behaviour.attitude_attention_fading),
        grievance=attitude.grievance * (1.0 - behaviour.complaints_forgiving),
        remembered_price=attitude.remembered_price + behaviour.attitude_price_memory * price_gap,
    )
