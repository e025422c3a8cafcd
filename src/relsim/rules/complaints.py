"""Complaints: who speaks up after a failure, and what handling does (TARP 1986).

Most say nothing and just leave. Recovery pleases after one failure, not after two, and the second weighs
more (Maxham and Netemeyer 2002). Whoever is let down a second time, by how the failure is handled, is worse
off than by the failure alone; how a firm makes good what went wrong is a frequent cause of delight
(Bitner, Booms and Tetreault 1990).
"""

from relsim.arithmetic import exp
from relsim.draws import COMPLAINT, MANAGER_CALL, RECOVERY
from relsim.luck import uniform
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, clamp, with_attention, with_grievance, with_satisfaction, with_trust

SILENT, UNRESOLVED, RESOLVED = 0, 1, 2


def outcome_of_failure(key: int, occasion: int, firm: Firm, behaviour: Behaviour) -> int:
    """Whether a failure stays silent, or is complained of in vain, or is put right."""
    reluctance = (1.0 - behaviour.complaints_chance) * (1.0 - firm.complaints_invite)
    if uniform(key, COMPLAINT, occasion) < reluctance:
        return SILENT
    if uniform(key, RECOVERY, occasion) < firm.complaints_resolution:
        return RESOLVED
    return UNRESOLVED


def promptness(firm: Firm, behaviour: Behaviour) -> float:
    """What waiting leaves of a recovery: all of it at once, next to nothing after weeks (Smith, Bolton and
    Wagner 1999)."""
    days = firm.complaints_days * (1.0 - firm.crm_speed)
    return exp(-days / behaviour.relating_patience)


def put_right(outcome: int, earlier_failures: int, firm: Firm) -> float:
    """Share of a failure that is made good again, so that the episode is remembered by how it ended: a first
    failure by prompt help, a second by nothing."""
    if outcome == RESOLVED and earlier_failures == 0:
        return firm.complaints_promptness
    return 0.0


def after_failure(
    attitude: Attitude, outcome: int, earlier_failures: int, firm: Firm, behaviour: Behaviour
) -> Attitude:
    """The attitude once a failure was kept silent, handled badly, or put right, sooner or later."""
    trust, in_vain = attitude.trust, 0.0
    grievance = behaviour.complaints_silent
    if outcome == UNRESOLVED:
        grievance, in_vain = grievance_in_vain(behaviour), 1.0
    if outcome == RESOLVED:
        in_vain = 1.0 - firm.complaints_promptness
        grievance = behaviour.complaints_resolved
        grievance += in_vain * (grievance_in_vain(behaviour) - behaviour.complaints_resolved)
        relief = behaviour.complaints_relief * put_right(outcome, earlier_failures, firm)
        trust = trust + relief * (1.0 - trust)
    if earlier_failures > 0:
        grievance *= 1.0 + behaviour.complaints_repetition
    let_down = after_second_deviation(with_trust(attitude, trust), in_vain, behaviour)
    return with_grievance(let_down, clamp(attitude.grievance + grievance))


def grievance_in_vain(behaviour: Behaviour) -> float:
    """Grievance after complaining in vain: by a double deviation more than after keeping silent."""
    if behaviour.complaints_double_deviation <= 0.0:
        return behaviour.complaints_unresolved
    worse = behaviour.complaints_silent * (1.0 + behaviour.complaints_double_deviation)
    return max(worse, behaviour.complaints_unresolved)


def after_second_deviation(attitude: Attitude, in_vain: float, behaviour: Behaviour) -> Attitude:
    """The attitude after a complaint that was in vain to such a share: the answer disappoints besides the
    failure (Bitner, Booms and Tetreault 1990; Maxham and Netemeyer 2002; how much is assumed)."""
    kept = 1.0 - behaviour.complaints_double_deviation * in_vain
    return with_satisfaction(with_trust(attitude, kept * attitude.trust), kept * attitude.satisfaction)


def amends(paid: float, firm: Firm) -> float:
    """Share of what was paid that is given to make up for a failure: compensation satisfies beside speed and
    apology (Smith, Bolton and Wagner 1999)."""
    return 1.0 if firm.complaints_compensation >= paid else firm.complaints_compensation / paid


def after_amends(
    attitude: Attitude, given_back: float, earlier_failures: int, behaviour: Behaviour
) -> Attitude:
    """The attitude after compensation, which pleases once only (how much is assumed)."""
    if earlier_failures > 0:
        return attitude
    made_up = behaviour.complaints_amends * given_back
    return with_satisfaction(attitude, attitude.satisfaction + made_up * (1.0 - attitude.satisfaction))


def manager_calls(key: int, occasion: int, firm: Firm) -> bool:
    """Whether somebody who complained hears from a manager."""
    if firm.complaints_manager_call <= 0.0:
        return False
    return uniform(key, MANAGER_CALL, occasion) < firm.complaints_manager_call


def after_manager_call(attitude: Attitude, behaviour: Behaviour) -> Attitude:
    """The attitude after a manager has called, whether or not the failure was put right (attention and
    apology weigh beside the outcome: Davidow 2003; how much is assumed)."""
    return with_grievance(
        with_attention(attitude, attitude.attention + behaviour.relating_call),
        attitude.grievance * (1.0 - behaviour.relating_manager),
    )
