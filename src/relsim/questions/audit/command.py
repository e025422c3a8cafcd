"""`relsim audit`: what one's own tables hold."""

from pathlib import Path
from typing import Annotated

import typer

from relsim.console.options import ColumnsOption, DatesOption, LastDayOption, NameOption, OutOption
from relsim.console.requests import BEGIN, command


@command(BEGIN)
def audit(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Tables of purchases, customers, periods or answers: CSV, Excel or Parquet; "
            "files of one kind are one table."
        ),
    ],
    columns: ColumnsOption = None,
    dates: DatesOption = None,
    last_day: LastDayOption = None,
    out: OutOption = None,
    name: NameOption = None,
) -> None:
    """What your own tables hold: what columns were taken for, what was set aside and why, what contradicts.

    Example: relsim audit purchases.csv customers.xlsx --columns amount=Net
    """
    from relsim.console.answer import tell
    from relsim.console.folders import Destination, results_folder, tell_what_is_replaced
    from relsim.console.parsing import columns_in, day_told
    from relsim.questions.audit import question
    from relsim.questions.audit.page import write_audit

    day = day_told(last_day, "--last-day") if last_day else None
    found = question.audit(files, columns=columns_in(columns), dates=dates, last_day=day)
    with results_folder(Destination(out, name), str(files[0]), "audit") as folder:
        tell_what_is_replaced(folder, "audit.html")
        tell(*write_audit(found, folder), tables=2)
