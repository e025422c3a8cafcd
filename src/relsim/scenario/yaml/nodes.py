"""Values as they stand in a file, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml.events import (
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from relsim.errors import DataPath, Place, ScenarioError, fault, shortened, value_in_words
from relsim.scenario.yaml.events import checked_events, start_of
from relsim.scenario.yaml.words import in_one_form, names_a_file, plain_scalar

THREE_DIGITS = re.compile("[0-9]{3}")


@dataclass(frozen=True)
class Node:
    """A value as it stands in the file; `keys` holds the places of a mapping's keys."""

    place: Place
    content: Any
    keys: dict[str, Place] = field(default_factory=dict)


@lru_cache(maxsize=64)
def root_of(text: str, file: str) -> Node | None:
    """The value that a text consists of; a text that was read a moment ago is not read again."""
    events = checked_events(text, file)
    root = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            root = _node_of(next(events), events, file, ())
    return root


def data_of(node: Node) -> Any:
    """The plain data of a node; nothing in it is taken for a note."""
    if isinstance(node.content, dict):
        return {key: data_of(part) for key, part in node.content.items()}
    return [data_of(part) for part in node.content] if isinstance(node.content, list) else node.content


def _node_of(event: Event, events: Iterator[Event], file: str, path: DataPath) -> Node:
    """The value that begins with an event."""
    place = start_of(event, file)
    if isinstance(event, ScalarEvent):
        return Node(place, _scalar_of(event, place, path))
    if isinstance(event, SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(_node_of(event, events, file, (*path, len(items))))
        return Node(place, items)
    content: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        if content and (rest := rest_of_a_number(event)):
            raise comma_between_braces(content, rest, events, path)
        key = _key_of(event, start_of(event, file), keys, path)
        keys[key] = start_of(event, file)
        value = _node_of(next(events), events, file, (*path, key))
        # The parser finds an absent value where the next thing begins, lines further down.
        is_absent = value.content is None and value.place.line > keys[key].line
        content[key] = Node(keys[key], None) if is_absent else value
    return Node(place, content, keys)


def rest_of_a_number(event: Event) -> str:
    """The three digits that an event consists of, as behind a comma between thousands; else nothing."""
    text = str(event.value) if isinstance(event, ScalarEvent) and event.style is None else ""
    return text if THREE_DIGITS.fullmatch(text) else ""


def comma_between_braces(
    content: dict[str, Node], rest: str, events: Iterator[Event], path: DataPath
) -> ScenarioError:
    """The error of a number whose commas part it into entries of a mapping, at the place of the number."""
    key, number = next(reversed(content.items()))
    written = f"{number.content}{rest}"
    if not isinstance(number.content, int) or isinstance(number.content, bool):
        return fault(number.place, f"a comma parts entries between braces, and {rest} is none", (*path, key))
    for event in events:
        if isinstance(event, ScalarEvent) and event.value and not (rest := rest_of_a_number(event)):
            break
        if not isinstance(event, ScalarEvent):
            break
        written += rest if event.value else ""
    message = "a comma parts entries between braces, expected the number without one"
    return fault(number.place, message, (*path, key), written)


def _key_of(event: Event, place: Place, known: dict[str, Place], path: DataPath) -> str:
    """The text of a key that is new in its mapping."""
    if not isinstance(event, ScalarEvent):
        raise fault(place, "a list or a mapping cannot be a key, expected a name", path)
    key = _scalar_of(event, place, path)
    if not isinstance(key, str):
        shown = shortened(str(event.value))
        expected = f"a key must be text, found {value_in_words(key)}, expected '{shown}' in quotes"
        raise fault(place, expected, path)
    if key in known:
        message = f"duplicate key, it is already given in line {known[key].line}"
        raise fault(place, message, (*path, key))
    return key


def _scalar_of(event: ScalarEvent, place: Place, path: DataPath) -> Any:
    """A plain value by the YAML 1.2 core schema; whatever is quoted is text."""
    text = str(event.value)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise fault(place, "half a surrogate pair is not a character, expected text", path)
    if event.style is None:
        return plain_scalar(text, place, path)
    return text if names_a_file(path) else in_one_form(text)
