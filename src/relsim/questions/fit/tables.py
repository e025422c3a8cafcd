"""Tables of data, by their kind: files are read, several as one table; what was read is taken as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from relsim.console.speech import say
from relsim.errors import InputError, alternatives, nearest, refuse_unknown, value_in_words
from relsim.evidence.any_table import beside_one_another
from relsim.evidence.fields import FIELDS, TableKind
from relsim.evidence.in_short import tables_in_short
from relsim.evidence.last_day import as_timestamp
from relsim.evidence.source import open_source
from relsim.scenario.resolve.shipped import find_data

KINDS = {
    "transactions": "PurchaseLog",
    "customers": "CustomerList",
    "periods": "PeriodTable",
    "survey": "SurveyAnswers",
}
"""What a table of each kind is once it has been read."""


@dataclass(frozen=True)
class ToldOfTables:
    """How tables are read where that is not to be guessed: columns by meaning, the order of dates, and the
    last day that lists of customers know of."""

    columns: Mapping[str, str] | None = None
    dates: str | None = None
    last_day: date | None = None

    def of_kind(self, kind: str, paths: Sequence[Path]) -> dict[str, Any]:
        """What is told of some files that are a table of a kind, as its reader takes it."""
        told: dict[str, Any] = {"columns": self.columns and self.columns_of_kind(kind, paths)}
        if kind != "periods":
            told["dates"] = self.dates
        if kind == "customers":
            told["last_day"] = as_timestamp(self.last_day)
        return told

    def columns_of_kind(self, kind: str, paths: Sequence[Path]) -> dict[str, str]:
        """The columns that these files have, of meanings that a table of this kind has."""
        names = {name for path in paths for name in open_source(path).names}
        columns, fields = self.columns or {}, FIELDS[TableKind(kind)]
        return {field: name for field, name in columns.items() if name in names and field in fields}

    def refuse_unused(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Refuse a column that is told and that no table has, or none whose kind has the meaning."""
        used = {field for kind, paths in files.items() for field in self.columns_of_kind(kind, paths)}
        for field, name in (self.columns or {}).items():
            if field not in used:
                known = {
                    each for paths in files.values() for path in paths for each in open_source(path).names
                }
                fields = {each for kind in files for each in FIELDS[TableKind(kind)]}
                near = nearest(field, fields) if field not in fields else nearest(name, known)
                raise InputError(
                    f'columns: no table has a column "{name}" that may be taken for "{field}", expected one '
                    f"of {alternatives(sorted(known))}",
                    near,
                )


def tables_given(data: Any, told: ToldOfTables | None = None) -> dict[str, Any]:
    """The tables that were given, by kind; a single one is a log of purchases."""
    if data is None:
        return {}
    told = told or ToldOfTables()
    given = data if isinstance(data, Mapping) else {"transactions": data}
    for kind in given:
        refuse_unknown("kind of table", kind, KINDS)
    files = {kind: paths for kind, one in given.items() if (paths := paths_of_table(one))}
    if told.columns:
        told.refuse_unused(files)
    read = {
        kind: table_of_kind(kind, one, files.get(kind), told)
        for kind, one in given.items()
        if one is not None
    }
    return dict(zip(read, beside_one_another(list(read.values())), strict=True))


def tables_told_first(data: Any, told: ToldOfTables) -> dict[str, Any]:
    """The tables that were given, read, with what there is to know of them said before they are used."""
    tables = tables_given(data, told)
    for sentence in tables_in_short(list(tables.values())):
        say(f"relsim: {sentence}", error=True)
    return tables


def paths_of_table(given: Any) -> list[Path]:
    """The files of a table; none where it is read already, or none at all."""
    named = [given] if isinstance(given, str | Path) else given
    if not isinstance(named, Sequence) or not all(isinstance(one, str | Path) for one in named):
        return []
    return [find_data(one) for one in named]


def table_of_kind(kind: str, given: Any, paths: Sequence[Path] | None, told: ToldOfTables) -> Any:
    """A table of a kind, read where a path is given, or several."""
    module = import_module(f"relsim.evidence.{kind}")
    if paths:
        return getattr(module, f"read_{kind}")(paths, **told.of_kind(kind, paths))
    if not isinstance(given, getattr(module, KINDS[kind])):
        raise InputError(f"{kind}: expected a file, files, or a {KINDS[kind]}, found {value_in_words(given)}")
    return given
