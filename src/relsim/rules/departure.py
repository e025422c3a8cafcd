"""Departure: competing reasons, each with its own chance per period (after Keaveney 1995).

Satisfaction, commitment and bonds shield against the reasons a firm can influence; nobody is held
when the need fades. Some are more restless than others for as long as they live, so that those who have
stayed look loyal (Fader and Hardie 2010). Moving away is not a decision about a firm: it ends every
relationship at once.
"""

from relsim.arithmetic import exp, log
from relsim.draws import MOVING, REASON
from relsim.luck import uniform
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import AT_END, Attitude, Chances, Person
from relsim.vocabulary import BAD_HANDLING, COMPETITOR, FADING_NEED, NEGLECT, PRICE, STILL_HERE


def competing(
    moment: int,
    rung: int,
    silence: int,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """Chances of the five reasons for leaving one firm, weighed at the end of the period."""
    if moment != AT_END:
        return Chances(0.0, 0.0, 0.0, 0.0, 0.0)
    exposed = exposure(attitude, behaviour)
    forgotten = neglect(attitude.attention, behaviour)
    return chances_weighed(exposed, forgotten, person, attitude, praise_of_rivals, firm, behaviour)


def chances_weighed(
    exposed: float,
    forgotten: float,
    person: Person,
    attitude: Attitude,
    praise_of_rivals: int,
    firm: Firm,
    behaviour: Behaviour,
) -> Chances:
    """The chances of somebody who is so much exposed to reasons, and feels that much forgotten."""
    exposed *= person.restlessness
    sensitivity = person.price_sensitivity
    envy = 1.0 + behaviour.departure_rival_praise * praise_of_rivals
    return Chances(
        price=behaviour.departure_price * sensitivity * price_pressure(attitude, firm, behaviour) * exposed,
        bad_handling=behaviour.departure_bad_handling * attitude.grievance * exposed,
        neglect=behaviour.departure_neglect * forgotten * exposed,
        competitor=behaviour.departure_competitor * firm.rival_pull * envy * exposed,
        fading_need=behaviour.departure_fading_need,
    )


def exposure(attitude: Attitude, behaviour: Behaviour) -> float:
    """Above 1 for the dissatisfied, near 0 for the committed and the bound."""
    return exp(unshielded(attitude, behaviour))


def unshielded(attitude: Attitude, behaviour: Behaviour) -> float:
    """The logarithm of the exposure: discontent, less what commitment and bonds hold."""
    return (
        behaviour.departure_satisfaction_shield * (behaviour.departure_contentment - attitude.satisfaction)
        - behaviour.departure_commitment_shield * attitude.commitment
        - behaviour.departure_bond_shield * attitude.bonds
    )


def neglect(attention: float, behaviour: Behaviour) -> float:
    """Share in (0, 1] of feeling forgotten: 1 without any attention."""
    return exp(-attention / behaviour.attitude_attention_need)


def price_pressure(attitude: Attitude, firm: Firm, behaviour: Behaviour) -> float:
    """Dearer than rivals, or dearer than remembered beyond the tolerated rise (Thaler 1985)."""
    return firm.rival_price_pressure + punished_rise(attitude, firm, behaviour)


def punished_rise(attitude: Attitude, firm: Firm, behaviour: Behaviour) -> float:
    """What a rise beyond the tolerated one adds to the pressure of the price."""
    tolerated = attitude.remembered_price * (1.0 + behaviour.departure_tolerated_rise)
    if firm.price <= tolerated:
        return 0.0
    return behaviour.departure_price_rise * ((firm.price - tolerated) / attitude.remembered_price)


def rival_price_pressure(price: float, rival_price: float, behaviour: Behaviour) -> float:
    """The firm's price over its rivals' mean price, to the power of the price elasticity."""
    return exp(behaviour.departure_price_elasticity * log(price / rival_price))


def rival_pull(quality_gap: float, reach: float, behaviour: Behaviour) -> float:
    """Pull of one rival: 1 for an equal that does not advertise, more for a better or louder one."""
    better = exp(behaviour.departure_rival_quality * quality_gap)
    return better * (1.0 + behaviour.departure_rival_advertising * reach)


def to_members(chances: Chances, given_back: float, behaviour: Behaviour) -> Chances:
    """The chances for somebody who gets a share of the price back, and so pays a lower one."""
    kept = exp(behaviour.departure_price_elasticity * log(1.0 - given_back))
    return Chances(
        price=chances.price * kept,
        bad_handling=chances.bad_handling,
        neglect=chances.neglect,
        competitor=chances.competitor,
        fading_need=chances.fading_need,
    )


def in_company(chances: Chances, hearsay: float, behaviour: Behaviour) -> Chances:
    """The chances for somebody with this in mind of what friends say: praise holds, blame drives out."""
    times = swayed(hearsay, behaviour)
    return as_likely(chances, 1.0 / times if hearsay > 0.0 else times)


def as_likely(chances: Chances, times: float) -> Chances:
    """The chances for somebody so many times as likely to leave; whether a need fades, nobody can help."""
    return Chances(
        price=chances.price * times,
        bad_handling=chances.bad_handling * times,
        neglect=chances.neglect * times,
        competitor=chances.competitor * times,
        fading_need=chances.fading_need,
    )


def swayed(hearsay: float, behaviour: Behaviour) -> float:
    """How many times likelier talk makes it to stay or to leave: friends of those who leave follow (Nitzan
    and Libai 2011), and whoever was recommended stays for the friend's sake (social enrichment: Van den
    Bulte et al. 2018). Many friends add up to a limit, which is assumed."""
    more = behaviour.departure_company * abs(hearsay)
    if behaviour.departure_company_most > 0.0:
        more = min(more, behaviour.departure_company_most)
    return 1.0 + more


def moves_away(key: int, person: Person) -> bool:
    """Whether this is the period in which a customer leaves the market."""
    return uniform(key, MOVING, 0) < person.mobility


def reason_for_leaving(key: int, purpose: int, partner: int, chances: Chances) -> int:
    """STILL_HERE, or one of the reasons in proportion to its chance; luck has this address."""
    staying = (
        (1.0 - min(1.0, chances.price))
        * (1.0 - min(1.0, chances.bad_handling))
        * (1.0 - min(1.0, chances.neglect))
        * (1.0 - min(1.0, chances.competitor))
        * (1.0 - chances.fading_need)
    )
    if staying >= 1.0 or uniform(key, purpose, partner) < staying:
        return STILL_HERE
    return drawn_reason(uniform(key, REASON, partner), chances)


def drawn_reason(u: float, chances: Chances) -> int:
    """One of the reasons, drawn in proportion to the chances."""
    total = chances.price + chances.bad_handling + chances.neglect + chances.competitor + chances.fading_need
    x = u * total - chances.neglect
    if x < 0.0:
        return NEGLECT
    x -= chances.bad_handling
    if x < 0.0:
        return BAD_HANDLING
    x -= chances.price
    if x < 0.0:
        return PRICE
    x -= chances.fading_need
    if x < 0.0:
        return FADING_NEED
    return COMPETITOR if chances.competitor > 0.0 else FADING_NEED
