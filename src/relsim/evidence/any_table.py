"""Any tables that people bring: their kind is seen from columns, and files of one kind are one table."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from relsim.evidence.customers import customers_in
from relsim.evidence.fields import TableKind
from relsim.evidence.files import FileRead, files_read, placed
from relsim.evidence.periods import numbers_by_period
from relsim.evidence.reading import Evidence
from relsim.evidence.survey import answers_in
from relsim.evidence.transactions import purchases_in


def read_tables(
    paths: Sequence[Path | str], columns: Mapping[str, str] | None = None, dates: str | None = None
) -> list[Evidence]:
    """The tables in some files, in the order of the first file of each: files of one kind are one table.

    `columns` are told of those files that have them. Raises ScenarioError, with a place, at the first file
    that holds no table of a kind that is known, and InputError where no file has a column that is told.
    """
    alike: dict[str, list[FileRead]] = {}
    for one in files_read(paths, columns):
        kind = str(one.found.kind)
        if one.found.kind is TableKind.PERIODS:
            kind += numbers_by_period(placed([one])).unit
        alike.setdefault(kind, []).append(one)
    return [read_table(placed(files), dates) for files in alike.values()]


def read_table(files: Sequence[FileRead], dates: str | None) -> Evidence:
    """The table in some files of one kind, whatever it is."""
    match files[0].found.kind:
        case TableKind.TRANSACTIONS:
            return purchases_in(files, dates)
        case TableKind.CUSTOMERS:
            return customers_in(files, dates)
        case TableKind.PERIODS:
            return numbers_by_period(files)
        case TableKind.SURVEY:
            return answers_in(files, dates)
