"""Word of mouth: who speaks of a firm, well or badly, and what a listener makes of it.

The dissatisfied are louder per head, the satisfied more numerous (Anderson 1998; East, Hammond and
Wright 2007). Voices of one period are heard in the next, so nobody's turn comes first.
"""

from relsim.arithmetic import LN2_HIGH, exp, log
from relsim.rules.alternative import Alternative
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person
from relsim.vocabulary import ADVOCATE, LAPSED, SUPPORTER

QUIET, PRAISING, BLAMING, PRAISING_TWICE = 0, 1, 2, 3


def network(
    rung: int,
    person: Person,
    attitude: Attitude,
    u: float,
    firm: Firm,
    behaviour: Behaviour,
) -> int:
    """Whether a present or former customer praises, blames or does not mention a firm."""
    aggrieved = rung != LAPSED and attitude.grievance > behaviour.word_of_mouth_aggrieved
    if aggrieved or attitude.satisfaction < behaviour.word_of_mouth_dissatisfied:
        return BLAMING if u < person.talkativeness * behaviour.word_of_mouth_complainer else QUIET
    if rung == LAPSED:
        return QUIET
    moved = 1.0 + firm.referral_motivation
    if firm.referral_giver > 0.0:
        moved += behaviour.word_of_mouth_reward * weight_of_reward(person, firm)
    chance = person.talkativeness * eagerness(rung, behaviour) * moved
    return PRAISING if u < chance else QUIET


def times_rarer(periods: int, behaviour: Behaviour) -> float:
    """How many times more seldom somebody warns of a firm so long after leaving it: the wish for revenge
    fades, slowly, and people go on keeping away (Grégoire, Tripp and Legoux 2009; how fast is assumed)."""
    return exp(LN2_HIGH * periods / behaviour.word_of_mouth_blame_half_life)


def weight_of_reward(person: Person, firm: Firm) -> float:
    """How far a reward moves a giver: half of what it can at most once it pays a usual purchase.

    Rewards make people recommend (Ryu and Feick 2007); the shape is assumed.
    """
    usual = firm.price * person.basket
    return firm.referral_giver / (firm.referral_giver + usual)


def eagerness(rung: int, behaviour: Behaviour) -> float:
    """How readily somebody on this rung recommends: advocates do, clients hardly."""
    if rung >= ADVOCATE:
        return behaviour.word_of_mouth_advocate
    if rung == SUPPORTER:
        return behaviour.word_of_mouth_supporter
    return behaviour.word_of_mouth_client


def after_public_praise(commitment: float, behaviour: Behaviour) -> float:
    """Commitment of somebody who has just spoken up for a firm: who takes a stand in public keeps to it
    (Cialdini 2001; Garnefeld, Helm and Eggert 2011)."""
    return commitment + behaviour.relating_stance * (1.0 - commitment)


def silence(
    rung: int,
    person: Person,
    attitude: Attitude,
    u: float,
    firm: Firm,
    behaviour: Behaviour,
) -> int:
    """Nobody speaks."""
    return QUIET


def passed_on(neighbours: float, behaviour: Behaviour) -> float:
    """Share of what somebody says that one of so many neighbours has a chance to hear: people talk for a
    certain time, and have the less of it for each the more they know (assumed)."""
    if behaviour.word_of_mouth_audience <= 0.0 or neighbours <= behaviour.word_of_mouth_audience:
        return 1.0
    return behaviour.word_of_mouth_audience / neighbours


def next_hearsay(hearsay: float, praise: int, blame: int, behaviour: Behaviour) -> float:
    """What one has heard of a firm, praise less blame, and what of it has not faded.

    Blame weighs more by default (Mizerski 1982), as bad news are rarer and say more of a firm. Of brands that
    they knew people said that praise moved them more (East, Hammond and Lomax 2008): a weight below 1.
    """
    kept = hearsay * (1.0 - behaviour.word_of_mouth_forgetting)
    return kept + praise * behaviour.voice - behaviour.messages_blame * blame * behaviour.voice


def push_of_hearsay(hearsay: float, behaviour: Behaviour) -> float:
    """Utility of what was heard; each further voice adds less."""
    if hearsay < 0.0:
        return -behaviour.messages_praise * log(1.0 - hearsay)
    return behaviour.messages_praise * log(1.0 + hearsay)


TALK = (
    "behaviour.word_of_mouth",
    "behaviour.messages.praise",
    "behaviour.messages.blame",
    "behaviour.attitude.trust_transfer",
    "behaviour.departure.company",
    "behaviour.departure.company_most",
    "behaviour.departure.missed",
    "behaviour.relating.stance",
    "firms.referral",
)
"""Settings that only say what comes of talk."""

ALTERNATIVES = {
    "network": Alternative(network, sources=("anderson1998", "east2007"), reads=TALK),
    "mean field": Alternative(
        network,
        sources=("anderson1998", "east2007"),
        reads=TALK,
        does="People speak as on a network, and everybody hears the average of all voices.",
    ),
    "none": Alternative(silence),
}
