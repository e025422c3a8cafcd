"""What is wrong with a text that is no YAML, in words that need no knowledge of how it is parsed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import CollectionStartEvent

OPENED = {"[": ("bracket", "]"), "{": ("brace", "}")}
"""What opens a list or a mapping on one line: what it is called, and what closes it."""

TOKENS = {"'<stream end>'": "the end of the text", "'<scalar>'": "text", "'?'": "a key", "'-'": "a list item"}
"""What the parser calls a part of a text, and what we do."""

NO_DIRECTIVE = "a % directive is not allowed, every scenario is read as YAML 1.2"
NOTHING_BEHIND = "the value before this has ended; text that goes on stands in quotes as a whole"
NO_BEGINNING = "no value begins with {sign}; text that does stands in quotes"
NO_CHARACTER = "an escape sequence in quotes names no character"
NOT_READABLE = "from here on, the text cannot be read as YAML"


@dataclass(frozen=True)
class Sentence:
    """What we say where the parser `said` something, and at which of the places that it knows."""

    said: str
    words: str
    at: Literal["problem", "context", "opened"] = "problem"


SENTENCES = (
    Sentence(
        r"(end of stream|document separator|'\\x00').*quoted", "the quote {sign} is not closed", "context"
    ),
    Sentence(r"'<stream end>'.*flow", "the {bracket} {sign} is not closed", "opened"),
    Sentence(r"got '[\]}]'", "expected {closer} here, which closes the {bracket} {open} of {opened}"),
    Sentence(
        r"^expected ',' or",
        "expected a comma or {closer} before this; the {bracket} {open} of {opened} is open",
    ),
    Sentence(r"directive|YAML document|duplicate tag", NO_DIRECTIVE),
    Sentence(r"scanning an (anchor|alias)|(scanning|parsing) a tag|undefined tag", NO_BEGINNING, "context"),
    Sentence(r"cannot start any token|keys are not allowed", NO_BEGINNING),
    Sentence(r"find expected ':'", "expected a colon, a space and a value behind this key", "context"),
    Sentence(r"entries are not allowed", "no list item begins here, expected it on a line of its own"),
    Sentence(
        r"values are not allowed|unexpected ':'",
        "no colon is expected here: text that has one stands in quotes, and a key begins a line, indented as "
        "its neighbours are",
    ),
    Sentence(r"block scalar", "a text behind {sign} begins on the next line", "context"),
    Sentence(r"unknown escape", NO_CHARACTER + "; expected \\\\ for a backslash"),
    Sentence(r"escape sequence|quoted scalar", NO_CHARACTER),
    Sentence(r"node content", "expected a value here, found {found}"),
    Sentence(r"document end marker", "the text has ended before this, at three dots"),
)
"""By the first that fits; what the parser says names the problem first, then what was being read."""


def said_in_words(
    error: MarkedYAMLError, text: str, open_events: Sequence[CollectionStartEvent]
) -> tuple[Any, str]:
    """The mark at which a text is no YAML, if there is one, and why.

    What began with `open_events` has not ended there.
    """
    said = f"{error.problem} {error.context}"
    flows = [event for event in open_events if event.flow_style]
    marks = {
        "problem": error.problem_mark,
        "context": error.context_mark,
        "opened": flows[-1].start_mark if flows else None,
    }
    sentence = next((one for one in SENTENCES if re.search(one.said, said, re.DOTALL)), None)
    if sentence is None:
        return marks["problem"] or marks["context"], words_of_block(error, text)
    mark = marks[sentence.at] or marks["problem"] or marks["context"]
    return mark, sentence.words.format(**gaps_filled(said, text, mark, marks["opened"]))


def gaps_filled(said: str, text: str, mark: Any, opened: Any) -> dict[str, str]:
    """What stands at a mark, what the parser found, and which bracket is open, as sentences name them."""
    open_sign = sign_at(text, opened)
    bracket, closer = OPENED.get(open_sign, ("bracket", "one that closes it"))
    token = said.partition("found ")[2].partition(" while")[0]
    return {
        "sign": sign_at(text, mark),
        "found": TOKENS.get(token, token.strip("'") if "<" not in token else "something else"),
        "open": open_sign,
        "bracket": bracket,
        "closer": closer,
        "opened": "" if opened is None else f"line {opened.line + 1}, column {opened.column + 1}",
    }


def sign_at(text: str, mark: Any) -> str:
    """The character at a mark."""
    return "" if mark is None else text[mark.index : mark.index + 1]


def words_of_block(error: MarkedYAMLError, text: str) -> str:
    """Why something does not go on what stands before it."""
    if not re.search("<block end>|<document start>", str(error.problem)) or error.problem_mark is None:
        return NOT_READABLE
    before = text[: error.problem_mark.index].splitlines()[-1:]
    is_first = error.problem_mark.column == 0 or not "".join(before).strip()
    if not is_first or error.context_mark is None:
        return NOTHING_BEHIND
    begun = error.context_mark.line + 1
    return f"this line does not go on what begins in line {begun}: its indentation or its kind is another"
