"""Spend: how many units does a customer take on one occasion?"""

from relsim.arithmetic import exp
from relsim.draws import BASKET_SHAPE, QUANTITY
from relsim.luck import deviate, gamma
from relsim.rules.alternative import Alternative
from relsim.rules.settings import Behaviour
from relsim.rules.state import Attitude, Person


def lognormal(key: int, occasion: int, person: Person, attitude: Attitude, behaviour: Behaviour) -> float:
    """The customer's usual basket, varied lognormally, growing with commitment (Reichheld 1996)."""
    spread = behaviour.spend_variation
    z = deviate(key, QUANTITY, occasion)
    usual = person.basket * (1.0 + behaviour.spend_growth * attitude.commitment)
    return usual * exp(spread * z - 0.5 * spread * spread)


def gamma_gamma(key: int, occasion: int, person: Person, attitude: Attitude, behaviour: Behaviour) -> float:
    """The usual basket, varied by a gamma (Colombo and Jiang 1999; Fader, Hardie and Lee 2005).

    Usual baskets that are inverse gamma distributed over customers make this the Gamma-Gamma model.
    """
    shape = behaviour.spend_shape
    usual = fixed(key, occasion, person, attitude, behaviour)
    return usual * gamma(key, BASKET_SHAPE, occasion, shape) / shape


def fixed(key: int, occasion: int, person: Person, attitude: Attitude, behaviour: Behaviour) -> float:
    """Always the customer's usual basket, growing with commitment."""
    return person.basket * (1.0 + behaviour.spend_growth * attitude.commitment)


ALTERNATIVES = {
    "lognormal": Alternative(lognormal, sources=("reichheld1996",), reads=("behaviour.spend.variation",)),
    "gamma-gamma": Alternative(
        gamma_gamma,
        sources=("colombo1999", "fader2005", "marsaglia2000"),
        reads=("behaviour.spend.shape",),
    ),
    "fixed": Alternative(fixed),
}
