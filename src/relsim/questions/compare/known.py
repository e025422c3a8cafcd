"""A comparison that is asked again: if all of its answer still stands in its folder, it is told from there.

Nothing is simulated, summed or drawn again for the same question, asked of the same code.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import relsim
from relsim.console.speech import say
from relsim.runs.disk import durably
from relsim.runs.fingerprints import market_fingerprint
from relsim.runs.hashes import FILES, file_hash, strangers
from relsim.scenario.scenario import Scenario

ANSWER_FILE = "answer.json"
"""The file that says which question a folder answers, in which words, and by which files."""

PAGE_FILE = "report.html"

LIBRARIES = ("numpy", "scipy", "numba", "pandas", "matplotlib", "jinja2")
"""Packages that bear on numbers or on the look of a page."""


@dataclass(frozen=True)
class ComparisonAsked:
    """All that bears on the answer, besides the code."""

    market: Scenario
    seed: int
    replications: int | None
    policies: str | None
    until: str | None
    hinge: bool

    def key(self) -> str:
        """A hash of the question, of the whole scenario with its words, and of relsim's code."""
        document = self.market.document
        asked: dict[str, Any] = {
            "scenario": document.data,
            "notes": {str(path): asdict(note) for path, note in document.notes.items()},
            "condition": self.market.condition,
            "market": market_fingerprint(self.market),
            "code": code_of_answers(),
        }
        asked |= {name: value for name, value in vars(self).items() if name != "market"}
        text = json.dumps(asked, sort_keys=True, default=str)
        return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


@cache
def code_of_answers() -> str:
    """A hash of all files of relsim, and of the versions of what it counts and draws with."""
    package = Path(relsim.__file__).parent
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    told = [f"{path.relative_to(package)} {file_hash(path)}" for path in files]
    told += [f"{name} {version(name)}" for name in LIBRARIES]
    return hashlib.sha256("\n".join(told).encode("utf-8", "backslashreplace")).hexdigest()


@dataclass(frozen=True)
class StandingAnswer:
    """What was said: the sentences of the verdict, on how many policies."""

    sentences: list[str]
    policies: int


def say_again(answer: StandingAnswer, folder: Path) -> None:
    """Say an answer that stands in a folder."""
    say("relsim: asked before; all of the answer still stands", error=True)
    for line in (*answer.sentences, f"Report: {folder / PAGE_FILE}"):
        say(line)
    say_next(answer.policies, folder)


def say_next(policies: int, folder: Path) -> None:
    """Say what to ask next where there is a difference to ask about."""
    if policies > 1:
        say(f"Next: relsim why {folder} tells what the difference is made of.")


def keep_answer(asked: ComparisonAsked, answer: StandingAnswer, folder: Path) -> None:
    """Note which question a folder answers; one with a picture of the user's own may look different later."""
    if asked.market.report.logo:
        return
    # A comparison writes no YAML: what a reader keeps there may grow.
    kept = [path for path in folder.iterdir() if path.suffix != ".yaml" and not path.name.startswith(".")]
    files = [path for path in kept if path.is_file()]
    files += (folder / "figures").glob("*.svg")
    hashes = {str(path.relative_to(folder)): file_hash(path) for path in files if path.name != ANSWER_FILE}
    told = {"question": asked.key(), **asdict(answer), FILES: hashes}
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    durably(folder / ANSWER_FILE, lambda part: part.write_bytes(text.encode("utf-8", "backslashreplace")))


def known_answer(asked: ComparisonAsked, folder: Path) -> StandingAnswer | None:
    """The answer that a folder holds to exactly this question, with all of its files."""
    try:
        told = json.loads((folder / ANSWER_FILE).read_text(encoding="utf-8"))
        if told["question"] != asked.key() or strangers(folder, told, list(told[FILES])):
            return None
        return StandingAnswer([str(line) for line in told["sentences"]], int(told["policies"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
