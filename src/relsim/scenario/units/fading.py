"""Fading: what is left of events, of which a share fades in each period, compared with months."""

from relsim.arithmetic import expm1, log1p
from relsim.scenario.units.quantities import periods_per


def months_in(period: str) -> float:
    """How many months a period lasts."""
    return periods_per(period, "month")


def chance_in_a_month(chance: float, months: float) -> float:
    """The chance per month of what happens with this chance in a period of so many months."""
    return chance if months == 1.0 or chance >= 1.0 else -expm1(log1p(-chance) / months)


def left_behind(fading: float, months: float) -> float:
    """What one event leaves behind, compared with months, where such a share fades in a period.

    Steady events come to the number in a period over the share that fades in it, in the end.
    """
    in_month = chance_in_a_month(fading, months)
    return fading / (months * in_month) if in_month > 0.0 else 1.0
