"""Notes: what stands beside a value to say where it comes from and what else it might be."""

from dataclasses import dataclass
from typing import Any

from relsim.errors import DataPath, ScenarioError, alternatives, fault, nearest, value_in_words
from relsim.scenario.yaml.nodes import Node

NOTE_KEYS = {"value", "source", "range", "distribution", "prior", "folklore", "estimated"}
DISTRIBUTIONS = ("uniform", "triangular", "normal")
PRIORS = {
    "normal": "mean and standard deviation",
    "lognormal": "median and standard deviation of the logarithm",
    "beta": "alpha and beta",
    "gamma": "shape and mean",
    "uniform": "lowest and highest",
}
"""The distributions that a prior may be, and their two parameters."""

TOLD_OF_A_VALUE = ("known", "narrowed", "not told")
"""What data may have said of a value that was estimated from them."""


@dataclass(frozen=True)
class EstimatedValue:
    """What a fit leaves beside a value: the interval that holds it nine times in ten, and what was told.

    `reached` is whether values in the ranges gave all figures that the market was fitted to.
    """

    interval: tuple[Any, Any]
    told: str
    reached: bool = True


@dataclass(frozen=True)
class ValueNote:
    """Where a value comes from, the range it is plausible in, and whether it is mere folklore.

    `distribution` says how plausible values are within the range, `estimated` what data have told of it. In
    place of a range there may be a `prior`: the name of a distribution and its two parameters.
    """

    source: str | None = None
    range: tuple[Any, Any] | None = None
    folklore: bool = False
    distribution: str = DISTRIBUTIONS[0]
    estimated: EstimatedValue | None = None
    prior: tuple[str, Any, Any] | None = None

    @property
    def is_uncertain(self) -> bool:
        """Whether the value may be another, by a range or a prior."""
        return self.range is not None or self.prior is not None


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
    ends = _ends_of(span, (*path, "range"))
    words = _distribution_of(content, ends is not None, path)
    estimate = _estimate_of(content.get("estimated", nothing), (*path, "estimated"))
    prior = _prior_of(content.get("prior", nothing), ends is not None, (*path, "prior"))
    return ValueNote(source.content, ends, bool(folklore.content), words, estimate, prior)


def _prior_of(node: Node, has_range: bool, path: DataPath) -> tuple[str, Any, Any] | None:
    """The name of a prior and its parameters, if there is one."""
    if node.content is None:
        return None
    if has_range:
        raise fault(node.place, "give either a range or a prior, not both", path)
    if not isinstance(node.content, dict) or len(node.content) != 1:
        raise _unexpected(node, "a distribution with its parameters, as in {normal: [0.2, 0.05]}", path)
    ((name, told),) = node.content.items()
    if name not in PRIORS:
        message = f'no prior is called "{name}", expected {alternatives(PRIORS)}'
        raise fault(told.place, message, path, nearest(str(name), PRIORS))
    nodes = told.content if isinstance(told.content, list) else []
    values = [one.content for one in nodes if is_a_value(one)]
    if len(values) != 2 or len(nodes) != 2:
        raise _unexpected(told, f"two values, {PRIORS[name]}", (*path, name))
    return str(name), values[0], values[1]


def is_a_value(node: Node) -> bool:
    """Whether a text or a number stands here."""
    return isinstance(node.content, str | int | float) and not isinstance(node.content, bool)


def _ends_of(span: Node, path: DataPath) -> tuple[Any, Any] | None:
    """Both ends of a range, if there is one."""
    if span.content is None:
        return None
    nodes = span.content if isinstance(span.content, list) else []
    ends = [end.content for end in nodes if is_a_value(end)]
    if len(ends) != 2 or len(nodes) != 2:
        raise _unexpected(span, "a list of two values, lowest and highest", path)
    return ends[0], ends[1]


def _estimate_of(node: Node, path: DataPath) -> EstimatedValue | None:
    """What a fit has noted, if there was one."""
    if node.content is None:
        return None
    if not isinstance(node.content, dict) or node.content.keys() - {"reached"} != {"interval", "told"}:
        raise _unexpected(node, "an `interval` and what was `told`", path)
    ends, word = _ends_of(node.content["interval"], (*path, "interval")), node.content["told"]
    if ends is None:
        raise _unexpected(node.content["interval"], "a list of two values, lowest and highest", path)
    if word.content not in TOLD_OF_A_VALUE:
        expected = f"expected {alternatives(TOLD_OF_A_VALUE)}, found {value_in_words(word.content)}"
        raise fault(word.place, expected, (*path, "told"), nearest(str(word.content), TOLD_OF_A_VALUE))
    reached = node.content.get("reached", Node(node.place, True))
    if not isinstance(reached.content, bool):
        raise _unexpected(reached, alternatives(["true", "false"]), (*path, "reached"))
    return EstimatedValue(ends, word.content, reached.content)


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
