"""Choice: how attractive is a firm to a customer who needs the category?

Utility is value (benefit minus sacrifice) plus relationship plus communication; a Gumbel deviate per
firm makes the choice a multinomial logit (McFadden 1974). "None" has utility zero.
"""

from math import log

from relsim.rules.state import Attitude, Message, Parameters, Person, clamp, is_customer
from relsim.vocabulary import LAPSED, PROSPECT


def logit(
    rung: int,
    person: Person,
    attitude: Attitude,
    message: Message,
    firm: Parameters,
    behaviour: Parameters,
) -> float:
    """Systematic utility of one firm: value, plus relationship, plus what was heard of it."""
    return (
        behaviour.choice_intercept
        + value(person, attitude, message, firm, behaviour)
        + relationship(rung, person, attitude, firm, behaviour)
        + message.push
    )


def value(
    person: Person, attitude: Attitude, message: Message, firm: Parameters, behaviour: Parameters
) -> float:
    """Benefit minus sacrifice (Zeithaml 1988), with congruence of values (Sirgy 1982)."""
    sacrifice = person.price_sensitivity * (firm.relative_price + log(1.0 - message.discount))
    return (
        behaviour.choice_benefit * (attitude.expectation - 0.5)
        + behaviour.choice_congruence * (0.5 - abs(person.values - firm.values))
        - behaviour.choice_sacrifice * sacrifice
    )


def relationship(
    rung: int, person: Person, attitude: Attitude, firm: Parameters, behaviour: Parameters
) -> float:
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
        return -behaviour.choice_risk * clamp(1.0 - firm.guarantee_cover)
    return 0.0


ALTERNATIVES = {"logit": logit, "captive": logit}
"""Captive customers do not choose at all while their relationship lasts; others choose by logit."""
