"""Putting a failure right pleases once, not twice.

Months in which a customer bought once and that failed: how satisfaction and trust moved, by whether it
was the first failure, and by whether the customer complained and was helped.
"""

from typing import Any

from charts import Bars, bars_side_by_side
from following import BOND, customers_in, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.report.style import GAIN, LOSS
from relsim.vocabulary import BOOKED_PER_UNIT

CLAIM = "Recovery pleases after one failure, not after two"
SOURCE = "maxham2002"
REPLICATIONS = 20
FEELINGS = ("satisfaction", "trust")


def measured(replication: int) -> dict[str, Any]:
    """Mean change of satisfaction and trust, by which failure it was and what the firm did."""
    scenario = service_market()
    ties = watched(scenario, replication).ties[:, :, BOND]
    handling = scenario.firms["bond"].complaints
    was, now = ties[:-1], ties[1:]
    spent = now["recovery"] - was["recovery"]
    failed = customers_in(was["rung"]) & (now["purchases"] == was["purchases"] + 1)
    failed &= now["failures"] == was["failures"] + 1
    helped = spent == round(BOOKED_PER_UNIT * (handling.cost + handling.compensation))
    groups = {
        "first_helped": failed & helped & (was["failures"] == 0),
        "first_not": failed & ~helped & (was["failures"] == 0),
        "second_helped": failed & helped & (was["failures"] == 1),
        "second_not": failed & ~helped & (was["failures"] == 1),
    }
    return {
        f"{feeling}_{group}": (now[feeling] - was[feeling])[who].mean()
        for feeling in FEELINGS
        for group, who in groups.items()
    }


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    first, second = ({f: found[f"{f}_{time}_helped"].mean for f in FEELINGS} for time in ("first", "second"))
    result = (
        f"trust {first['trust']:+.2f} after the first, {second['trust']:+.2f} after the second; "
        f"satisfaction {first['satisfaction']:+.2f} and {second['satisfaction']:+.2f} "
        f"({found['satisfaction_first_not'].mean:+.2f} where nobody helped)"
    )
    pleased = [found[f"{feeling}_first_helped"].exceeds(0.0) for feeling in FEELINGS]
    not_twice = [found[f"{feeling}_second_helped"].falls_short_of(0.0) for feeling in FEELINGS]
    return "up after one, down after two", result, verdict(*pleased, *not_twice)


def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """How satisfaction and trust change with a first and a second failure, helped or not."""
    groups = {
        "first_helped": "first,\nput right",
        "second_helped": "second,\nput right",
        "first_not": "first,\nnot",
        "second_not": "second,\nnot",
    }
    kinds = []
    for feeling, colour in (("satisfaction", GAIN), ("trust", LOSS)):
        changes = [found[f"{feeling}_{group}"] for group in groups]
        kinds.append(Bars(feeling, colour, [c.mean for c in changes], [c.error for c in changes]))
    return bars_side_by_side(
        kinds,
        list(groups.values()),
        0.0,
        ax,
        title="Recovery heals once",
        ylabel="change in the month of the failure",
    )
