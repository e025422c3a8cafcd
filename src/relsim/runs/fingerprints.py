"""Fingerprints: hashes of exactly what bears on a result, so that equal ones mean equal results."""

import hashlib
import json
from collections.abc import Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from relsim.imports import hash_of_code
from relsim.market.warm_up import periods_to_warm_up
from relsim.runs.own_code import as_text_tuples
from relsim.scenario.scenario import Scenario
from relsim.scenario.side_files import file_of_customers

WITHOUT_EFFECT = {
    "begins",
    "conditions",
    "evidence",
    "explore",
    "learn",
    "optimise",
    "replications",
    "report",
    "sources",
    "summary",
    "survey",
    "title",
}
"""Parts of a scenario that bear on no number of its comparison."""

RUNS_A_TASK = "relsim.runs.tasks"
"""The module that runs a task, which itself takes its addresses from here."""

CHOICES = {"policies", "baseline", "focus"}
"""Parts that say which markets to run, and nothing about any one of them."""

NUMERICS = ("numpy", "scipy", "numba")
"""Packages that draw people and compile rules; another version may round otherwise."""


def fingerprint(scenario: Scenario) -> str:
    """A hash of everything in a scenario that bears on results, its policies included."""
    return _hash_of(_content(scenario, WITHOUT_EFFECT))


def market_fingerprint(scenario: Scenario) -> str:
    """A hash of everything that bears on the market which a scenario describes, as it is."""
    content = _content(scenario, WITHOUT_EFFECT | CHOICES)
    if scenario.network.kind == "edge list":
        place = scenario.document.place(("network", "file"))
        content["ties"] = _file_hash(Path(place.file).parent / (scenario.network.file or ""))
    for name, firm in scenario.firms.items():
        if firm.start.customers is not None and not isinstance(firm.start.customers, int):
            content[f"customers of {name}"] = _file_hash(file_of_customers(scenario, name))
    if scenario.before_policies is not scenario and periods_to_warm_up(scenario):
        content["before"] = _content(scenario.before_policies, WITHOUT_EFFECT | CHOICES)
    return _hash_of(content)


@cache
def code_fingerprint() -> str:
    """A hash of relsim's version and of all code that bears on a result: what running a task imports."""
    versions = [version(name) for name in ("relsim", *NUMERICS)]
    return _hash_of([*versions, hash_of_code((RUNS_A_TASK,))])


def own_fingerprint(own: Any) -> str:
    """A hash of a user's own mechanism or strategy: its code, what that calls and reads, its values.

    One that is in no file, or holds what cannot be written down, is known in this process alone.
    """
    return hashlib.sha256(repr(as_text_tuples(own)).encode()).hexdigest()[:16]


def _content(scenario: Scenario, exclude: Collection[str]) -> dict[str, Any]:
    content: dict[str, Any] = scenario.model_dump(mode="json", exclude=set(exclude))
    content["founding_prices"] = scenario.founding_prices
    return content


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _hash_of(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
