"""Any table that people bring: its kind is seen from its columns, and it is read as one of that kind."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from relsim.errors import InputError, alternatives, nearest
from relsim.evidence.columns import understood
from relsim.evidence.customers import customers_in
from relsim.evidence.fields import TableKind
from relsim.evidence.periods import numbers_by_period
from relsim.evidence.reading import Evidence, told_columns
from relsim.evidence.source import Source, open_source
from relsim.evidence.survey import answers_in
from relsim.evidence.transactions import purchases_in


def read_tables(
    paths: Sequence[Path | str], columns: Mapping[str, str] | None = None, dates: str | None = None
) -> list[Evidence]:
    """The tables in some files, in their order; `columns` are told of those files that have them.

    Raises ScenarioError, with a place, at the first file that holds no table of a kind that is known, and
    InputError where no file has a column that is told.
    """
    told = told_columns(columns)
    sources = [open_source(path) for path in paths]
    everywhere = [name for source in sources for name in source.names]
    for column in told.values():
        if column not in everywhere:
            message = f'no column is called "{column}", expected {alternatives(dict.fromkeys(everywhere))}'
            raise InputError(message, nearest(column, everywhere))
    return [
        read_table(source, {field: name for field, name in told.items() if name in source.names}, dates)
        for source in sources
    ]


def read_table(source: Source, columns: Mapping[str, str], dates: str | None) -> Evidence:
    """The table in a file, whatever its kind."""
    found = understood(source, columns)
    match found.kind:
        case TableKind.TRANSACTIONS:
            return purchases_in(source, found, dates)
        case TableKind.CUSTOMERS:
            return customers_in(source, found, dates)
        case TableKind.PERIODS:
            return numbers_by_period(source, found)
        case TableKind.SURVEY:
            return answers_in(source, found, dates)
