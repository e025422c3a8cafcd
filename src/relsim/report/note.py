"""A note: the short page of one question, its figure as a file, and its table for a spreadsheet."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from relsim.report.attempts import Attempts
from relsim.report.picture import Picture, pictures_on_page
from relsim.report.table import Table
from relsim.report.template import explained, write
from relsim.report.wording import printable
from relsim.report.workbook import WORKBOOK_FILE, sheet_of, sheet_of_sentences, write_workbook
from relsim.runs.cells import csv_of
from relsim.runs.disk import durably
from relsim.scenario.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Note:
    """What a page says: the answer in sentences, the verdict first, pictures, tables, and the rest behind it.

    `numbers` are the tables behind the answer by name, `facts` say how it was computed, `attempts` which
    parts could not be made.
    """

    title: str
    scope: str
    sentences: list[str]
    pictures: list[Picture]
    tables: list[Table]
    numbers: dict[str, pd.DataFrame]
    facts: dict[str, str]
    attempts: Attempts = field(default_factory=Attempts, compare=False)


def titled(scenario: Scenario, question: str) -> str:
    """The title of a page that answers a question about a scenario."""
    title = scenario.report.title or scenario.title
    return f"{title}{'' if title.endswith(('?', '!', '.')) else ':'} {question}"


def write_note_workbook(note: Note, folder: Path) -> Path:
    """Write the answer and the numbers behind it as `results.xlsx`."""
    lines = [note.scope, "", *note.sentences]
    answer = sheet_of_sentences("Answer", note.title, lines)
    numbers = [sheet_of(name, table) for name, table in note.numbers.items()]
    return write_workbook([answer, *numbers], folder / WORKBOOK_FILE)


def write_note(note: Note, folder: Path, name: str = "report") -> Path:
    """Write the numbers as CSV and as a workbook, then `figures/*.svg` and the page; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    for one, table in note.numbers.items():
        durably(folder / f"{one}.csv", partial(csv_of, table))
    note.attempts.made("the workbook", write_note_workbook, note, folder)
    content = {
        "title": printable(note.title),
        "scope": note.scope,
        "sentences": note.sentences,
        "pictures": pictures_on_page(note.pictures, folder, note.attempts),
        "tables": note.tables,
        "facts": note.facts,
    }
    path = folder / f"{name}.html"
    write(explained("note.html.j2", content), path)
    return path
