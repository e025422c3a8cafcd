"""Choice: how attractive is a firm to a customer who needs the category?

`praise` is the share of the people one talks with who recommended the firm in the last period.

Utility is value (benefit minus sacrifice) plus relationship plus communication; a Gumbel deviate per
firm makes the choice a multinomial logit (McFadden 1974). "None" has utility zero.
"""

from relsim.arithmetic import log
from relsim.draws import PREFERENCE
from relsim.luck import log_gamma
from relsim.rules.alternative import Alternative
from relsim.rules.attitude import unfair_rise
from relsim.rules.bonds import built
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Message, Person, clamp, is_customer
from relsim.vocabulary import LAPSED, PROSPECT, WIN_BACK

CERTAIN, NEVER = 1e9, -1e9
"""Utilities beyond any taste: chosen for sure against "none", or not at all."""


def logit(
    f: int,
    rung: int,
    praise: float,
    person: Person,
    attitude: Attitude,
    message: Message,
    firm: Firm,
    behaviour: Behaviour,
) -> float:
    """Systematic utility of one firm: value, plus relationship, plus what was heard of it."""
    return (
        behaviour.choice_intercept
        + perceived_value(person, attitude, message, firm, behaviour)
        + relationship(rung, person, attitude, firm, behaviour)
        + message.push
    )


def lost_for_good(
    f: int,
    rung: int,
    praise: float,
    person: Person,
    attitude: Attitude,
    message: Message,
    firm: Firm,
    behaviour: Behaviour,
) -> float:
    """Former customers never return by themselves, only to a win-back offer (Jackson 1985)."""
    if rung == LAPSED and message.channel != WIN_BACK:
        return NEVER
    return logit(f, rung, praise, person, attitude, message, firm, behaviour)


def dirichlet(
    f: int,
    rung: int,
    praise: float,
    person: Person,
    attitude: Attitude,
    message: Message,
    firm: Firm,
    behaviour: Behaviour,
) -> float:
    """A lasting preference, gamma distributed over customers, decides every choice anew
    (Goodhardt, Ehrenberg and Chatfield 1984).

    Each firm is chosen in proportion to the preference for it, and nobody goes without.
    """
    shape = behaviour.choice_diversity * firm.preference
    if shape <= 0.0:
        return NEVER
    return CERTAIN + log_gamma(person.luck, PREFERENCE, f, shape)


def bass(
    f: int,
    rung: int,
    praise: float,
    person: Person,
    attitude: Attitude,
    message: Message,
    firm: Firm,
    behaviour: Behaviour,
) -> float:
    """Adoption with the chance p + q x share of those one talks with who recommend it (Bass 1969)."""
    chance = behaviour.choice_innovation + behaviour.choice_imitation * praise
    if chance <= 0.0:
        return NEVER
    return log(chance / (1.0 - chance)) if chance < 1.0 else CERTAIN


def perceived_value(
    person: Person, attitude: Attitude, message: Message, firm: Firm, behaviour: Behaviour
) -> float:
    """Benefit minus sacrifice (Zeithaml 1988), with congruence of values (Sirgy 1982).

    A price above the remembered one is a sacrifice beyond what is paid (Kalyanaram and Winer 1995).
    """
    sacrifice = person.price_sensitivity * (firm.relative_price + log(1.0 - message.discount))
    if behaviour.choice_unfairness > 0.0:
        sacrifice += person.price_sensitivity * behaviour.choice_unfairness * unfair_rise(attitude, firm)
    return (
        behaviour.choice_benefit * (attitude.expectation - 0.5)
        + behaviour.choice_congruence * (0.5 - abs(person.values - firm.values))
        - behaviour.choice_sacrifice * sacrifice
    )


def spread_over_stay(share: float, person: Person, behaviour: Behaviour) -> float:
    """What is taken off one purchase, as a share of all that a newcomer expects to pay while committed.

    So a price cut for once draws less than a lower price (Anderson and Simester 2004; Lewis 2006).
    """
    if behaviour.messages_commitment <= 0.0:
        return share
    payments = behaviour.messages_commitment
    payments *= person.need_rate if behaviour.under_contract <= 0.0 else behaviour.bills
    return share / max(1.0, payments)


def relationship(rung: int, person: Person, attitude: Attitude, firm: Firm, behaviour: Behaviour) -> float:
    """Strength of the tie: habit, commitment and bonds hold customers, memory colours a return."""
    if is_customer(rung):
        return (
            behaviour.choice_habit
            + behaviour.choice_attachment * attitude.commitment
            + behaviour.choice_bonds * attitude.bonds
        )
    if rung == LAPSED:
        return behaviour.choice_memory * (attitude.satisfaction - 0.5 - attitude.grievance)
    if rung == PROSPECT:
        return -behaviour.choice_risk * clamp(1.0 - spread_over_stay(firm.guarantee_cover, person, behaviour))
    return 0.0


def habit_to_come(rung: int, purchases: int, behaviour: Behaviour) -> float:
    """What a customer's habit still lacks: it grows with repetition, and less with each (Lally et al. 2010;
    that it is half built after so many purchases is assumed)."""
    if behaviour.choice_habit_purchases <= 0.0 or not is_customer(rung):
        return 0.0
    return behaviour.choice_habit * (1.0 - built(purchases + 0.0, behaviour.choice_habit_purchases))


WEIGHTS = (
    "intercept",
    "benefit",
    "congruence",
    "habit",
    "habit_purchases",
    "attachment",
    "bonds",
    "memory",
    "risk",
)
UTILITY = (*(f"behaviour.choice.{weight}" for weight in WEIGHTS), "behaviour.category")
"""What only utilities ask for; the weight of the price tells how far a discount draws, too."""

OF_UTILITY = ("mcfadden1974", "zeithaml1988", "sirgy1982")

ALTERNATIVES = {
    "logit": Alternative(logit, OF_UTILITY, UTILITY),
    "captive": Alternative(
        logit,
        OF_UTILITY,
        UTILITY,
        does="Customers do not choose at all while their relationship lasts; others choose by logit.",
        holds=True,
    ),
    "lost for good": Alternative(lost_for_good, ("jackson1985", *OF_UTILITY), UTILITY, holds=True),
    "dirichlet": Alternative(
        dirichlet,
        sources=("goodhardt1984", "marsaglia2000"),
        reads=("behaviour.choice.diversity", "firms.preference"),
    ),
    "bass": Alternative(
        bass,
        sources=("bass1969",),
        reads=("behaviour.choice.innovation", "behaviour.choice.imitation"),
        holds=True,
    ),
}
