"""Months: what rules know of a month, in periods of another length.

Numbers without a unit of time are meant for a month, and what is felt is weighed as after a month. In other
periods they are converted so that the same events lead to the same level, on average over time: what comes
and fades again (attention, grievance, hearsay, advertising) leaves the more behind, the less of it fades in a
period; what flows is in proportion to time. In months nothing is converted.
"""

from relsim.market.adaptations import LeverValues
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.durations import Duration
from relsim.scenario.units.fading import left_behind, months_in
from relsim.scenario.units.quantities import periods_per
from relsim.scenario.units.rates import Chance

FELT_AS_ATTENTION = (
    "attitude_episode_attention",
    "relating_call",
    "relating_review",
    "relating_meeting",
    "relating_fit",
)
FELT_AS_GRIEVANCE = (
    "complaints_silent",
    "complaints_unresolved",
    "complaints_resolved",
    "departure_estrangement",
)
OF_A_MONTH = ("relating_fit", "relating_unease")
"""What flows in a month."""

FOR_EACH_VOICE = ("departure_rival_praise",)
"""What follows from how many voices are heard in a month."""

FOR_EACH_SPEAKER = ("choice_imitation",)
"""What follows from how many of the people heard speak, however often each does."""

MOST_PRAISE = 2.0
"""So often at most somebody praises a firm in one period."""


def bills_in(period: str, billed: Duration) -> float:
    """How many bills of a contract come in a period, on average."""
    unit = period if billed.unit == "period" else billed.unit
    return periods_per(period, unit) / billed.count


def convert_from_months(behaviour: LeverValues, scenario: Scenario) -> None:
    """Give behaviour what is known of a month in the scenario's own periods."""
    months = months_in(scenario.period)
    attention, grievance, hearsay = (
        left_behind(behaviour[fading], months)
        for fading in ("attitude_attention_fading", "complaints_forgiving", "word_of_mouth_forgetting")
    )
    behaviour |= {
        "months": months,
        "attention_felt": attention,
        "attention_kept": 1.0 - scenario.behaviour.attitude.attention_fading.per_period("month"),
        "grievance_kept": 1.0 - scenario.behaviour.complaints.forgiving.per_period("month"),
        "voice": hearsay,
        "bills": bills_in(scenario.period, scenario.behaviour.contract.billed),
    }
    for names, factor in (
        (FELT_AS_ATTENTION, attention),
        (FELT_AS_GRIEVANCE, grievance),
        (OF_A_MONTH, months),
        (FOR_EACH_VOICE, 1.0 / months),
        (FOR_EACH_SPEAKER, 1.0 / min(months, MOST_PRAISE)),
    ):
        for name in names:
            behaviour[name] *= factor
    forgiving = scenario.behaviour.complaints.forgiving
    behaviour["word_of_mouth_aggrieved"] *= (
        grievance if months < 1.0 else as_stored(forgiving, scenario.period)
    )


def as_stored(fading: Chance, period: str) -> float:
    """What is left after a period of what fades, compared with what is left after a month."""
    in_month = fading.per_period("month")
    return (1.0 - fading.per_period(period)) / (1.0 - in_month) if in_month < 1.0 else 1.0
