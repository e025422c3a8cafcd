"""Touchpoints: the places of the journey where customers meet a firm between purchases.

Each that is met leaves a little of its quality, each that cannot be reached annoys (Lemon and Verhoef
2016). Weights are assumed; over a period the expected number counts, not luck.
"""

from relsim.arithmetic import exp, log
from relsim.rules.attitude import after_care
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude


def journey_weight(firm: Firm, behaviour: Behaviour) -> float:
    """Weight in satisfaction of all touchpoints met in a period, each taking its share of the rest."""
    return 1.0 - exp(firm.touchpoints_met * log(1.0 - behaviour.relating_touchpoint))


def after_touchpoints(attitude: Attitude, firm: Firm, behaviour: Behaviour) -> Attitude:
    """The attitude after a period's touchpoints, met and missed."""
    pull = firm.touchpoints_weight * (firm.touchpoints_quality - attitude.satisfaction)
    annoyance = behaviour.relating_unreachable * firm.touchpoints_missed
    return after_care(attitude, pull - annoyance, firm.touchpoints_warmth)
