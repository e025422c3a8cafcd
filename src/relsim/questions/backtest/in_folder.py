"""A backtest whose tasks lie in a folder, and what it leaves there: the figures and the page."""

import json
from datetime import date
from pathlib import Path

from relsim.console.answer import kept_if_stopped, tell
from relsim.console.folders import going_on
from relsim.questions.backtest import page, question
from relsim.questions.fit.data_request import DataRequest
from relsim.questions.fit.request_record import ASKED, asked_of, tell_what_differs
from relsim.questions.fit.tables import ToldOfTables, tables_told_first
from relsim.report.note import write_note
from relsim.report.template import write
from relsim.scenario.scenario import Scenario

BACKTEST_FIGURES = "backtest.json"


def backtest_in_folder(
    request: DataRequest, market: Scenario, files: list[Path], day: date, origins: int, folder: Path
) -> Path:
    """Fit and forecast, keep each finished task, write figures and page, and tell; returns the figures."""
    kept, read = request.store or folder / "tasks", request.how_to_read()
    data, draws = {"transactions": files}, request.draws
    asked = asked_of(market, data, seed=request.seed, draws=draws, until=str(day), **read)
    log = tables_told_first(data, ToldOfTables(**read))["transactions"]
    with going_on(kept), kept_if_stopped(kept):
        options = request.run_options(kept)
        found = question.backtest(market, log, day, origins=origins, draws=draws, **options)
        note, numbers = page.note_of(found), folder / BACKTEST_FIGURES
        tell_what_differs(numbers, asked)
        written = write_note(note, folder, "backtest")
        figures = json.dumps(found.figures | {ASKED: asked}, indent=2, ensure_ascii=False)
        write(f"{figures}\n", numbers)
    tell(note, written)
    return numbers
