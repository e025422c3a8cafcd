"""A scenario back as YAML: plain data, the notes that stand beside values, and comments behind them."""

from collections.abc import Mapping
from io import StringIO
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from relsim.errors import DataPath
from relsim.scenario.yaml.notes import DISTRIBUTIONS, ValueNote

LINE_WIDTH = 110
"""Text is folded into lines of about so many characters."""


def yaml_of(
    data: Mapping[str, Any],
    notes: Mapping[DataPath, ValueNote] | None = None,
    comments: Mapping[DataPath, str] | None = None,
) -> str:
    """Plain data as a scenario file, with notes on values and comments behind them, by path."""
    yaml = YAML()
    yaml.width = LINE_WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    text = StringIO()
    yaml.dump(shown_value(data, (), notes or {}, comments or {}), text)
    return text.getvalue()


def shown_value(
    value: Any,
    path: DataPath,
    notes: Mapping[DataPath, ValueNote],
    comments: Mapping[DataPath, str] = MappingProxyType({}),
) -> Any:
    """The value as ruamel writes it, everything within it included."""
    if isinstance(value, Mapping):
        shown: Any = CommentedMap()
        for key, item in value.items():
            shown[key] = shown_value(item, (*path, key), notes, comments)
    elif isinstance(value, list):
        shown = CommentedSeq()
        for number, item in enumerate(value):
            shown.append(shown_value(item, (*path, number), notes, comments))
    else:
        shown = value
    for inner in (
        value if isinstance(value, Mapping) else range(len(value)) if isinstance(value, list) else ()
    ):
        if (comment := comments.get((*path, inner))) is not None:
            shown.yaml_add_eol_comment(comment, inner)
    return _noted(shown, notes[path]) if path in notes else shown


def _noted(value: Any, note: ValueNote) -> CommentedMap:
    """A value with its note beside it, on one line."""
    told: dict[str, Any] = {"value": value}
    if note.source is not None:
        told["source"] = note.source
    if note.range is not None:
        told["range"] = _in_flow(CommentedSeq(note.range))
    if note.prior is not None:
        name, *parameters = note.prior
        told["prior"] = _in_flow(CommentedMap({name: _in_flow(CommentedSeq(parameters))}))
    if note.folklore:
        told["folklore"] = True
    if note.distribution != DISTRIBUTIONS[0]:
        told["distribution"] = note.distribution
    if note.estimated is not None:
        interval = _in_flow(CommentedSeq(note.estimated.interval))
        left = {"interval": interval, "told": note.estimated.told}
        missed = {} if note.estimated.reached else {"reached": False}
        told["estimated"] = _in_flow(CommentedMap(left | missed))
    shown = CommentedMap(told)
    if not isinstance(value, CommentedMap | CommentedSeq):
        shown.fa.set_flow_style()
    return shown


def _in_flow(collection: Any) -> Any:
    """A collection of ruamel, to be written on one line."""
    collection.fa.set_flow_style()
    return collection
