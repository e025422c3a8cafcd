"""The folder that a command writes: the one asked for, or `results/` and the scenario's name.

Scenarios of one name do not share a folder: one that is not asked for remembers whose results it holds.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from relsim.console.destinations import refuse_unwritable
from relsim.console.speech import say
from relsim.errors import ScenarioError, StoreError
from relsim.runs.disk import durably
from relsim.runs.sole_writer import sole_writer
from relsim.scenario.resolve.shipped import find_scenario, shipped_scenarios

RESULTS = Path("results")
SOURCE_FILE = ".source"
"""The file in a folder that says whose results it holds."""

SHIPPED = "the shipped "


@contextmanager
def results_folder(out: Path | None, source: str, question: str = "") -> Iterator[Path]:
    """The folder that results go to, which nobody else writes meanwhile; a question has its own in it."""
    if out is not None:
        with sole_writer(out):
            yield out
        return
    folder = free_results_folder(source)
    refuse_unwritable(folder, "the folder", str(folder))
    with marked(folder, source_of_results(source)), sole_writer(folder / question):
        yield folder / question


@contextmanager
def going_on(kept: Path) -> Iterator[None]:
    """Say, where the disk refuses something, that finished tasks are kept."""
    try:
        yield
    except StoreError as error:
        more = f"{kept} has what is finished, the same command goes on from there"
        raise StoreError(f"{error}; {more}") from None


def free_results_folder(source: str) -> Path:
    """The first folder of a scenario's name that holds no results of another scenario, and a word on it."""
    origin, first = source_of_results(source), RESULTS / Path(source).stem
    names = (first if number == 1 else Path(f"{first}-{number}") for number in count(1))
    folder = next(each for each in names if holder_of(each) is None or is_same(holder_of(each), origin))
    if folder != first:
        say(f"relsim: {first} holds results of {holder_of(first)}; these go to {folder}", error=True)
    return folder


@contextmanager
def marked(folder: Path, origin: str) -> Iterator[None]:
    """Within it a folder says whose results it holds, and ever after, if it holds any."""
    mark = folder / SOURCE_FILE
    made = [each for each in (folder, *folder.parents) if not os.path.lexists(each)]
    if not mark.exists() or not mark.stat().st_size:
        durably(mark, lambda part: part.write_bytes(os.fsencode(f"{origin}\n")))
    try:
        yield
    finally:
        with suppress(OSError):
            if os.listdir(folder) == [SOURCE_FILE]:
                mark.unlink()
            for each in made:
                each.rmdir()


def source_of_results(source: str) -> str:
    """What a scenario is known by: its file, as seen from here, or the name under which it ships."""
    try:
        file = os.path.realpath(find_scenario(source))
    except ScenarioError:
        return source
    names = {os.path.realpath(path): name for name, path in shipped_scenarios().items()}
    return f"{SHIPPED}{names[file]}" if file in names else seen_from_here(file)


def seen_from_here(file: str) -> str:
    """A path relative to where we are, since projects move as a whole; on another drive as it is."""
    try:
        return os.path.relpath(file, os.path.realpath("."))
    except ValueError:
        return file


def holder_of(folder: Path) -> str | None:
    """Whose results a folder holds, if it says so: in its mark, or in the manifest of its results."""
    with suppress(OSError):
        return os.fsdecode((folder / SOURCE_FILE).read_bytes()).strip() or None
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        return source_of_results(told["scenario_file"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def is_same(one: str | None, other: str) -> bool:
    """Whether two origins are one, by whatever names."""
    with suppress(OSError, TypeError):
        return one == other or os.path.samefile(one or "", other)
    return False
