"""The files of tables that people bring: what their columns mean, and which of them are one table."""

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import NamedTuple

from relsim.errors import InputError, alternatives, nearest
from relsim.evidence.columns import Understanding, understood
from relsim.evidence.fields import TableKind
from relsim.evidence.reading import told_columns
from relsim.evidence.rows_set_aside import SetAside
from relsim.evidence.source import Source, open_source

Paths = Path | str | Sequence[Path | str]
"""A file, or several that together are one table."""


class FileRead(NamedTuple):
    """A file, and what its columns mean."""

    source: Source
    found: Understanding


def files_read(
    paths: Paths, columns: Mapping[str, str] | None = None, kind: TableKind | None = None
) -> list[FileRead]:
    """The files of a table, or of several; `columns` are told of those files that have them.

    Raises ScenarioError, with a place, at the first file that holds no table of this kind, and InputError
    where a file is there twice or no file has a column that is told.
    """
    named = [paths] if isinstance(paths, str | PathLike) else list(paths)
    told = told_columns(columns)
    for path in named:
        if [Path(one).resolve() for one in named].count(Path(path).resolve()) > 1:
            raise InputError(f'"{path}" is there twice, expected each file once')
    sources = [open_source(path).at(place) for place, path in enumerate(named)]
    if len(sources) > 1:
        refuse_columns_of_no_file(sources, told)
        by_file = [{field: name for field, name in told.items() if name in one.names} for one in sources]
    else:
        by_file = [told]
    return [
        FileRead(source, understood(source, of_file, kind))
        for source, of_file in zip(sources, by_file, strict=True)
    ]


def refuse_columns_of_no_file(sources: Sequence[Source], told: Mapping[str, str]) -> None:
    """Refuse a column that is told and that no file has."""
    everywhere = [name for source in sources for name in source.names]
    for column in told.values():
        if column not in everywhere:
            message = f'no column is called "{column}", expected {alternatives(dict.fromkeys(everywhere))}'
            raise InputError(message, nearest(column, everywhere))


def placed(files: Sequence[FileRead]) -> list[FileRead]:
    """Some of the files, each at its place among them."""
    return [FileRead(one.source.at(place), one.found) for place, one in enumerate(files)]


def set_aside_in(files: Sequence[FileRead]) -> SetAside:
    """The rows of files that cannot be told apart, with room for more."""
    parts = [part for one in files for part in one.source.set_aside]
    return SetAside(tuple(one.source.file for one in files), parts)


def understandings_of(files: Sequence[FileRead]) -> dict[str, Understanding]:
    """What the columns of each file mean, by its path."""
    return {one.source.file: one.found for one in files}


def rows_in_files(files: Sequence[FileRead]) -> int:
    """How many rows files have, those included that cannot be told apart."""
    return sum(one.source.rows + sum(len(part[0]) for part in one.source.set_aside) for one in files)
