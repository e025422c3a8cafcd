"""Complaints: who speaks up after a failure, and what handling does (TARP 1986).

Most say nothing and just leave. Recovery pleases after one failure, not after two
(Maxham and Netemeyer 2002).
"""

from relsim.draws import COMPLAINT, RECOVERY
from relsim.luck import uniform
from relsim.rules.state import Attitude, Parameters, clamp

SILENT, UNRESOLVED, RESOLVED = 0, 1, 2


def outcome_of_failure(key: int, occasion: int, firm: Parameters, behaviour: Parameters) -> int:
    """Whether a failure stays silent, or is complained of in vain, or is put right."""
    reluctance = (1.0 - behaviour.complaints_chance) * (1.0 - firm.complaints_invite)
    if uniform(key, COMPLAINT, occasion) < reluctance:
        return SILENT
    if uniform(key, RECOVERY, occasion) < firm.complaints_resolution:
        return RESOLVED
    return UNRESOLVED


def after_failure(attitude: Attitude, outcome: int, earlier_failures: int, behaviour: Parameters) -> Attitude:
    """The attitude once a failure was kept silent, handled badly, or put right."""
    satisfaction = attitude.satisfaction
    trust = attitude.trust
    grievance = behaviour.complaints_silent
    if outcome == UNRESOLVED:
        grievance = behaviour.complaints_unresolved
    if outcome == RESOLVED:
        grievance = behaviour.complaints_resolved
        relief = behaviour.complaints_relief if earlier_failures == 0 else 0.0
        satisfaction = satisfaction + relief * (1.0 - satisfaction)
        trust = trust + relief * (1.0 - trust)
    return Attitude(
        satisfaction,
        attitude.expectation,
        trust,
        attitude.commitment,
        attitude.bonds,
        attitude.attention,
        clamp(attitude.grievance + grievance),
        attitude.remembered_price,
    )
