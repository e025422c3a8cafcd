"""Departures: the ways in which relationships may end, of which a scenario chooses one."""

from relsim.rules.alternative import Alternative
from relsim.rules.ceilings import of_competing
from relsim.rules.churning import after_purchase, by_rung, constant, geometric_renewal, recency, response
from relsim.rules.departure import competing

OF_COMPETING = tuple(
    f"behaviour.departure.{setting}"
    for setting in (
        "mix",
        "total",
        "price",
        "bad_handling",
        "neglect",
        "competitor",
        "fading_need",
        "satisfaction_shield",
        "contentment",
        "commitment_shield",
        "bond_shield",
        "tolerated_rise",
        "price_rise",
        "rival_praise",
        "rivals",
        "waking",
        "waking_time",
    )
)
"""What only the competing reasons ask for; that of a rival decides who counts as gone to one, always."""

ALTERNATIVES = {
    "competing": Alternative(
        competing,
        sources=("keaveney1995", "fader2010", "thaler1985", "thibaut1959", "lewis1979"),
        reads=(*OF_COMPETING, "segments.restlessness"),
        ceiling=of_competing,
    ),
    "constant": Alternative(constant, sources=("gupta2003",), reads=("firms.churn",), unexplained=True),
    "response": Alternative(
        response,
        sources=("blattberg1996",),
        reads=("firms.retention.ceiling", "firms.retention.response"),
        unexplained=True,
    ),
    "beta": Alternative(
        geometric_renewal, sources=("fader2007",), reads=("segments.fickleness",), unexplained=True
    ),
    "before opportunity": Alternative(
        geometric_renewal,
        sources=("fader2007", "fader2010bgbb"),
        reads=("segments.fickleness",),
        does="Before each opportunity to buy customers leave with a lasting chance of their own (BG/BB); "
        "the same rule as `beta`.",
        unexplained=True,
    ),
    "after purchase": Alternative(
        after_purchase, sources=("fader2005bgnbd",), reads=("segments.fickleness",), unexplained=True
    ),
    "recency": Alternative(
        recency, sources=("pfeifer2000",), reads=("behaviour.departure.silence",), unexplained=True
    ),
    "by rung": Alternative(by_rung, sources=("pfeifer2000",), reads=("firms.moves",), unexplained=True),
}
