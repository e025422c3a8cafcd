"""Any tables that people bring: their kind is seen from columns, and files of one kind are one table."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from relsim.evidence.customers import CustomerList, customers_in
from relsim.evidence.fields import TableKind
from relsim.evidence.files import FileRead, files_read, placed
from relsim.evidence.periods import PeriodTable, numbers_by_period
from relsim.evidence.reading import Evidence
from relsim.evidence.spans import end_of_span, first_day_of
from relsim.evidence.survey import answers_in
from relsim.evidence.transactions import PurchaseLog, purchases_in


def read_tables(
    paths: Sequence[Path | str],
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
    last_day: pd.Timestamp | None = None,
) -> list[Evidence]:
    """The tables in some files, in the order of the first file of each: files of one kind are one table.

    `columns` are told of those files that have them, and `last_day` of lists of customers. Raises
    ScenarioError, with a place, at the first file that holds no table of a kind that is known, and InputError
    where no file has a column that is told.
    """
    alike: dict[str, list[FileRead]] = {}
    for one in files_read(paths, columns):
        kind = str(one.found.kind)
        if one.found.kind is TableKind.PERIODS:
            kind += numbers_by_period(placed([one])).unit
        alike.setdefault(kind, []).append(one)
    return beside_one_another([read_table(placed(files), dates, last_day) for files in alike.values()])


def beside_one_another(tables: Sequence[Evidence]) -> list[Evidence]:
    """The same tables, lists of customers with the last day that the others tell, too."""
    days = [day for table in tables if (day := last_day_known(table)) is not None]
    return [one.known_by(days) if isinstance(one, CustomerList) else one for one in tables]


def last_day_known(table: Evidence) -> pd.Timestamp | None:
    """The last day that a log or a table of periods knows of; None of others, and of periods without days."""
    if isinstance(table, PurchaseLog):
        return table.last_day
    if not isinstance(table, PeriodTable):
        return None
    begins = [first_day_of(str(name)) for name in table.table["period"]]
    known = [one for one in begins if one is not None]
    return end_of_span(max(known), table.unit) - pd.Timedelta(days=1) if known else None


def read_table(
    files: Sequence[FileRead], dates: str | None, last_day: pd.Timestamp | None = None
) -> Evidence:
    """The table in some files of one kind, whatever it is."""
    match files[0].found.kind:
        case TableKind.TRANSACTIONS:
            return purchases_in(files, dates)
        case TableKind.CUSTOMERS:
            return customers_in(files, dates, last_day)
        case TableKind.PERIODS:
            return numbers_by_period(files)
        case TableKind.SURVEY:
            return answers_in(files, dates)
