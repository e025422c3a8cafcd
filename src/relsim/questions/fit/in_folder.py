"""What a fit leaves in its folder: the fitted market, the sets of values, the figures, and the page."""

import json
from pathlib import Path

from relsim.questions.fit.page import note_of
from relsim.questions.fit.question import Fit
from relsim.report.note import Note, write_note
from relsim.report.template import write
from relsim.runs.disk import durably


def write_fit(found: Fit, folder: Path, name: str) -> tuple[Note, Path, Path]:
    """Write everything; returns the note, its page and the file of the fitted market."""
    folder.mkdir(parents=True, exist_ok=True)
    market = folder / f"{name}.fitted.yaml"
    write(found.scenario.to_yaml(), market)
    durably(folder / "draws.parquet", lambda part: found.draws.to_parquet(part, index=False))
    write(json.dumps(found.figures, indent=2, ensure_ascii=False) + "\n", folder / "fit.json")
    note = note_of(found)
    return note, write_note(note, folder, "fit"), market
