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
from relsim.command_lines import typed
from relsim.console.speech import say
from relsim.errors import COMMAND_LINE
from relsim.runs.disk import durably
from relsim.runs.fingerprints import market_fingerprint
from relsim.runs.hashes import FILES, file_hash, strangers
from relsim.runs.stored_place import source_file
from relsim.scenario.scenario import Scenario

ANSWER_FILE = "answer.json"
"""The file that says which question a folder answers, in which words, and by which files."""

PAGE_FILE = "report.html"

WITHOUT = "without"
"""Where a note keeps the names of files that the answer does without, such as figures of nothing."""

HASH_OF_NOTE = "sha256"
"""Where a note keeps the hash of all else that it says."""

UNREAD = (OSError, ValueError, KeyError, TypeError, AttributeError)
"""What reading a note raises where it is none, or torn."""

LIBRARIES = ("numpy", "scipy", "numba", "pandas", "matplotlib", "jinja2")
"""Packages that bear on numbers or on the look of a page."""


@dataclass(frozen=True)
class ComparisonRequest:
    """All that bears on the answer, besides the code."""

    market: Scenario
    seed: int
    replications: int | None
    policies: tuple[str, ...]
    until: str | None
    hinge: bool | None
    explore: bool = False

    def key(self) -> str:
        """A hash of the question, of the whole scenario with its words and its file, and of relsim's code."""
        document = self.market.document
        asked: dict[str, Any] = {
            "scenario": document.data,
            "notes": {str(path): asdict(note) for path, note in document.notes.items()},
            "file": source_file(self.market),
            "set": [path for path, place in document.places.items() if place == COMMAND_LINE],
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


def say_again(answer: StandingAnswer, folder: Path, whence: str) -> None:
    """Say an answer that stands in a folder."""
    say(f"relsim: asked before; {whence}", error=True)
    say_answer(answer, folder)


def say_answer(answer: StandingAnswer, folder: Path) -> None:
    """Say the sentences of an answer, where its page is, and what to ask next."""
    for line in (*answer.sentences, f"Report: {folder / PAGE_FILE}"):
        say(line)
    say_next(answer.policies, folder)


def say_next(policies: int, folder: Path) -> None:
    """Say what to ask next where there is a difference to ask about."""
    if policies > 1:
        say(f"Next: relsim why {typed(folder)} tells what its difference in profit is made of.")


def files_of_answers() -> list[str]:
    """Every file that a comparison may write into its folder."""
    from relsim.questions.compare.pictures import DRAWINGS
    from relsim.questions.compare.player import PLAYER_NOTE, PLAYER_PAGE
    from relsim.questions.compare.results import STORED
    from relsim.report.workbook import WORKBOOK_FILE

    pages = (PAGE_FILE, WORKBOOK_FILE, PLAYER_PAGE, PLAYER_NOTE)
    return [*STORED, "manifest.json", *pages, *(f"figures/{name}.svg" for name, *_ in DRAWINGS)]


def keep_answer(asked: ComparisonRequest, answer: StandingAnswer, folder: Path) -> None:
    """Note which question a folder answers; one with a picture of the user's own may look different later."""
    if asked.market.report.logo:
        return
    names = files_of_answers()
    hashes = {name: file_hash(folder / name) for name in names if (folder / name).is_file()}
    told = {"question": asked.key(), **asdict(answer), FILES: hashes}
    told[WITHOUT] = [name for name in names if name not in hashes]
    told[HASH_OF_NOTE] = hash_of_note(told)
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    durably(folder / ANSWER_FILE, lambda part: part.write_bytes(text.encode("utf-8", "backslashreplace")))


def known_answer(asked: ComparisonRequest, folder: Path) -> StandingAnswer | None:
    """The answer that a folder holds to exactly this question, with all of its files."""
    drop_changed_answer(folder)
    try:
        told, answer = read_answer_note(folder / ANSWER_FILE, asked)
        return None if strangers(folder, told, list(told[FILES])) else answer
    except UNREAD:
        return None


def hash_of_note(told: dict[str, Any]) -> str:
    """The hash of what a note says, but for the hash itself."""
    said = json.dumps({name: value for name, value in told.items() if name != HASH_OF_NOTE}, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def drop_changed_answer(folder: Path) -> None:
    """Remove a note of an answer that is not as it was written, and say so: only its question can make it."""
    path = folder / ANSWER_FILE
    if not path.is_file():
        return
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        is_as_written = told[HASH_OF_NOTE] == hash_of_note(told)
    except UNREAD:
        is_as_written = False
    if not is_as_written:
        path.unlink()
        say(f"relsim: {path} was changed, and is gone; relsim compare makes it anew", error=True)


def read_answer_note(path: Path, asked: ComparisonRequest) -> tuple[dict[str, Any], StandingAnswer]:
    """What a note says of the answer to exactly this question; raises one of UNREAD where it is none."""
    told = json.loads(path.read_text(encoding="utf-8"))
    if told["question"] != asked.key():
        raise ValueError(f"{path} answers another question")
    if told[HASH_OF_NOTE] != hash_of_note(told):
        raise ValueError(f"{path} was changed")
    return told, StandingAnswer([str(line) for line in told["sentences"]], int(told["policies"]))
