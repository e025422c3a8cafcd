"""Personalisation: fit for those who want a relationship, unease for those who do not trust the firm.

The more is used of what is known of customers, the better it fits and the more it worries, unless it was
collected openly (Aguirre et al. 2015). How much is assumed.
"""

from relsim.rules.attitude import after_care
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person


def after_personalisation(person: Person, attitude: Attitude, firm: Firm, behaviour: Behaviour) -> Attitude:
    """The attitude after a period of personal treatment."""
    warmth = behaviour.relating_fit * firm.personalisation_depth * person.proneness
    return after_care(attitude, -unease(person, attitude, firm, behaviour), warmth)


def unease(person: Person, attitude: Attitude, firm: Firm, behaviour: Behaviour) -> float:
    """Satisfaction lost to the feeling of being watched."""
    hidden = firm.personalisation_depth * (1.0 - firm.personalisation_openness)
    return behaviour.relating_unease * hidden * (1.0 - person.proneness) * (1.0 - attitude.trust)
