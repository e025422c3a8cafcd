"""What a text consists of, as YAML events, without anything that a scenario may not contain."""

import re
from collections.abc import Iterator, Sequence

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    ScalarEvent,
)
from ruamel.yaml.reader import ReaderError

from relsim.errors import Place, ScenarioError, fault, shortened
from relsim.scenario.yaml.syntax import NO_CHARACTER, NO_DIRECTIVE, said_in_words
from relsim.scenario.yaml.text import LINE_END, place_after

DEEPEST = 20
HUGE_ESCAPE = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
TAB_INDENT = re.compile(r" *\t\s*[^\s#]")


def checked_events(text: str, file: str) -> Iterator[Event]:
    """The events of the one document in a text, without anything a scenario may not contain."""
    documents = 0
    open_events: list[CollectionStartEvent] = []
    blocks: set[int] = set()
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            documents += isinstance(event, DocumentStartEvent)
            if isinstance(event, CollectionStartEvent):
                open_events.append(event)
            elif isinstance(event, CollectionEndEvent):
                open_events.pop()
            reason = _forbidden(event, len(open_events), documents)
            if reason:
                raise fault(start_of(event, file), reason)
            if isinstance(event, ScalarEvent) and event.style in ("|", ">"):
                last = event.end_mark.line + (event.end_mark.column > 0)
                blocks.update(range(event.start_mark.line + 1, last))
            yield event
    except ScenarioError:
        raise
    except (YAMLError, ValueError) as error:
        _refuse_tabs(text, file, blocks, _line_of(error))
        place, reason = _syntax(error, text, file, open_events)
        raise fault(place, reason) from None
    _refuse_tabs(text, file, blocks, len(text))


def start_of(event: Event, file: str) -> Place:
    """Where an event begins."""
    return Place(file, event.start_mark.line + 1, event.start_mark.column + 1)


def _forbidden(event: Event, depth: int, documents: int) -> str | None:
    """Why a scenario may not contain an event, or None where it may."""
    if isinstance(event, DocumentStartEvent):
        if event.version or event.tags:
            return NO_DIRECTIVE
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


def _line_of(error: Exception) -> int:
    """The line up to which a text was read."""
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return mark.line + 1 if mark else 1


def _syntax(
    error: Exception, text: str, file: str, open_events: Sequence[CollectionStartEvent]
) -> tuple[Place, str]:
    """Where and why a text is not YAML."""
    if isinstance(error, ReaderError):
        place = place_after(text[: error.position], file)
        return place, "a control character is not allowed, expected plain text"
    if isinstance(error, MarkedYAMLError):
        mark, reason = said_in_words(error, text, open_events)
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        is_tab = "'\\t'" in str(error.problem)
        return place, "a tab is used for indentation, expected spaces" if is_tab else reason
    escape = HUGE_ESCAPE.search(text)
    place = place_after(text[: escape.start()], file) if escape else Place(file)
    return place, NO_CHARACTER


def _refuse_tabs(text: str, file: str, blocks: set[int], last: int) -> None:
    """Refuse the first tab in an indentation, outside of block texts (`|` and `>`)."""
    for number, line in enumerate(LINE_END.split(text)[:last]):
        if number not in blocks and TAB_INDENT.match(line):
            place = Place(file, number + 1, line.index("\t") + 1)
            raise fault(place, "a tab is used for indentation, expected spaces")
