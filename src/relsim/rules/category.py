"""Category: whether a need is met at all, which comes before the question by which firm.

The two questions are the levels of a nested logit (McFadden 1978). All that the known firms offer counts on
the upper level as one number, their inclusive value; in a mature category it hardly counts, so that a firm
gains mostly from its rivals (Van Heerde, Gupta and Wittink 2003).
"""

from relsim.arithmetic import exp, log
from relsim.draws import UNMET
from relsim.luck import uniform
from relsim.rules.settings import Behaviour


def goes_without(key: int, occasion: int, offered: float, behaviour: Behaviour) -> bool:
    """Whether a need stays unmet; `offered` is the sum of the exponentials of the firms' utilities."""
    inclusive = 0.0
    if behaviour.category_maturity < 1.0:
        inclusive = (1.0 - behaviour.category_maturity) * log(offered)
    return uniform(key, UNMET, occasion) * (1.0 + exp(behaviour.category_outside - inclusive)) >= 1.0
