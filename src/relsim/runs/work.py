"""How much work a question is, worked out before any of it is begun."""

from relsim.cores import cores
from relsim.errors import InputError, counted
from relsim.market.columns import TALLY
from relsim.market.warm_up import periods_to_warm_up
from relsim.scenario.memory import there
from relsim.scenario.scenario import Scenario

PER_SECOND = 5.0e6
"""How many customers a core takes through one period in a second, as docs/scale.md has it."""

PER_TASK = 1.5e-3
"""Seconds that a task takes however small its market is."""

LONGEST = 30.0
"""Days of work after which nobody waits for an answer."""

ON_CLUSTER = 1000
"""Cores that a cluster is taken to have at most."""


def refuse_endless(
    scenario: Scenario, markets: int, *, jobs: int | None = None, on: str | None = None, kept: bool = False
) -> None:
    """Refuse so many markets where they would take months, or where what is `kept` of them fits no memory."""
    width = min(jobs or cores(), cores()) if on is None else ON_CLUSTER
    lived = scenario.periods + periods_to_warm_up(scenario)
    each = PER_TASK + scenario.people * lived / PER_SECOND
    days = markets * each / width / 86_400.0
    asked = (
        f"this asks for {counted(markets, 'market', 'markets')} of "
        f"{counted(scenario.people, 'customer', 'customers')} and "
        f"{counted(scenario.periods, scenario.period, f'{scenario.period}s')}"
    )
    less = "expected fewer replications, points, customers or periods"
    if days > LONGEST:
        raise InputError(f"{asked}, about {days_in_words(days)} of work; {less}")
    size = markets * scenario.periods * len(scenario.firms) * TALLY.itemsize
    if kept and size > there().total:
        raise InputError(
            f"{asked}, whose tables would need {size / 2**30:,.1f} GiB of memory; this machine has "
            f"{there().total / 2**30:,.1f} GiB; {less}"
        )


def days_in_words(days: float) -> str:
    """A long time in days or years."""
    return f"{days:,.0f} days" if days < 730.0 else f"{days / 365.25:,.0f} years"
