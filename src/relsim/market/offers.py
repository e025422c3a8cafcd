"""What follows from a firm's own levers, before rivals come in: numbers that rules need not work out anew."""

from collections.abc import Collection
from math import fsum

from relsim.rules.care import error_left
from relsim.rules.complaints import promptness
from relsim.rules.experience import episode_warmth, quality_of_effort
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.touchpoints import journey_weight
from relsim.scenario.schema.relationship import Touchpoint
from relsim.scenario.units.fading import chance_in_a_month, left_behind


def offered(firm: Firm, behaviour: Behaviour) -> dict[str, float]:
    """The numbers that come in place of, or beside, those the scenario gives."""
    kinds = (
        (firm.bonds_financial_level, firm.bonds_financial_cost),
        (firm.bonds_social_level, firm.bonds_social_cost),
        (firm.bonds_structural_level, firm.bonds_structural_cost),
    )
    bonds_cost = fsum(cost for level, cost in kinds if level > 0.0)
    more_than_contact = (
        firm.personalisation_depth,
        firm.touchpoints_met + firm.touchpoints_missed,
        bonds_cost,
        firm.account_review_every,
        firm.community_meetings,
    )
    recognised = behaviour.months * behaviour.attention_felt
    return {
        "cultivates": float(any(lever > 0.0 for lever in more_than_contact)),
        "service_quality": quality_of_effort(firm),
        "service_cost": firm.service_cost + firm.service_effort,
        "bonds_kinds": fsum(level for level, _ in kinds),
        "bonds_cost": bonds_cost,
        "complaints_promptness": promptness(firm, behaviour),
        "loyalty_running_cost": firm.loyalty_running_cost if firm.loyalty_enrolment > 0.0 else 0.0,
        "targeting_error": error_left(firm),
        "touchpoints_weight": journey_weight(firm, behaviour),
        "touchpoints_warmth": firm.touchpoints_met * episode_warmth(firm.touchpoints_quality, behaviour),
        "loyalty_recognition": firm.loyalty_recognition * recognised,
        "loyalty_upper_recognition": firm.loyalty_upper_recognition * recognised,
        "community_often": firm.community_meetings / behaviour.months,
        "advertising_left": left_behind(firm.advertising_forgetting, behaviour.months),
        "win_back_at_hand": chance_in_a_month(firm.win_back_frequency, behaviour.months),
        "reviewed": firm.reviews_request + behaviour.reviews_unasked,
        "crm_cost": firm.crm_running_cost + firm.crm_purchase,
    }


def journey(touchpoints: Collection[Touchpoint], period: str) -> dict[str, float]:
    """The touchpoints of a firm as one: how many are met and missed in a period, how good, at what cost."""
    tries = [(each, each.frequency.per_period(period)) for each in touchpoints]
    met = fsum(number * each.reachability for each, number in tries)
    quality = fsum(number * each.reachability * each.quality for each, number in tries)
    return {
        "touchpoints_met": met,
        "touchpoints_missed": fsum(number * (1.0 - each.reachability) for each, number in tries),
        "touchpoints_quality": quality / met if met > 0.0 else 0.0,
        "touchpoints_cost": fsum(number * each.reachability * each.cost for each, number in tries),
    }
