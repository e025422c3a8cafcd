"""Tables of data, by their kind: files are read, several as one table; what was read is taken as it is."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from relsim.errors import InputError, refuse_unknown, value_in_words
from relsim.scenario.resolve.shipped import find_data

KINDS = {
    "transactions": "PurchaseLog",
    "customers": "CustomerList",
    "periods": "PeriodTable",
    "survey": "SurveyAnswers",
}
"""What a table of each kind is once it has been read."""


def tables_given(data: Any) -> dict[str, Any]:
    """The tables that were given, by kind; a single one is a log of purchases."""
    if data is None:
        return {}
    given = data if isinstance(data, Mapping) else {"transactions": data}
    for kind in given:
        refuse_unknown("kind of table", kind, KINDS)
    return {kind: table_of_kind(kind, one) for kind, one in given.items() if one is not None}


def table_of_kind(kind: str, given: Any) -> Any:
    """A table of a kind, read where a path is given, or several."""
    module = import_module(f"relsim.evidence.{kind}")
    paths = [given] if isinstance(given, str | Path) else given
    if isinstance(paths, Sequence) and paths and all(isinstance(one, str | Path) for one in paths):
        return getattr(module, f"read_{kind}")([find_data(one) for one in paths])
    if not isinstance(given, getattr(module, KINDS[kind])):
        raise InputError(f"{kind}: expected a file, files, or a {KINDS[kind]}, found {value_in_words(given)}")
    return given
