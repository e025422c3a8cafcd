"""More praise than blame by number, more talk per head from the dissatisfied.

Everybody who knows a firm counts, former customers included: whether they spoke of it in a month, and how
satisfied they are. The fact is one of a market: a firm that serves its customers badly has more blame.
"""

from typing import Any

import numpy as np
from following import FIRMS, service_market, watched
from matplotlib.axes import Axes
from showing import Found, verdict

from relsim.report.style import GAIN, LOSS, canvas, styled
from relsim.rules.word_of_mouth import BLAMING, PRAISING
from relsim.vocabulary import PROSPECT

CLAIM = "More praise than blame by number, more talk per head from the dissatisfied"
SOURCE = "anderson1998,east2007"
REPLICATIONS = 20
BANDS = np.linspace(0.0, 1.0, 11)
DISSATISFIED, SATISFIED = 0.3, 0.5


def measured(replication: int) -> dict[str, Any]:
    """Praise per blame by firm, and who speaks by satisfaction, in the last two years."""
    seen = watched(service_market(), replication)
    late = slice(-24, None)
    knows = seen.ties["rung"][late] != PROSPECT
    feels = seen.ties["satisfaction"][late]
    voice = np.stack([(seen.voices[late] >> (2 * firm)) & 3 for firm in FIRMS.values()], axis=2)
    praised, blamed = knows & (voice == PRAISING), knows & (voice == BLAMING)
    band = np.digitize(feels, BANDS[1:-1])
    people = np.array([(knows & (band == number)).sum() for number in range(10)])
    found = {
        f"{name}_praise_to_blame": praised[..., firm].sum() / blamed[..., firm].sum()
        for name, firm in FIRMS.items()
    }
    for name, said in (("praise", praised), ("blame", blamed)):
        speakers = np.array([(said & (band == number)).sum() for number in range(10)])
        found[f"{name}_by_satisfaction"] = np.where(people >= 20, speakers / np.maximum(people, 1), np.nan)
    spoke = praised | blamed
    found["dissatisfied_speak"] = spoke[knows & (feels < DISSATISFIED)].mean()
    found["satisfied_speak"] = spoke[knows & (feels > SATISFIED)].mean()
    found["louder"] = found["dissatisfied_speak"] / found["satisfied_speak"]
    found["praise_to_blame"] = praised.sum() / blamed.sum()
    return found


def row(found: Found) -> tuple[str, str, str]:
    """Target, result and verdict for the table."""
    ratios = {name: found[f"{name}_praise_to_blame"] for name in FIRMS}
    dissatisfied, satisfied = (100 * found[f"{who}_speak"].mean for who in ("dissatisfied", "satisfied"))
    result = (
        f"{found['praise_to_blame'].mean:.1f} to 1 in the market ({ratios['bond'].mean:.0f} to 1 for bond, "
        f"{ratios['deal'].mean:.2f} to 1 for deal); in a month {dissatisfied:.0f} % of the dissatisfied "
        f"speak, {satisfied:.0f} % of the satisfied"
    )
    return "both", result, verdict(found["louder"].exceeds(1.0), found["praise_to_blame"].exceeds(1.0))


@styled
def drawn(found: Found, ax: Axes | None = None) -> Axes:
    """The share of people who praise, and who blame, by how satisfied they are."""
    ax = canvas(ax)
    middles = (BANDS[1:] + BANDS[:-1]) / 2.0
    for name, colour in (("praise", GAIN), ("blame", LOSS)):
        share = found[f"{name}_by_satisfaction"]
        ax.errorbar(middles, 100 * share.mean, 100 * share.error, fmt="o-", color=colour, label=name)
    ax.set(title="The dissatisfied talk most per head", xlabel="satisfaction")
    ax.set(ylabel="share who speak in a month (%)", ylim=(0, None))
    ax.legend(frameon=False, fontsize=8)
    return ax
