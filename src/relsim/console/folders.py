"""The folder that a command writes: the one asked for, or `results/` and the scenario's name or another.

Neither scenarios of one name nor a scenario and its changed self share a folder: each below `results/`
remembers whose results it holds.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from relsim.console.destinations import refuse_unwritable
from relsim.console.folder_question import FolderQuestion, folder_question
from relsim.console.sources import source_of_results
from relsim.console.speech import FOLDER_IS_GONE, is_somewhere, say
from relsim.errors import InputError, StoreError
from relsim.runs.disk import durably
from relsim.runs.sole_writer import sole_writer

RESULTS = Path("results")
OF_THE_MARKET = ("run", "compare", "sweep")
"""The commands whose results stand in the folder of the market itself."""

SOURCE_FILE = ".source"
"""The file in a folder that says whose results it holds."""


@dataclass(frozen=True)
class Origin:
    """Whose results a folder holds: a scenario, and how the command line changed it, if that is known."""

    source: str
    changes: str | None = ""

    def __str__(self) -> str:
        return f"{self.source} with {self.changes}" if self.changes else self.source

    def beside(self, other: "Origin") -> str:
        """This origin as it is told to whoever asks something else."""
        if self.source != other.source:
            return f"another scenario, {self}"
        return f"the same scenario {f'with {self.changes}' if self.changes else 'as it stands'}"

    def is_that_of(self, other: "Origin") -> bool:
        """Whether two origins are one, by whatever names."""
        if self.changes != other.changes and None not in (self.changes, other.changes):
            return False
        with suppress(OSError):
            return self.source == other.source or os.path.samefile(self.source, other.source)
        return False


@dataclass(frozen=True)
class Destination:
    """Where results go: into a folder, or below `results/` under a name, the scenario's if none is given."""

    out: Path | None = None
    name: str | None = None

    def folder(self, origin: Origin, first: str, command: str) -> Path:
        """The folder of a name, which holds no results of anything else."""
        if self.name is None:
            return free_results_folder(origin, first, command)
        folder = RESULTS / self.name
        holder = holder_of(folder)
        if holder and not holder.is_that_of(origin):
            raise InputError(f"{folder} holds results of {holder}; choose another name after --as")
        return folder


@contextmanager
def results_folder(
    to: Destination,
    source: str,
    command: str,
    changes: str = "",
    *,
    seed: int | None = None,
    options: str = "",
    goes_on: bool = False,
) -> Iterator[Path]:
    """The folder that results of a command go to, which nobody else writes meanwhile.

    Below `results/` a question has a folder of its own in that of the market. A folder of `--out` holds the
    results of one question; those of another go into a folder in it, unless the command `goes_on` from them.
    """
    refuse_nowhere()
    if to.out is not None:
        if to.name is not None:
            raise InputError("--as names a folder below results, --out any folder; expected one of them")
        asked = FolderQuestion(command, source_of_results(source, to.out), changes, seed, options)
        with sole_writer(to.out), folder_question(to.out, asked, goes_on=goes_on):
            yield to.out
        return
    origin = Origin(source_of_results(source), changes)
    folder = to.folder(origin, Path(source).stem, command)
    refuse_unwritable(folder, "the folder", str(folder))
    own = folder if command in OF_THE_MARKET else folder / command
    with marked(folder, origin), sole_writer(own):
        yield own


def refuse_nowhere() -> None:
    """Refuse to run anything in a folder that is gone."""
    if not is_somewhere():
        raise InputError(FOLDER_IS_GONE)


def tell_what_is_replaced(folder: Path, name: str = "report.html") -> None:
    """Say that a page which stands in a folder gives way to a new one of the same market."""
    page = folder / name
    if page.exists():
        kept = "--as ANOTHER-NAME" if RESULTS in folder.parents else "another --out"
        say(f"relsim: replaces {page} of an earlier run; {kept} would have kept it", error=True)


@contextmanager
def going_on(kept: Path) -> Iterator[None]:
    """Say, where the disk refuses something, that finished tasks are kept."""
    try:
        yield
    except StoreError as error:
        more = f"{kept} has what is finished, the same command goes on from there"
        raise StoreError(f"{error}; {more}") from None


def free_results_folder(origin: Origin, name: str, command: str) -> Path:
    """The first folder of a name that keeps no results of anything else, and a word on it."""
    first = RESULTS / name
    for folder in (first if number == 1 else Path(f"{first}-{number}") for number in count(1)):
        if not kept_in(folder, origin, command):
            break
    if folder != first:
        kept = kept_in(first, origin, command)
        say(f"relsim: these results go to {folder}, since {first} keeps {kept}", error=True)
    return folder


def kept_in(folder: Path, origin: Origin, command: str) -> str:
    """What a folder keeps that results of a command may not replace, in words: those of anything else, and
    where there is a single run, a comparison, which is worth many; nothing where they may."""
    holder = holder_of(folder)
    if holder is None:
        return ""
    if not holder.is_that_of(origin):
        return f"those of {holder.beside(origin)}"
    return "a comparison of the same market" if command == "run" and holds_comparison(folder) else ""


def holds_comparison(folder: Path) -> bool:
    """Whether the results in a folder say that they compare policies."""
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(told, dict) and told.get("kind") == "comparison"


@contextmanager
def marked(folder: Path, origin: Origin) -> Iterator[None]:
    """Within it a folder says whose results it holds, and ever after, if it holds any."""
    mark = folder / SOURCE_FILE
    made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    if not mark.exists() or not mark.stat().st_size:
        text = "".join(f"{line}\n" for line in (origin.source, origin.changes) if line)
        durably(mark, lambda part: part.write_bytes(os.fsencode(text)))
    try:
        yield
    finally:
        with suppress(OSError):
            if os.listdir(folder) == [SOURCE_FILE]:
                mark.unlink()
            for each in made:
                each.rmdir()


def holder_of(folder: Path) -> Origin | None:
    """Whose results a folder holds, if it says so: in its mark, or in the manifest of its results."""
    with suppress(OSError):
        source, _, changes = os.fsdecode((folder / SOURCE_FILE).read_bytes()).strip().partition("\n")
        return Origin(source, changes) if source else None
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return Origin(source_of_results(told["scenario_file"]), None)
    except (OSError, ValueError, KeyError, TypeError):
        return None
