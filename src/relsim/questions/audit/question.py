"""An audit: what tables that people bring hold, what of it can be used, and what does not go together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from relsim.errors import InputError
from relsim.evidence.any_table import read_tables
from relsim.evidence.between import contradictions_in
from relsim.evidence.last_day import as_timestamp
from relsim.evidence.reading import Evidence
from relsim.evidence.transactions import PurchaseLog
from relsim.questions.audit.contract import ContractSeen, contract_seen
from relsim.questions.audit.habits import Habits, habits_in
from relsim.report.shown import in_short
from relsim.scenario.arguments import checks_arguments, instance, mapping, path_argument, text
from relsim.scenario.resolve.shipped import find_data


@dataclass(frozen=True, repr=False)
class Audit:
    """What came of an audit: tables as they were read, contradictions in and between them, the contract."""

    tables: list[Evidence]
    contradictions: list[str]
    contract: ContractSeen

    def __repr__(self) -> str:
        return in_short(self, ", ".join(table.name for table in self.tables))

    @cached_property
    def habits(self) -> dict[str, Habits]:
        """What each log of purchases shows of habits, by its file."""
        return {table.file: habits_in(table) for table in self.tables if isinstance(table, PurchaseLog)}


def paths_to_read(name: str, given: Any) -> list[str]:
    """Paths of files, or one alone."""
    if isinstance(given, str | PathLike):
        return [path_argument(name, given)]
    if not isinstance(given, Sequence) or not given:
        raise InputError(f'{name}: expected at least one file, such as "purchases.csv"')
    return [path_argument(name, one) for one in given]


@checks_arguments(
    {"files": paths_to_read, "columns": mapping, "dates": text, "last_day": instance(date, "a date")}
)
def audit(
    files: str | Path | Sequence[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    last_day: date | None = None,
) -> Audit:
    """What one's own tables hold: purchases, customers, numbers by period, answers to a survey.

    Parameters
    ----------
    files : path or list of paths
        CSV in any dialect, Excel (.xlsx) or Parquet. Files of one kind, such as one a year, are read as one
        table.
    columns : mapping of str to str, optional
        Columns by what they mean, such as `{"amount": "Net EUR"}`, where that is not to be guessed.
    dates : {"day-first", "month-first"}, optional
        Whether the day or the month comes first [told by the dates].
    last_day : date, optional
        The last day that lists of customers know of: who ends later has given notice, and is there still
        [told by who came last, and by the other tables].

    Returns
    -------
    Audit
        `tables` (each with `table`, `set_aside` and `understanding`), `contradictions`, `contract`.

    Raises
    ------
    InputError
        A file holds no table that is known, or there is no such column.

    Examples
    --------
    >>> import pathlib, relsim
    >>> rows = ["customer,date,amount", "a,2025-01-31,5.00", "a,,5.00", "b,2025-02-28,7.50"]
    >>> _ = pathlib.Path("log.csv").write_text("\\n".join(rows), encoding="utf-8")
    >>> found = relsim.audit("log.csv")
    >>> found.tables[0].set_aside["line"].tolist()
    [3]
    """
    named = [files] if isinstance(files, str | Path) else files
    tables = read_tables([find_data(one) for one in named], columns, dates, as_timestamp(last_day))
    return Audit(tables, contradictions_in(tables), contract_seen(tables))
