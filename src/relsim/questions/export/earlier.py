"""Files that `relsim export` has written before, and may write anew."""

import csv
import os
import re
from pathlib import Path

from relsim.console.destinations import Replaced, is_such, refuse_standing
from relsim.errors import InputError

PURCHASES = ["customer", "date", "amount"]
"""The columns of a table of purchases."""

PURCHASE_ROW = re.compile(r"\d+,\d{4}-\d\d-\d\d,\d+\.\d\d")

ROWS_LOOKED_AT = 1000


def is_purchases(path: Path) -> bool:
    """Whether a file begins as an exported table of purchases does: its columns, customers in order."""
    import pandas as pd

    rows = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=ROWS_LOOKED_AT)
    if list(rows) != PURCHASES or not all(PURCHASE_ROW.fullmatch(",".join(row)) for row in rows.to_numpy()):
        return False
    return bool(rows["customer"].astype(int).is_monotonic_increasing)


LOG_HEADS = {
    "events": ["period", "customer", "firm", "event", "detail", "times", "satisfaction"],
    "accounts": ["period", "customer", "firm", "line", "amount"],
    "customers": ["customer", "firm", "segment"],
}
"""The tables of a log, and the columns with which each begins."""


def starts_with_columns(columns: list[str]) -> Replaced:
    """Whether the first columns of a CSV file are these."""

    def is_so(path: Path) -> bool:
        with path.open(encoding="utf-8", newline="") as file:
            return next(csv.reader(file), [])[: len(columns)] == columns

    return is_so


def files_of_log(folder: Path) -> dict[str, Path]:
    """Where a folder has the tables of a log, by their names."""
    return {name: folder / f"{name}.csv" for name in LOG_HEADS}


def refuse_foreign_log(folder: Path, transactions: Path | None) -> None:
    """Refuse a folder that has tables with the names of a log, but no log; or where purchases are to go."""
    paths = files_of_log(folder)
    if transactions and os.path.realpath(transactions) in map(os.path.realpath, paths.values()):
        message = f"{transactions} cannot be both --transactions and a table of --log"
        raise InputError(f"{message}; choose another name for --transactions")
    standing = [path for path in paths.values() if os.path.lexists(path)]
    is_log = all(is_such(paths[name], starts_with_columns(head)) for name, head in LOG_HEADS.items())
    if standing and not is_log:
        refuse_standing(standing[0], "--log")
