"""Experience: what a service episode feels like, and what remains of it.

Expectancy-disconfirmation (Oliver 1980) with adaptive expectations: delight under constant quality
fades, losses weigh more than gains (Anderson and Sullivan 1993; Kahneman and Tversky 1979), and a
critical episode weighs most (Strandvik and Liljander 1994).
"""

from relsim.arithmetic import exp
from relsim.draws import QUALITY
from relsim.luck import deviate
from relsim.rules.alternative import Alternative
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, clamp


def experienced_quality(key: int, occasion: int, lacking: float, firm: Firm, behaviour: Behaviour) -> float:
    """Quality in [0, 1] as met in one episode: the firm's level, its variability, and the share of a failure
    that was not put right."""
    noise = behaviour.experience_variability * deviate(key, QUALITY, occasion)
    return clamp(firm.service_quality + noise - behaviour.experience_severity * lacking)


def quality_of_effort(firm: Firm) -> float:
    """Quality when that much more is spent on each episode; every further euro adds less (Rust, Zahorik
    and Keiningham 1995)."""
    closed = 1.0 - exp(-firm.service_response * firm.service_effort)
    return firm.service_quality + (1.0 - firm.service_quality) * closed


def quality_with_ideas(partners: float, firm: Firm) -> float:
    """Quality with the ideas of partners, who are such a share of the customers: the first few bring most
    (Von Hippel 1986; the shape is assumed)."""
    used = partners / (partners + firm.co_creation_enough)
    return firm.service_quality + (1.0 - firm.service_quality) * firm.co_creation_ideas * used


def disconfirmation(attitude: Attitude, experienced: float, failed: int, behaviour: Behaviour) -> Attitude:
    """The attitude after one episode compared with what was expected (Oliver 1980)."""
    gap = experienced - attitude.expectation
    weight = behaviour.experience_gain if gap > 0.0 else behaviour.experience_loss
    rate = behaviour.experience_critical_learning if failed else behaviour.experience_learning
    felt = clamp(experienced + weight * gap)
    return Attitude(
        satisfaction=attitude.satisfaction + rate * (felt - attitude.satisfaction),
        expectation=attitude.expectation + behaviour.experience_adaptation * gap,
        trust=next_trust(attitude.trust, experienced, failed, behaviour),
        commitment=attitude.commitment,
        bonds=attitude.bonds,
        attention=attitude.attention + episode_warmth(experienced, behaviour),
        grievance=attitude.grievance,
        remembered_price=attitude.remembered_price,
    )


def episode_warmth(experienced: float, behaviour: Behaviour) -> float:
    """Attention felt in an episode: the better it was, the more."""
    return behaviour.attitude_episode_attention * experienced


def next_trust(trust: float, experienced: float, failed: int, behaviour: Behaviour) -> float:
    """Trust grows slowly with each kept promise and drops with a broken one (Slovic 1993).

    It may follow how able the firm shows itself, too, up or down (Sirdeshmukh, Singh and Sabol 2002).
    """
    if failed:
        return trust * (1.0 - behaviour.attitude_trust_loss)
    deserved = 1.0 - behaviour.attitude_trust_quality * (1.0 - experienced)
    return trust + behaviour.attitude_trust_gain * (deserved - trust)


def no_trace(attitude: Attitude, experienced: float, failed: int, behaviour: Behaviour) -> Attitude:
    """Episodes leave no trace."""
    return attitude


ALTERNATIVES = {
    "disconfirmation": Alternative(
        disconfirmation,
        sources=("oliver1980", "anderson1993", "kahneman1979", "strandvik1994", "slovic1993"),
        reads=(
            "behaviour.experience",
            "behaviour.attitude.trust_gain",
            "behaviour.attitude.trust_loss",
            "behaviour.attitude.trust_quality",
        ),
    ),
    "none": Alternative(no_trace),
}
