"""Members of a programme look better before it had any effect, because the fond ones join.

Bond starts its programme after two years. Its customers of that day are compared by whether they join in
the year that follows: what they brought in the year before the programme, what they brought in the second
year after it, and what the same people bring with the same luck if there is no programme.
"""

from typing import Any

import numpy as np
from following import BOND, customers_in, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.report.style import GAIN, LOSS, canvas, styled
from relsim.vocabulary import BOOKED_PER_UNIT

CLAIM = "Members look better before the programme had any effect"
SOURCE = "leenheer2007"
REPLICATIONS = 20
START = 24
WITHOUT = {"firms.bond.loyalty.enrolment": 0}
OPENING = {"at": START, "set": {"firms.bond.loyalty.enrolment": "10% per month"}}


def measured(replication: int) -> dict[str, Any]:
    """How much more members spend than others, and how much of that the programme did."""
    with_it = watched(service_market(WITHOUT | {"timeline": [OPENING]}), replication).ties[:, :, BOND]
    without = watched(service_market(WITHOUT), replication).ties[:, :, BOND]
    present = customers_in(with_it["rung"][START - 1])
    joined = with_it["member"][START : START + 12].max(axis=0) > 0
    member, other = present & joined, present & ~joined
    before, after = year_of(with_it, START), year_of(with_it, START + 24)
    alone = year_of(without, START + 24)
    return {
        "head_start": before[member].mean() / before[other].mean() - 1.0,
        "lead": after[member].mean() / after[other].mean() - 1.0,
        "effect": after[member].mean() / alone[member].mean() - 1.0,
    }


def year_of(ties: Any, end: int) -> Any:
    """Revenue from each customer in the twelve months before period `end`."""
    return (ties["revenue"][end - 1] - ties["revenue"][end - 13]) / BOOKED_PER_UNIT


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    start, lead, effect = (100 * found[name].mean for name in ("head_start", "lead", "effect"))
    result = (
        f"members-to-be spend {start:.0f} % more before it starts, {lead:.0f} % more after, "
        f"of which the programme did {effect:.0f} %"
    )
    return "ahead beforehand", result, verdict(found["head_start"].exceeds(0.0))


@styled
def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """How far members are ahead before and after, and what the programme did."""
    ax = canvas(ax)
    bars = {"head_start": "ahead before\nit starts", "lead": "ahead with it", "effect": "done by it"}
    shares = [found[name] for name in bars]
    heights = np.array([100 * share.mean for share in shares])
    errors = np.array([100 * share.error for share in shares])
    ax.bar(list(bars.values()), heights, 0.6, yerr=errors, color=[LOSS, LOSS, GAIN])
    ax.set(title="Members look better before the programme", ylabel="more spending by members (%)")
    return ax
