"""The question that a folder of `--out` answers: results of another one that stand there are not mixed up.

A folder remembers the command, the market, the seed and the options that say what is asked. The same
question may be asked there again. Results of another one go into a folder in it before anything runs, since
some of the new files would replace them and others stand beside them. Files that no command has left there
are never moved; where new ones would have their names, the question is refused.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

from relsim.console.sources import SHIPPED, is_same_source, seen_from, source_of_results
from relsim.console.speech import say
from relsim.errors import InputError
from relsim.runs.disk import durably
from relsim.runs.sole_writer import LOCK

QUESTION_FILE = ".question"
"""The file in a folder that says which question it answers."""

EARLIER = "earlier-"
"""How the names of folders begin into which earlier results are moved."""

FILES_LEFT = "files"
"""Where it says which files the question has left beside it."""

FIGURES = "figures"
"""The folder in it with the pictures of an answer."""

NOTE = ("report.html", "results.xlsx")
MARKET = (
    *NOTE,
    *("manifest.json", "summary.json", "answer.json", "report-short.html", "explore.html", "explore.json"),
    *(f"{table}.{form}" for table in ("periods", "outcomes", "customers") for form in ("csv", "parquet")),
    *("ladder.parquet", "flows.parquet", "rungs.parquet", "moves.parquet"),
)
FILES_OF = {
    "run": MARKET,
    "compare": MARKET,
    "ladder": (*NOTE, "ladder.csv", "moves.csv", "shifts.csv"),
    "marginal": (*NOTE, "marginal.csv"),
    "incremental": (*NOTE, "incremental.csv"),
    "breakeven": (*NOTE, "breakeven.csv"),
    "stress": (*NOTE, "conditions.csv", "summary.csv"),
    "sensitivity": (*NOTE, "sensitivity.csv", "points.csv", "bests.csv"),
    "sweep": (*NOTE, "points.csv", "outcomes.csv", "outcomes.parquet"),
    "discover": (*NOTE, "points.csv"),
    "optimise": (*NOTE, "trials.csv", "finalists.csv", "margins.csv"),
    "audit": ("audit.html", "audit.json", "results.xlsx", "set-aside.csv"),
    "fit": ("fit.html", "fit.json", "results.xlsx", "draws.parquet"),
    "backtest": ("backtest.html", "backtest.json", "results.xlsx", "forecasts.csv"),
}
"""By command, the names of the files that it writes into its folder, besides pictures, tasks and what is
named after a table. A market that it writes stays where it is: others may be asked about it."""


@dataclass(frozen=True)
class FolderQuestion:
    """A command, the market that it asked about with the changes to it, the seed of its luck, and the options
    that say what is asked; None is not known."""

    command: str
    source: str
    changes: str | None = None
    seed: int | None = None
    options: str | None = None

    def as_typed(self, folder: Path) -> str:
        """The command as it is typed here, with the seed of its luck."""
        source = self.source.removeprefix(SHIPPED)
        if source == self.source:
            source = seen_from(Path(), os.path.realpath(folder / source))
        seed = "" if self.seed is None else f"--seed {self.seed}"
        return " ".join(filter(None, ("relsim", self.command, source, self.changes, seed, self.options)))

    def difference(self, other: "FolderQuestion", folder: Path) -> str | None:
        """In what another question differs from this one, whose market is known as seen from a folder."""
        if self.command != other.command or not is_same(self.options, other.options):
            return "another question"
        same_changes = is_same(self.changes, other.changes)
        same_seed = self.seed == other.seed
        if same_changes and same_seed and is_same_source(self.source, other.source, folder):
            return None
        return "another scenario or seed"


def is_same(one: str | None, other: str | None) -> bool:
    """Whether words are the same, as far as they are known."""
    return one == other or None in (one, other)


@contextmanager
def folder_question(folder: Path, asked: FolderQuestion, *, goes_on: bool = False) -> Iterator[None]:
    """Within it, and ever after if anything is written, a folder says which question it answers.

    Results of another question make room; where nothing comes in their place, they are put back.

    Raises:
        InputError: There are files that no question has left there, or results of another question where the
            one that is asked `goes_on` from what is there.
    """
    earlier = make_room(folder, asked, goes_on)
    try:
        with noting_what_is_left(folder, asked):
            yield
    finally:
        if earlier is not None and not files_there(folder, asked.command):
            earlier.put_back()
        elif earlier is not None:
            say(f"relsim: {earlier.told}; they lie in {earlier.aside} now", error=True)
        with suppress(OSError):
            if not files_left(folder) and not any(each.is_dir() for each in folder.iterdir()):
                (folder / QUESTION_FILE).unlink()


@contextmanager
def noting_what_is_left(folder: Path, asked: FolderQuestion) -> Iterator[None]:
    """Within it a folder says which question it answers; after it, which files that has left there.

    What has left none there, as a question that is refused, has changed nothing.
    """
    mark, left, before = folder / QUESTION_FILE, files_left(folder), stamps(folder)
    mark_before = mark.read_bytes() if mark.is_file() else None
    write_mark(folder, asked, left)
    try:
        yield
    finally:
        with suppress(OSError):
            new = dict(stamps(folder) - before).keys()
            if new or mark_before is None:
                write_mark(folder, asked, left | new)
            else:
                durably(mark, lambda part: part.write_bytes(mark_before))


def write_mark(folder: Path, asked: FolderQuestion, left: Iterable[str]) -> None:
    """Have a folder say which question it answers, and which files have been left there by it."""
    text = json.dumps(asdict(asked) | {FILES_LEFT: sorted(left)}) + "\n"
    durably(folder / QUESTION_FILE, lambda part: part.write_text(text, encoding="ascii"))


def files_left(folder: Path) -> set[str]:
    """The files in a folder that its question has left there; all pictures, where it does not say which."""
    told = read_told(folder / QUESTION_FILE)
    named = told.get(FILES_LEFT) if isinstance(told, dict) else None
    if not isinstance(named, list):
        return set(pictures_there(folder))
    return {each for each in named if isinstance(each, str)} & dict(stamps(folder)).keys()


def stamps(folder: Path) -> set[tuple[str, tuple[int, int]]]:
    """The files that may be moved with what a folder answers, each with what changes as it is written."""
    paths = [*folder.iterdir(), *(folder / FIGURES).glob("*")]
    files = {path.relative_to(folder).as_posix(): path.stat() for path in paths if path.is_file()}
    return {
        (name, (file.st_mtime_ns, file.st_ino))
        for name, file in files.items()
        if name not in (QUESTION_FILE, LOCK) and not name.endswith(".yaml")
    }


@dataclass(frozen=True)
class EarlierResults:
    """Results of an earlier question: a folder in their own into which they were moved, and what they are."""

    aside: Path
    told: str

    def put_back(self) -> None:
        """Put them where they were."""
        if not self.aside.is_dir():
            return
        for path in [path for path in self.aside.rglob("*") if not path.is_dir()]:
            os.replace(path, self.aside.parent / path.relative_to(self.aside))
        if (self.aside / FIGURES).is_dir():
            (self.aside / FIGURES).rmdir()
        self.aside.rmdir()


def make_room(folder: Path, asked: FolderQuestion, goes_on: bool) -> EarlierResults | None:
    """Move results of another question out of the way, if there are any; refuse what must stay as it is."""
    held = question_of(folder)
    if goes_on:
        # What else it goes on from, the command itself knows better.
        asked = replace(asked, options=None)
    other = held.difference(asked, folder) if held else None
    standing = sorted({*files_there(folder, held.command), *files_left(folder)}) if held else []
    if held is None or other:
        foreign = [name for name in files_there(folder, asked.command) if name not in standing]
        if held is None:
            foreign += pictures_there(folder)
        if foreign:
            raise InputError(
                f"{folder} holds {foreign[0]}, but not what it is of; choose another --out, or --as NAME"
            )
    if held is None or other is None or not standing:
        return None
    told = f"results of {other}, {held.as_typed(folder)}"
    if goes_on:
        raise InputError(f"{folder} holds {told}; choose another --out, or --as NAME")
    fitted = folder.glob("*.fitted.yaml") if held.command == "fit" else ()
    return EarlierResults(set_aside(folder, standing, fitted), f"{folder} held {told}")


def set_aside(folder: Path, standing: list[str], markets: Iterable[Path] = ()) -> Path:
    """A new folder in a folder, into which these files have been moved, and what says what they are; of
    markets, which stay where others may ask about them, it has copies.

    Where one cannot be moved, or all is stopped, none is.
    """
    numbered = (folder / f"{EARLIER}{number}" for number in count(1))
    aside = next(path for path in numbered if not os.path.lexists(path))
    name = aside.name
    try:
        aside.mkdir()
        for market in markets:
            shutil.copy2(market, aside)
        for name in (*standing, QUESTION_FILE):
            if os.path.lexists(folder / name):
                (aside / name).parent.mkdir(exist_ok=True)
                os.replace(folder / name, aside / name)
    except BaseException as error:
        EarlierResults(aside, "").put_back()
        if isinstance(error, OSError):
            told = f"{folder / name} cannot be moved into {aside}: {error.strerror or error}"
            raise InputError(f"{told}; choose another --out") from None
        raise
    return aside


def files_there(folder: Path, command: str) -> list[str]:
    """The files in a folder that have names which a command gives."""
    return sorted(set(os.listdir(folder)) & set(FILES_OF[command]))


def pictures_there(folder: Path) -> list[str]:
    """The pictures in a folder that have the place of those of an answer."""
    return sorted(path.relative_to(folder).as_posix() for path in (folder / FIGURES).glob("*.svg"))


def question_of(folder: Path) -> FolderQuestion | None:
    """The question that a folder answers, if it says so: in its mark, or in the manifest of its results."""
    told = read_told(folder / QUESTION_FILE)
    with suppress(KeyError, TypeError, ValueError):
        command, source = str(told["command"]), str(told["source"])
        if command in FILES_OF:
            seed = told["seed"]
            seed = None if seed is None else int(seed)
            return FolderQuestion(command, source, told["changes"], seed, told.get("options"))
    told = read_told(folder / "manifest.json")
    with suppress(KeyError, TypeError, ValueError):
        command = {"run": "run", "comparison": "compare"}[told["kind"]]
        return FolderQuestion(
            command, source_of_results(told["scenario_file"], folder), None, int(told["seed"])
        )
    return None


def read_told(path: Path) -> Any:
    """What a JSON file says, or nothing."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
