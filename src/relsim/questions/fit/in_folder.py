"""A fit whose tasks lie in a folder, and what it leaves there: the fitted market, the sets of values, the
figures, and the page."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml.error import YAMLError

from relsim.command_lines import typed
from relsim.console.answer import kept_if_stopped, tell
from relsim.console.folders import going_on
from relsim.errors import InputError, RelsimError
from relsim.questions.fit import question
from relsim.questions.fit.data_request import DataRequest
from relsim.questions.fit.page import note_of
from relsim.questions.fit.question import Fit
from relsim.questions.fit.request_record import ASKED, asked_of, refuse_to_go_on, tell_what_differs
from relsim.questions.fit.tables import ToldOfTables, tables_told_first
from relsim.report.fitted_figures import FIT_FIGURES
from relsim.report.note import Note, write_note
from relsim.report.unidentified import NO_ANSWER_YET, has_failed_fit
from relsim.runs.disk import durably, together
from relsim.runs.hashes import FILES, file_hash, strangers
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.comments import text_with_changes
from relsim.scenario.yaml.document import document_in
from relsim.scenario.yaml.text import text_of


def fit_in_folder(
    request: DataRequest,
    market: Scenario,
    tables: Mapping[str, list[Path] | None],
    last_day: date | None,
    folder: Path,
    *,
    goes_on: bool,
) -> str:
    """Fit, keep each finished task, write the fitted market and the page, tell; returns what comes next."""
    kept, read, name = request.store or folder / "tasks", request.how_to_read(), Path(request.scenario).stem
    refuse_changed_market(folder, name)
    day = None if last_day is None else str(last_day)
    asked = asked_of(market, tables, seed=request.seed, draws=request.draws, last_day=day, **read)
    if goes_on:
        refuse_to_go_on(kept, folder / FIT_FIGURES, asked)
    given = tables_told_first(tables, ToldOfTables(read["columns"], read["dates"], last_day))
    with going_on(kept), kept_if_stopped(kept):
        options = request.run_options(kept)
        found = question.fit(market, given, draws=request.draws, **options)
        note, page, fitted = write_fit(found, folder, name, asked)
    tell(note, page)
    return next_step(found, fitted)


def next_step(found: Fit, fitted: Path) -> str:
    """What to do with a fitted market: ask it, unless it is none."""
    if has_failed_fit(found.scenario):
        return f"Fitted: {fitted}: {NO_ANSWER_YET[0].lower()}{NO_ANSWER_YET[1:]}"
    return f"Fitted: {fitted}: relsim compare {typed(fitted)} asks it which policy is best"


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


def fitted_file(folder: Path, name: str) -> Path:
    """Where a folder has the fitted market of a name."""
    return folder / f"{name}.fitted.yaml"


def refuse_changed_market(folder: Path, name: str) -> None:
    """Refuse to replace a fitted market that somebody has changed since it was written."""
    file = fitted_file(folder, name)
    try:
        told = json.loads((folder / FIT_FIGURES).read_text(encoding="utf-8"))
        is_changed = file.exists() and strangers(folder, told, [file.name])
    except (OSError, ValueError, TypeError, AttributeError):
        return
    if is_changed:
        raise InputError(
            f"{file} was changed since it was written; give it another name, or choose another --out"
        )


def write_fit(fit: Fit, folder: Path, name: str, asked: dict[str, Any]) -> tuple[Note, Path, Path]:
    """Write everything, and what was asked; returns the note, its page and the file of the fitted market."""
    folder.mkdir(parents=True, exist_ok=True)
    tell_what_differs(folder / FIT_FIGURES, asked)
    market = fitted_file(folder, name)
    durably(folder / "draws.parquet", lambda part: fit.draws.to_parquet(part, index=False))
    with together([market, folder / FIT_FIGURES]) as (text, figures):
        text.write_bytes(fitted_text(fit.scenario).encode("utf-8", "replace"))
        told = fit.figures | {ASKED: asked, FILES: {market.name: file_hash(text)}}
        said = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
        figures.write_bytes(said.encode("utf-8", "replace"))
    note = note_of(fit)
    return note, write_note(note, folder, "fit"), market
