"""What a fit leaves in its folder: the fitted market, the sets of values, the figures, and the page."""

import json
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError

from relsim.errors import RelsimError
from relsim.questions.fit.kept_asking import ASKED, tell_what_differs
from relsim.questions.fit.page import note_of
from relsim.questions.fit.question import Fit
from relsim.report.note import Note, write_note
from relsim.report.template import write
from relsim.runs.disk import durably
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.comments import text_with_changes
from relsim.scenario.yaml.document import document_in
from relsim.scenario.yaml.text import text_of

FIGURES_FILE = "fit.json"


def fitted_text(scenario: Scenario) -> str:
    """A fitted market as a file: the one that it came from, comments and all, where that can say the same."""
    document = scenario.document
    try:
        text = text_of(Path(document.place(()).file), "")
        changed = text_with_changes(text, document.data, document.notes)
        again = document_in(changed, "")
    except (RelsimError, YAMLError):
        return scenario.to_yaml()
    same = again.data == document.data and again.notes == document.notes
    return changed if same else scenario.to_yaml()


def write_fit(found: Fit, folder: Path, name: str, asked: dict[str, Any]) -> tuple[Note, Path, Path]:
    """Write everything, and what was asked; returns the note, its page and the file of the fitted market."""
    folder.mkdir(parents=True, exist_ok=True)
    tell_what_differs(folder / FIGURES_FILE, asked)
    market = folder / f"{name}.fitted.yaml"
    write(fitted_text(found.scenario), market)
    durably(folder / "draws.parquet", lambda part: found.draws.to_parquet(part, index=False))
    told = json.dumps(found.figures | {ASKED: asked}, indent=2, ensure_ascii=False)
    write(told + "\n", folder / FIGURES_FILE)
    note = note_of(found)
    return note, write_note(note, folder, "fit"), market
