"""A class's predictions and answers as one table."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from relsim.console.speech import say
from relsim.errors import InputError
from relsim.questions.lesson.kept import collected
from relsim.runs.cells import safe_frame


def collect_answers(name: str, files: Sequence[Path], table: Path | None) -> None:
    """Put what a class answered in one lesson into a table, and say how many predicted what."""
    if not files:
        raise InputError("--collect needs the files; expected them, or a folder of them, after the lesson")
    rows = pd.DataFrame([row for row in collected(files) if row["lesson"] == name])
    if rows.empty:
        raise InputError(f"nobody answered anything in {name} in these files")
    text = safe_frame(rows).to_csv(index=False, lineterminator="\n")
    if table is None:
        say(text.rstrip("\n"))
        return
    table.write_bytes(text.encode())
    for asked, group in rows.groupby("asked", sort=False):
        counts = group["answer"].astype(str).value_counts()
        say(f"{asked}: " + ", ".join(f"{count} {answer}" for answer, count in counts.items()))
    say(f"Table: {table}")
