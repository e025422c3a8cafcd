"""A scenario file as plain data that remembers where every key and value stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any

from relsim.errors import DataPath, Place, ScenarioError, fault, value_in_words
from relsim.scenario.yaml.nodes import Node, data_of, root_of
from relsim.scenario.yaml.notes import NOTE_KEYS, ValueNote, note_of
from relsim.scenario.yaml.text import text_of
from relsim.scenario.yaml.words import plain_scalar

FLOW = ("[", "{", "'", '"')


@dataclass(frozen=True)
class Document:
    """Plain data; `places` of its values, `keys` of its keys, `notes` on values, all by path.

    Documents are equal where they say the same, wherever it stands.
    """

    data: dict[str, Any]
    places: dict[DataPath, Place] = field(compare=False)
    keys: dict[DataPath, Place] = field(compare=False)
    notes: dict[DataPath, ValueNote] = field(default_factory=dict)

    @property
    def sources(self) -> dict[DataPath, str]:
        """The source of every value that names one."""
        return {path: note.source for path, note in self.notes.items() if note.source}

    def place(self, path: DataPath) -> Place:
        """The place of the value at a path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]

    def key_place(self, path: DataPath) -> Place:
        """The place of the key at a path, or of the nearest value around it."""
        return self.keys.get(path) or self.place(path)

    def note(self, path: DataPath) -> ValueNote:
        """The note on a value, or on the nearest thing around it that has one; an empty one without."""
        while path and path not in self.notes:
            path = path[:-1]
        return self.notes.get(path, ValueNote())

    def has(self, path: DataPath) -> bool:
        """Whether there is a value at a path."""
        try:
            reduce(getitem, path, self.data)  # type: ignore[arg-type]
        except (KeyError, IndexError, TypeError):
            return False
        return True


def read_document(path: Path) -> Document:
    """The one YAML mapping in a file, or a ScenarioError at the place that cannot be read."""
    return document_in(text_of(path, str(path)), str(path))


def document_in(text: str, file: str) -> Document:
    """The one YAML mapping in a text that is that of a file, or a ScenarioError at its place there."""
    root = root_of(text, file)
    start = Place(file)
    if root is None or root.content is None:
        raise fault(start, "the file is empty, expected a mapping of keys")
    if not isinstance(root.content, dict):
        found = value_in_words(root.content)
        raise fault(root.place, f"expected a mapping of keys at the top, found {found}")
    document = Document({}, {}, {}, {})
    document.data.update(_flatten(root, (), document))
    return document


def single_values(data: Any, path: DataPath = ()) -> dict[DataPath, Any]:
    """Every single value of nested data by its path; an empty list or mapping is a value."""
    if isinstance(data, Mapping) and data:
        items: list[tuple[str | int, Any]] = list(data.items())
    elif isinstance(data, list) and data:
        items = list(enumerate(data))
    else:
        return {path: data}
    return {inner: leaf for key, value in items for inner, leaf in single_values(value, (*path, key)).items()}


def read_value(text: str, place: Place, path: str) -> Any:
    """A value outside of any file: a list or a mapping in flow style, text in quotes, or a plain word.

    It is read as in a file; a ScenarioError names the `place` it is from and the `path` it is for.
    """
    if not text.startswith(FLOW):
        return plain_scalar(text, place, (path,))
    try:
        root = root_of(text, place.file)
    except ScenarioError as error:
        first = error.problems[0]
        message = f"{first.message} (at character {character_at(first.place, text)} of the value)"
        raise fault(place, message, (path,), first.suggestion) from None
    return None if root is None else data_of(root)


def character_at(place: Place, text: str) -> int:
    """Which character of a text stands at a place in it, counted from 1."""
    return sum(map(len, text.splitlines(keepends=True)[: place.line - 1])) + place.column


def _flatten(node: Node, path: DataPath, document: Document) -> Any:
    """The plain data of a node, its places, keys and notes entered into the document."""
    content = node.content
    if path and isinstance(content, dict) and "value" in content and content.keys() <= NOTE_KEYS:
        document.notes[path] = note_of(content, path)
        for name in ("range", "prior"):
            if name in content:
                document.places[(*path, name)] = content[name].place
        return _flatten(content["value"], path, document)
    document.places[path] = node.place
    if isinstance(content, list):
        return [_flatten(item, (*path, index), document) for index, item in enumerate(content)]
    if isinstance(content, dict):
        document.keys.update({(*path, key): place for key, place in node.keys.items()})
        return {key: _flatten(item, (*path, key), document) for key, item in content.items()}
    return content
