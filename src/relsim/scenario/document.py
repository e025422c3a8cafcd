"""A scenario file as plain data that remembers where every key and value stands."""

import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from relsim.scenario.problems import (
    DataPath,
    Place,
    Problem,
    ScenarioError,
    alternatives,
    described,
    dotted,
    nearest,
    shortened,
)

LARGEST_FILE = 256 * 1024
DEEPEST = 20
LONGEST_NUMBER = 40
NOTE_KEYS = {"value", "source", "range", "distribution", "folklore"}
DISTRIBUTIONS = ("uniform", "triangular", "normal")

# The YAML 1.2 core schema: only these plain words are anything but text.
WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None} | {
    word: word.lower() == "true" for word in ("true", "True", "TRUE", "false", "False", "FALSE")
}
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
HUGE_ESCAPE = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
FLOW = ("[", "{", "'", '"')
TAB_INDENT = re.compile(r" *\t\s*[^\s#]")


@dataclass(frozen=True)
class Note:
    """Where a value comes from, the range it is plausible in, and whether it is mere folklore.

    `distribution` says how plausible values are within the range.
    """

    source: str | None = None
    range: tuple[Any, Any] | None = None
    folklore: bool = False
    distribution: str = DISTRIBUTIONS[0]


@dataclass(frozen=True)
class Document:
    """Plain data; `places` of its values, `keys` of its keys, `notes` on values, all by path."""

    data: dict[str, Any]
    places: dict[DataPath, Place]
    keys: dict[DataPath, Place]
    notes: dict[DataPath, Note] = field(default_factory=dict)

    @property
    def sources(self) -> dict[DataPath, str]:
        """The source of every value that names one."""
        return {path: note.source for path, note in self.notes.items() if note.source}

    def place(self, path: DataPath) -> Place:
        """The place of the value at a path, or of the nearest thing around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places[path]


@dataclass(frozen=True)
class Node:
    """A value as it stands in the file; `keys` holds the places of a mapping's keys."""

    place: Place
    content: Any
    keys: dict[str, Place] = field(default_factory=dict)


def read_document(path: Path) -> Document:
    """The one YAML mapping in a file, or a ScenarioError at the place that cannot be read."""
    file = str(path)
    text = _text(path, file)
    root = _root(text, file)
    start = Place(file)
    if root is None or root.content is None:
        raise _error(start, "the file is empty, expected a mapping of keys")
    if not isinstance(root.content, dict):
        found = described(root.content)
        raise _error(root.place, f"expected a mapping of keys at the top, found {found}")
    document = Document({}, {}, {}, {})
    document.data.update(_flatten(root, (), document))
    return document


def _root(text: str, file: str) -> Node | None:
    """The value that a text consists of."""
    events = _checked_events(text, file)
    root = None
    for event in events:
        if isinstance(event, DocumentStartEvent):
            root = _node(next(events), events, file, ())
    return root


def read_value(text: str, place: Place, path: str) -> Any:
    """A value outside of any file: a list or a mapping in flow style, text in quotes, or a plain word.

    It is read as in a file; a ScenarioError names the `place` it is from and the `path` it is for.
    """
    if not text.startswith(FLOW):
        return _plain(text, place, (path,))
    try:
        root = _root(text, place.file)
    except ScenarioError as error:
        first = error.problems[0]
        raise _error(first.place, first.message, (path,), first.suggestion) from None
    return None if root is None else _data(root)


def _data(node: Node) -> Any:
    """The plain data of a node; nothing in it is taken for a note."""
    if isinstance(node.content, dict):
        return {key: _data(part) for key, part in node.content.items()}
    return [_data(part) for part in node.content] if isinstance(node.content, list) else node.content


def _error(place: Place, message: str, path: DataPath = (), hint: str | None = None) -> ScenarioError:
    return ScenarioError(Problem(place, dotted(path), message, hint))


def _text(path: Path, file: str) -> str:
    """The text of a file that is small enough to be a scenario."""
    start = Place(file)
    try:
        if os.path.isdir(path):
            raise _error(start, "this is a folder, expected a scenario file")
        if not os.path.exists(path):
            raise _error(start, "no such file", hint=_neighbour(path))
        if not os.path.isfile(path):
            raise _error(start, "this is a device or a pipe, expected a scenario file")
        with open(path, "rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise _error(start, f"the file cannot be read: {reason}") from None
    if len(content) > LARGEST_FILE:
        raise _error(start, f"the file is too large, expected at most {LARGEST_FILE // 1024} KB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_after(content[: error.start].decode("utf-8", "replace"), file)
        raise _error(place, "the file is not UTF-8 text, expected a scenario in YAML") from None
    if "\0" in text:
        place = _place_after(text[: text.index("\0")], file)
        raise _error(place, "the file is binary, expected a scenario in YAML")
    return text


def _neighbour(path: Path) -> str | None:
    """The file beside a missing one whose name is most like it."""
    try:
        files = [entry for entry in path.parent.iterdir() if entry.suffix in (".yaml", ".yml")]
    except (OSError, ValueError):
        return None
    stems = {entry.stem: str(entry) for entry in files}
    near = nearest(path.stem, stems)
    return stems[near] if near else None


def _place_after(text: str, file: str) -> Place:
    """The position that follows a text."""
    lines = re.split(r"\r\n|\r|\n", text)
    return Place(file, len(lines), len(lines[-1]) + 1)


def _checked_events(text: str, file: str) -> Iterator[Event]:
    """The events of the one document in a text, without anything a scenario may not contain."""
    depth = documents = 0
    blocks: set[int] = set()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            documents += isinstance(event, DocumentStartEvent)
            depth += isinstance(event, MappingStartEvent | SequenceStartEvent)
            depth -= isinstance(event, MappingEndEvent | SequenceEndEvent)
            reason = _forbidden(event, depth, documents)
            if reason:
                raise _error(_start(event, file), reason)
            if isinstance(event, ScalarEvent) and event.style in ("|", ">"):
                last = event.end_mark.line + (event.end_mark.column > 0)
                blocks.update(range(event.start_mark.line + 1, last))
            yield event
    except (YAMLError, ValueError) as error:
        place, reason = _syntax(error, text, file)
        _refuse_tabs(text, file, blocks, place.line)
        raise _error(place, reason) from None
    _refuse_tabs(text, file, blocks, len(text))


def _start(event: Event, file: str) -> Place:
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)


def _forbidden(event: Event, depth: int, documents: int) -> str | None:
    """Why a scenario may not contain an event, or None where it may."""
    if isinstance(event, DocumentStartEvent):
        if event.version or event.tags:
            return "a % directive is not allowed, every scenario is read as YAML 1.2"
        if documents > 1:
            return "a second document starts here, expected one scenario per file"
    if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
        mark = "alias *" if isinstance(event, AliasEvent) else "anchor &"
        name = shortened(str(getattr(event, "anchor", "")))
        return f"the {mark}{name} is not allowed, repeat the value or use extends"
    if tag := getattr(event, "tag", None):
        return f"the tag {shortened(str(tag))} is not allowed, expected plain data"
    if depth > DEEPEST:
        return f"this is nested too deeply, expected at most {DEEPEST} levels"
    return None


def _syntax(error: Exception, text: str, file: str) -> tuple[Place, str]:
    """Where and why a text is not YAML."""
    if isinstance(error, ReaderError):
        place = _place_after(text[: error.position], file)
        return place, "a control character is not allowed, expected plain text"
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        reason = str(error.problem or error.context or "it cannot be read").replace("\0", "")
        if mark is not None:
            place = Place(file, mark.line + 1, mark.column + 1)
            if "'\\t'" in reason:
                return place, "a tab is used for indentation, expected spaces"
            return place, f"this is not YAML: {shortened(reason)}{_while(error)}"
    escape = HUGE_ESCAPE.search(text)
    place = _place_after(text[: escape.start()], file) if escape else Place(file)
    return place, "this is not YAML: an escape sequence in quotes names no character"


def _while(error: MarkedYAMLError) -> str:
    """What was being read when the syntax went wrong, and where that began."""
    if not error.context or error.context_mark is None:
        return ""
    return f" ({error.context} that begins in line {error.context_mark.line + 1})"


def _refuse_tabs(text: str, file: str, blocks: set[int], last: int) -> None:
    """Refuse the first tab in an indentation, outside of block texts (`|` and `>`)."""
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text)[:last]):
        if number not in blocks and TAB_INDENT.match(line):
            place = Place(file, number + 1, line.index("\t") + 1)
            raise _error(place, "a tab is used for indentation, expected spaces")


def _node(event: Event, events: Iterator[Event], file: str, path: DataPath) -> Node:
    """The value that begins with an event."""
    place = _start(event, file)
    if isinstance(event, ScalarEvent):
        return Node(place, _scalar(event, place, path))
    if isinstance(event, SequenceStartEvent):
        items: list[Node] = []
        while not isinstance(event := next(events), SequenceEndEvent):
            items.append(_node(event, events, file, (*path, len(items))))
        return Node(place, items)
    content: dict[str, Node] = {}
    keys: dict[str, Place] = {}
    while not isinstance(event := next(events), MappingEndEvent):
        key = _key(event, _start(event, file), keys, path)
        keys[key] = _start(event, file)
        value = _node(next(events), events, file, (*path, key))
        # The parser finds an absent value where the next thing begins, lines further down.
        is_absent = value.content is None and value.place.line > keys[key].line
        content[key] = Node(keys[key], None) if is_absent else value
    return Node(place, content, keys)


def _key(event: Event, place: Place, known: dict[str, Place], path: DataPath) -> str:
    """The text of a key that is new in its mapping."""
    if not isinstance(event, ScalarEvent):
        raise _error(place, "a list or a mapping cannot be a key, expected a name", path)
    key = _scalar(event, place, path)
    if not isinstance(key, str):
        shown = shortened(str(event.value))
        expected = f"a key must be text, found {described(key)}, expected '{shown}' in quotes"
        raise _error(place, expected, path)
    if key in known:
        message = f"duplicate key, it is already given in line {known[key].line}"
        raise _error(place, message, (*path, key))
    return key


def _scalar(event: ScalarEvent, place: Place, path: DataPath) -> Any:
    """A plain value by the YAML 1.2 core schema; whatever is quoted is text."""
    text = str(event.value)
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise _error(place, "half a surrogate pair is not a character, expected text", path)
    return text if event.style is not None else _plain(text, place, path)


def _plain(text: str, place: Place, path: DataPath) -> Any:
    """A word that stands without quotes."""
    if text in WORDS:
        return WORDS[text]
    if NOT_FINITE.fullmatch(text):
        raise _error(place, f"{text} is not allowed, expected a finite number", path)
    is_whole = WHOLE.fullmatch(text)
    if not is_whole and not REAL.fullmatch(text):
        return text
    if len(text) > LONGEST_NUMBER:
        raise _error(place, f"expected a number of at most {LONGEST_NUMBER} characters", path)
    number = _whole(text) if is_whole else float(text)
    if not math.isfinite(number):
        raise _error(place, f"{text} is too large, expected a finite number", path)
    return number


def _whole(text: str) -> int:
    """A whole number; leading zeros are decimal, as YAML 1.2 has it."""
    base = {"0o": 8, "0x": 16}.get(text[:2], 10)
    return int(text, base)


def _flatten(node: Node, path: DataPath, document: Document) -> Any:
    """The plain data of a node, its places, keys and notes entered into the document."""
    content = node.content
    if path and isinstance(content, dict) and "value" in content and content.keys() <= NOTE_KEYS:
        document.notes[path] = _note(content, path)
        if "range" in content:
            document.places[(*path, "range")] = content["range"].place
        return _flatten(content["value"], path, document)
    document.places[path] = node.place
    if isinstance(content, list):
        return [_flatten(item, (*path, index), document) for index, item in enumerate(content)]
    if isinstance(content, dict):
        document.keys.update({(*path, key): place for key, place in node.keys.items()})
        return {key: _flatten(item, (*path, key), document) for key, item in content.items()}
    return content


def _note(content: dict[str, Node], path: DataPath) -> Note:
    """The note that stands beside a value."""
    nothing = Node(content["value"].place, None)
    source = content.get("source", nothing)
    span = content.get("range", nothing)
    folklore = content.get("folklore", nothing)
    if not isinstance(source.content, str | None):
        raise _not(source, "text that names a source", (*path, "source"))
    if not isinstance(folklore.content, bool | None):
        raise _not(folklore, alternatives(["true", "false"]), (*path, "folklore"))
    ends = span.content if isinstance(span.content, list) else []
    ends = [end.content for end in ends if isinstance(end.content, str | int | float)]
    if span.content is not None and (len(ends) != 2 or len(span.content) != 2):
        raise _not(span, "a list of two values, lowest and highest", (*path, "range"))
    words = _distribution(content, bool(ends), path)
    return Note(source.content, (ends[0], ends[1]) if ends else None, bool(folklore.content), words)


def _distribution(content: dict[str, Node], has_range: bool, path: DataPath) -> str:
    """How plausible values are within the range of a note."""
    node = content.get("distribution")
    if node is None or node.content is None:
        return DISTRIBUTIONS[0]
    where = (*path, "distribution")
    if node.content not in DISTRIBUTIONS:
        expected = f"expected {alternatives(DISTRIBUTIONS)}, found {described(node.content)}"
        raise _error(node.place, expected, where, nearest(str(node.content), DISTRIBUTIONS))
    if not has_range:
        raise _error(node.place, "a distribution needs a range beside it", where)
    return str(node.content)


def _not(node: Node, expected: str, path: DataPath) -> ScenarioError:
    return _error(node.place, f"expected {expected}, found {described(node.content)}", path)
