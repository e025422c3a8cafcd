"""Fingerprints: hashes of exactly what bears on a result, so that equal ones mean equal results."""

import hashlib
import inspect
import json
import marshal
import pickle
from collections.abc import Collection
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Any
from uuid import uuid4

from relsim.scenario.scenario import Scenario

WORDS = {"learn", "sources", "report", "title", "summary", "replications", "conditions", "optimise"}
"""Parts of a scenario that bear on no number of its comparison."""

CHOICES = {"policies", "baseline", "focus"}
"""Parts that say which markets to run, and nothing about any one of them."""

CODE = ("luck.py", "draws.py", "vocabulary.py", "rules", "market", "engine", "measures")
"""The sources that turn a resolved scenario into numbers."""

NUMERICS = ("numpy", "scipy")
"""Packages whose functions draw people; another version may round otherwise."""

THIS_PROCESS = uuid4().hex


def fingerprint(scenario: Scenario) -> str:
    """A hash of everything in a scenario that bears on results, its policies included."""
    return _hash_of(_content(scenario, WORDS))


def market_fingerprint(scenario: Scenario) -> str:
    """A hash of everything that bears on the market which a scenario describes, as it is."""
    content = _content(scenario, WORDS | CHOICES)
    if scenario.network.kind == "edge list":
        place = scenario.document.place(("network", "file"))
        content["ties"] = _file_hash(Path(place.file).parent / (scenario.network.file or ""))
    return _hash_of(content)


@cache
def code_fingerprint() -> str:
    """A hash of relsim's version and of all sources that bear on a result."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in ("relsim", *NUMERICS)).encode())
    for name in CODE:
        path = root / name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def own_fingerprint(own: Any) -> str:
    """A hash of a user's own mechanism or strategy: its file, its code, and the values it was made with.

    One that is in no file, or cannot be written down, is known in this process alone.
    """
    here_alone = f"{THIS_PROCESS} {id(own)}"
    try:
        source = _file_hash(Path(inspect.getfile(own if isinstance(own, FunctionType) else type(own))))
        return _hash_of([source or here_alone, _written_down(own).hex()])
    except (TypeError, ValueError, OSError, AttributeError, pickle.PicklingError):
        return _hash_of(here_alone)


def _written_down(own: Any) -> bytes:
    if not isinstance(own, FunctionType):
        return pickle.dumps(own)
    inside = [cell.cell_contents for cell in own.__closure__ or ()]
    return marshal.dumps(own.__code__, 2) + repr((own.__defaults__, inside)).encode()


def _content(scenario: Scenario, exclude: Collection[str]) -> dict[str, Any]:
    content: dict[str, Any] = scenario.model_dump(mode="json", exclude=set(exclude))
    content["founding_prices"] = scenario.founding_prices
    return content


def _file_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def _hash_of(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]
