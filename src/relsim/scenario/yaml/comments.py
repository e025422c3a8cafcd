"""A scenario file changed in some values: its comments, its order and its blank lines stay as they are."""

from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from relsim.errors import DataPath
from relsim.scenario.yaml.notes import NOTE_KEYS, ValueNote
from relsim.scenario.yaml.writing import LINE_WIDTH, shown_value


def text_with_changes(text: str, data: Mapping[str, Any], notes: Mapping[DataPath, ValueNote]) -> str:
    """The text of a file so that it says these data and notes, changed nowhere else."""
    yaml = YAML()
    yaml.width = LINE_WIDTH
    yaml.preserve_quotes = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    written = StringIO()
    yaml.dump(_changed(yaml.load(text), data, (), notes), written)
    return written.getvalue()


def _changed(old: Any, value: Any, path: DataPath, notes: Mapping[DataPath, ValueNote]) -> Any:
    """What stands in the file, with what differs put in its place."""
    new = shown_value(value, path, notes)
    if old == new:
        return old
    if isinstance(old, CommentedMap) and path in notes and "value" in old and old.keys() <= NOTE_KEYS:
        return _filled(old, dict(new))
    if isinstance(old, CommentedMap) and isinstance(value, Mapping) and path not in notes:
        inner = {key: _changed(old.get(key), item, (*path, key), notes) for key, item in value.items()}
        return _filled(old, inner)
    if isinstance(old, CommentedSeq) and isinstance(value, list) and path not in notes:
        for number, item in enumerate(value[: len(old)]):
            old[number] = _changed(old[number], item, (*path, number), notes)
        del old[len(value) :]
        old.extend([new[number] for number in range(len(old), len(new))])
        return old
    return new


def _filled(old: CommentedMap, items: Mapping[str, Any]) -> CommentedMap:
    """A mapping of the file with these items; what stays keeps its place and its comments."""
    for key in [key for key in old if key not in items]:
        del old[key]
    old.update(items)
    return old
