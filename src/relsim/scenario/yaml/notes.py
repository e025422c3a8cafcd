"""Notes: what stands beside a value to say where it comes from and what else it might be."""

from dataclasses import dataclass
from typing import Any

from relsim.errors import DataPath, ScenarioError, alternatives, fault, nearest, value_in_words
from relsim.scenario.yaml.nodes import Node

NOTE_KEYS = {"value", "source", "range", "distribution", "folklore"}
DISTRIBUTIONS = ("uniform", "triangular", "normal")


@dataclass(frozen=True)
class ValueNote:
    """Where a value comes from, the range it is plausible in, and whether it is mere folklore.

    `distribution` says how plausible values are within the range.
    """

    source: str | None = None
    range: tuple[Any, Any] | None = None
    folklore: bool = False
    distribution: str = DISTRIBUTIONS[0]


def note_of(content: dict[str, Node], path: DataPath) -> ValueNote:
    """The note that stands beside a value."""
    nothing = Node(content["value"].place, None)
    source = content.get("source", nothing)
    span = content.get("range", nothing)
    folklore = content.get("folklore", nothing)
    if not isinstance(source.content, str | None):
        raise _unexpected(source, "text that names a source", (*path, "source"))
    if not isinstance(folklore.content, bool | None):
        raise _unexpected(folklore, alternatives(["true", "false"]), (*path, "folklore"))
    ends = span.content if isinstance(span.content, list) else []
    ends = [end.content for end in ends if isinstance(end.content, str | int | float)]
    if span.content is not None and (len(ends) != 2 or len(span.content) != 2):
        raise _unexpected(span, "a list of two values, lowest and highest", (*path, "range"))
    words = _distribution_of(content, bool(ends), path)
    return ValueNote(source.content, (ends[0], ends[1]) if ends else None, bool(folklore.content), words)


def _distribution_of(content: dict[str, Node], has_range: bool, path: DataPath) -> str:
    """How plausible values are within the range of a note."""
    node = content.get("distribution")
    if node is None or node.content is None:
        return DISTRIBUTIONS[0]
    where = (*path, "distribution")
    if node.content not in DISTRIBUTIONS:
        expected = f"expected {alternatives(DISTRIBUTIONS)}, found {value_in_words(node.content)}"
        raise fault(node.place, expected, where, nearest(str(node.content), DISTRIBUTIONS))
    if not has_range:
        raise fault(node.place, "a distribution needs a range beside it", where)
    return str(node.content)


def _unexpected(node: Node, expected: str, path: DataPath) -> ScenarioError:
    return fault(node.place, f"expected {expected}, found {value_in_words(node.content)}", path)
