"""`relsim audit`: what one's own tables hold."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.asked import BEGIN, command
from relsim.console.options import NameOption, OutOption


@command(BEGIN)
def audit(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Tables of purchases, customers, periods or answers: CSV, Excel or Parquet; "
            "files of one kind are one table."
        ),
    ],
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--columns",
            metavar="MEANING=COLUMN",
            help="What a column means, where that is not to be guessed: amount=Net; may be repeated.",
        ),
    ] = None,
    dates: Annotated[
        str | None,
        typer.Option(metavar="ORDER", help="day-first or month-first [told by the dates]."),
    ] = None,
    out: OutOption = None,
    name: NameOption = None,
) -> None:
    """What your own tables hold: what columns were taken for, what was set aside and why, what contradicts.

    Example: relsim audit purchases.csv customers.xlsx --columns amount=Net
    """
    from relsim.console.answer import tell
    from relsim.console.folders import Destination, results_folder, tell_what_is_replaced
    from relsim.console.parsing import texts_by_name
    from relsim.questions.audit import question
    from relsim.questions.audit.page import write_audit

    told = {
        meaning: column
        for words in columns or []
        for meaning, column in texts_by_name(words.split(","), "--columns", "MEANING=COLUMN").items()
    }
    found = question.audit(files, columns=told or None, dates=dates)
    with results_folder(Destination(out, name), str(files[0]), "audit") as folder:
        tell_what_is_replaced(folder, "audit.html")
        tell(*write_audit(found, folder), tables=2)
