"""Say why there are fewer supporters by quarter than by month: `python experiments/facts/quarters.py`.

The market without contracts of `steps.py` runs by month, by quarter, and by quarter with a way to speak of
one's own: as many voices on average, but whoever speaks with some chance in a month speaks with the chance of
at least once in three. Customers are told apart by whether they came within the last year. It writes a table
of the page "The order of a period".
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from following import BOND, SEED, customers_in
from steps import REPLICATIONS, YEARS, markets

import relsim
from relsim.rules.settings import Behaviour, Firm
from relsim.rules.state import Attitude, Person
from relsim.rules.word_of_mouth import PRAISING, network
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import periods_per
from relsim.vocabulary import CLIENT, PARTNER, SUPPORTER

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "quarter-table.md"
HALVINGS = 40


def at_least_once(
    rung: int, person: Person, attitude: Attitude, u: float, firm: Firm, behaviour: Behaviour
) -> int:
    """Speak in a quarter as likely as at least once in its months, and a second time for the rest of it.

    `u` comes as a third of luck, and a second time with a third added.
    """
    if network(rung, person, attitude, 0.0, firm, behaviour) != PRAISING:
        return network(rung, person, attitude, u, firm, behaviour)
    luck = 3.0 * u
    again = luck >= 1.0
    if again:
        luck -= 1.0
    low = 0.0
    high = 1.0
    for _ in range(HALVINGS):
        chance = 0.5 * (low + high)
        once = 1.0 - (1.0 - chance) * (1.0 - chance) * (1.0 - chance)
        reached = 3.0 * chance - once if again else once
        if reached < luck:
            low = chance
        else:
            high = chance
    return network(rung, person, attitude, high, firm, behaviour)


WAYS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "month": ("month", {}),
    "quarter": ("quarter", {}),
    "quarter, speaking at least once": ("quarter", {"word_of_mouth": at_least_once}),
}
"""The length of a period, and mechanisms of one's own."""


def shares(
    scenario: Scenario, step: str, mechanisms: Mapping[str, Any], replication: int
) -> dict[str, float]:
    """Shares of bond's customers after five years."""
    periods = round(YEARS * periods_per("year", step))
    told = scenario.changed({"period": step, "periods": periods})
    market = relsim.Market(told, seed=SEED, replication=replication, mechanisms=mechanisms).run()
    rung, came = market.columns.rung[:, BOND], market.columns.acquired_at[:, BOND]
    here = customers_in(rung)
    new = here & (came >= periods - periods_per("year", step))
    old = here & ~new
    return {
        "clients": (rung[here] == CLIENT).mean(),
        "supporters": (rung[here] == SUPPORTER).mean(),
        "advocates and partners": ((rung[here] > SUPPORTER) & (rung[here] <= PARTNER)).mean(),
        "customers who came within the last year": new.sum() / here.sum(),
        "supporters or higher among them": (rung[new] >= SUPPORTER).mean(),
        "supporters or higher among all others": (rung[old] >= SUPPORTER).mean(),
    }


def table(replications: int = REPLICATIONS) -> str:
    """Means over replications, side by side."""
    scenario = markets()["without contracts"]
    found = [
        [shares(scenario, step, mechanisms, number) for number in range(replications)]
        for step, mechanisms in WAYS.values()
    ]
    lines = [f"| without contracts, by | {' | '.join(WAYS)} |", "| --- |" + " ---: |" * len(WAYS)]
    for name in found[0][0]:
        cells = [f"{np.mean([one[name] for one in way]):.1%}" for way in found]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(table() + "\n", encoding="utf-8")
