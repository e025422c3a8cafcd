"""What the commands do that ask one question and end in a note."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from relsim.cli.running import folder_of, kept_if_stopped, number_or_text
from relsim.cli.speaking import say, watched
from relsim.experiments.turning import breakeven
from relsim.report import turning
from relsim.report.note import Note, write_note
from relsim.scenario.schema import Scenario


def breakeven_and_tell(
    market: Scenario,
    source: str,
    path: str,
    between: tuple[str, str],
    policy: str | None,
    measure: str,
    replications: int | None,
    places: Mapping[str, Any],
    out: Path | None,
) -> None:
    """Find where two policies change places, and say where that is."""
    folder = folder_of(out, source)
    kept = places["store"] or folder / "tasks"
    with kept_if_stopped(kept):
        found = breakeven(
            market,
            path,
            (number_or_text(between[0]), number_or_text(between[1])),
            policy=policy,
            measure=measure,
            replications=replications,
            progress=watched,
            **{**places, "store": kept},
        )
    tell(turning.note_of(found), folder)


def tell(note: Note, folder: Path) -> None:
    """Print the answer, write its page, and say where that is."""
    page = write_note(note, folder)
    for sentence in note.sentences:
        say(sentence)
    say(f"Report: {page}")
