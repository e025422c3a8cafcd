"""What all facts share: means over replications, and the files they leave."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from relsim.report.svg import svg_of

FACTS = (
    "sorting",
    "double_jeopardy",
    "voices",
    "referred",
    "value_and_referrals",
    "delight",
    "members",
    "recovery",
    "grudges",
    "advertising",
    "entrant",
    "diversion",
)
FIGURES = Path(__file__).parents[2] / "docs" / "images" / "facts"


@dataclass(frozen=True)
class Estimate:
    """A mean over replications and its standard error; both may be arrays."""

    mean: Any
    error: Any

    def __format__(self, form: str) -> str:
        return f"{self.mean:{form}} ± {self.error:{form}}"

    def exceeds(self, value: float, errors: float = 3.0) -> bool:
        """Whether all of it lies above a value by this many standard errors."""
        return bool(np.all(self.mean > value + errors * self.error))

    def falls_short_of(self, value: float, errors: float = 3.0) -> bool:
        """Whether all of it lies below a value by this many standard errors."""
        return bool(np.all(self.mean < value - errors * self.error))


Found = Mapping[str, Estimate]


def over(measured: Callable[[int], Mapping[str, Any]], replications: int) -> Found:
    """Means and standard errors of what is measured in each replication."""
    runs = [measured(replication) for replication in range(replications)]
    found = {}
    for name in runs[0]:
        values = np.array([run[name] for run in runs], np.float64)
        found[name] = Estimate(values.mean(axis=0), values.std(axis=0, ddof=1) / replications**0.5)
    return found


def verdict(*parts: bool) -> str:
    """Whether a fact holds: all parts of it, some, or none."""
    return "yes" if all(parts) else "in part" if any(parts) else "no"


def show(name: str) -> None:
    """Measure the fact of this name; write its figure and its numbers."""
    fact: Any = import_module(name)
    found = over(fact.measured, fact.REPLICATIONS)
    target, result, holds = fact.row(found)
    record = {
        "claim": fact.CLAIM,
        "source": fact.SOURCE,
        "target": target,
        "result": result,
        "holds": holds,
        "replications": fact.REPLICATIONS,
        "numbers": {name: rounded(estimate) for name, estimate in found.items()},
    }
    FIGURES.mkdir(parents=True, exist_ok=True)
    (FIGURES / f"{name}.svg").write_text(svg_of(fact.drawn(found)), encoding="utf-8")
    (FIGURES / f"{name}.json").write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    print(f"{fact.CLAIM}: {holds}. {result}")


def rounded(estimate: Estimate) -> dict[str, Any]:
    """An estimate as it is written down."""
    return {part: np.round(getattr(estimate, part), 5).tolist() for part in ("mean", "error")}
