"""What the commands do that ask one question and end in a note."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relsim.cli.running import folder_of, kept_if_stopped, number_or_text
from relsim.cli.speaking import say, watched
from relsim.experiments.discovering import discover
from relsim.experiments.stressing import stress
from relsim.experiments.turning import breakeven
from relsim.report import discovering, stressing, turning
from relsim.report.note import Note, write_note
from relsim.scenario.experiment import load_experiment
from relsim.scenario.schema import Scenario

Options = Mapping[str, Any]
"""What else was asked for, by the name that the library gives it."""


def breakeven_and_tell(
    market: Scenario, source: str, path: str, between: tuple[str, str], options: Options, out: Path | None
) -> None:
    """Find where two policies change places, and say where that is."""
    folder = folder_of(out, source)
    kept = options["store"] or folder / "tasks"
    ends = number_or_text(between[0]), number_or_text(between[1])
    with kept_if_stopped(kept):
        found = breakeven(market, path, ends, progress=watched, **{**options, "store": kept})
    tell(turning.note_of(found), out or folder / "breakeven")


def stress_and_tell(market: Scenario, source: str, options: Options, out: Path | None) -> None:
    """Try policies under conditions, and say which holds."""
    folder = folder_of(out, source)
    kept = options["store"] or folder / "tasks"
    with kept_if_stopped(kept):
        found = stress(market, progress=watched, **{**options, "store": kept})
    tell(stressing.note_of(found), out or folder / "stress")


def discover_and_tell(file: Path, policy: str, options: Options, out: Path | None) -> None:
    """Find where a policy fails, and say when that is."""
    folder = folder_of(out, str(file))
    kept = options["store"] or folder / "tasks"
    loaded = load_experiment(file)
    with kept_if_stopped(kept):
        found = discover(loaded, policy, progress=watched, **{**options, "store": kept})
    tell(discovering.note_of(found), out or folder / "discover")


def tell(note: Note, folder: Path) -> None:
    """Print the answer, write its page, and say where that is."""
    page = write_note(note, folder)
    for sentence in note.sentences:
        say(sentence)
    say(f"Report: {page}")
