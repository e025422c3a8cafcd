"""What one parameter does: the same customers with the same luck, with a low and with a high value."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

import relsim
from relsim.measures.value import top_share
from relsim.rules.rulebook import asked_by, is_asked
from relsim.scenario.facts import Facts, Lever, facts_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema.behaviour import Behaviour
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.mechanisms import Mechanisms
from relsim.scenario.schema.people import Segment

HERE = Path(__file__).parent
MARKET = HERE.parent / "facts" / "service-market.yaml"
SMALL = {"customers": 1500, "periods": 36, "segments": [{"name": "everybody"}]}
SEED = 7
RATIOS = {
    "revenue_per_purchase": ("revenue", "purchases"),
    "failures_per_purchase": ("failures", "purchases"),
}
AVERAGES = ("satisfaction", "trust", "commitment", "staff_satisfaction", "staff_turnover")


@dataclass(frozen=True)
class Direction:
    """One parameter, what it should move and which way, and the theory behind it."""

    path: str
    low: Any
    high: Any
    measure: str
    moves: str
    because: str
    firm: str = "bond"
    given: str | None = None

    @property
    def sign(self) -> float:
        """1.0 where the measure should rise with the parameter, -1.0 where it should fall."""
        return {"up": 1.0, "down": -1.0}[self.moves]


@cache
def theory() -> Mapping[str, Any]:
    """The data file: what must be given, and the directions of customers."""
    read: Mapping[str, Any] = YAML(typ="safe").load((HERE / "directions.yaml").read_text(encoding="utf-8"))
    return read


def directions() -> list[Direction]:
    """Every parameter with its direction: those of customers, and the levers, which say it themselves."""
    return [*(Direction(**row) for row in theory()["directions"]), *directions_of_levers()]


def directions_of_levers() -> Iterator[Direction]:
    """The directions that stand on the fields of a firm, as they are tried at bond."""
    for path, facts in facts_of(Firm, Lever).items():
        if facts.effect is not None:
            effect = asdict(facts.effect)
            part = path.split(".")[-2] if "." in path else ""
            effect["given"] = effect["given"] and effect["given"].format(part=part)
            place = path.replace("touchpoints.", "touchpoints.hotline.")
            yield Direction(f"firms.bond.{place}", **effect)


def asleep() -> dict[str, str]:
    """What moves nothing in the default model, and why; the whole of a part where it holds for all of it."""
    kinds = (("segments", Segment, Facts), ("behaviour", Behaviour, Facts), ("firms", Firm, Lever))
    found: dict[str, str] = {}
    for root, model, kind in kinds:
        for path, facts in facts_of(model, kind).items():
            whole = f"{root}.{path}"
            why = getattr(facts, "undirected", None) or read_only_by(whole)
            if why is not None and found.keys().isdisjoint(ancestors(whole)):
                found[whole] = why
    return {path.replace("segments.", "segments.everybody."): why for path, why in found.items()}


def ancestors(path: str) -> Iterator[str]:
    """The parts that a setting stands in."""
    steps = path.split(".")
    return (".".join(steps[:length]) for length in range(1, len(steps)))


def read_only_by(path: str) -> str | None:
    """Which alternatives alone read a setting, where those in force by default are not among them."""
    known = asked_by().get(path, {})
    if not known or is_asked(path, dict(Mechanisms())):
        return None
    readers = [f"the {name} `{word}`" for name, words in known.items() for word in words]
    return f"Read only by {' and '.join(readers)}."


def market_for(direction: Direction) -> Scenario:
    """A small default service market in which the parameter has something to work on."""
    given = theory()["given"][direction.given] if direction.given else {}
    return relsim.load(MARKET).changed(SMALL | given)


def rises(direction: Direction, replications: int) -> Any:
    """How much the measure is higher with the high value than with the low one, by replication."""
    market = market_for(direction)
    low, high = (
        measured(market.changed({direction.path: value}), direction, replications)
        for value in (direction.low, direction.high)
    )
    return high - low


def measured(scenario: Scenario, direction: Direction, replications: int) -> Any:
    """The measure of a firm in each replication."""
    name, firm = direction.measure, direction.firm
    result = relsim.run(scenario, seed=SEED, replications=replications)
    if name == "top_fifth":
        bought = result.customers[result.customers["firm"] == firm]["revenue"]
        return np.full(replications, top_share(bought[bought > 0.0], 0.2))
    outcomes = result.outcomes[result.outcomes["firm"] == firm]
    if name in outcomes:
        return outcomes[name].to_numpy(np.float64)
    periods = result.periods[result.periods["firm"] == firm].groupby("replication")
    if name in AVERAGES:
        return periods[name].mean().to_numpy()
    if name.startswith("lost_to_"):
        return (periods[name].sum() / periods["customers_at_start"].sum()).to_numpy()
    if name in RATIOS:
        part, whole = RATIOS[name]
        return (periods[part].sum() / periods[whole].sum()).to_numpy()
    return periods[name if name != "co_creation" else "line_co_creation"].sum().to_numpy()
