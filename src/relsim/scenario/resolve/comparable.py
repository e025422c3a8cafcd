"""Policies are comparable: what all of them share, and which settings a policy makes.

A policy is what a firm does. People, horizon, yardstick and focus are those of every policy, so that a
difference between two policies is one of what was done.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from relsim.errors import DataPath, InputError, Problem, ScenarioError, dotted
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.yaml.document import Document

PEOPLE, HORIZON, YARDSTICK, FOCUS, WORDS = "people", "horizon", "yardstick", "focus", "words"

SHARED_BY_POLICIES = {
    PEOPLE: ("customers", "simulate", "segments", "population", "network", "reference_price"),
    HORIZON: ("period", "periods", "scale", "warm_up"),
    YARDSTICK: (
        "discount",
        "residual_value",
        "currency",
        "baseline",
        "replications",
        "evidence",
        "survey",
        "optimise",
        "conditions",
        "policies",
    ),
    FOCUS: ("focus",),
    WORDS: ("title", "summary", "begins", "learn", "sources", "report", "explore"),
}
"""What policies share, and the keys of a scenario that say it."""

OWN_OF_POLICIES = ("product_type", "category", "mechanisms", "behaviour")
"""Keys of which policies share nothing; of a firm they share how it starts."""

BELONGS = {PEOPLE: "a condition says what the market is"}
"""Where it belongs, if not to the scenario itself."""


class Setting(NamedTuple):
    """A setting that a patch makes: its path in the scenario, and where in the document it is written."""

    path: DataPath
    written: DataPath


def refuse_shared_settings(document: Document, model: type[BaseModel]) -> None:
    """Refuse policies that set what all policies share, in one ScenarioError with every place."""
    problems = [
        Problem(document.key_place(setting.written), dotted(setting.written), text)
        for name in mapping_in(document.data, "policies")
        if any(
            may_be_shared(*change) for change in mapping_in(document.data, "policies", name, "set").items()
        )
        for setting in settings_of_policy(document, model, name)
        if (text := refusal_of(setting.path))
    ]
    if problems:
        raise ScenarioError(*sorted(problems, key=lambda problem: problem.place))


def may_be_shared(path: object, value: Any) -> bool:
    """Whether a change may set what all policies share, as far as can be told without reading its path."""
    first, dot, rest = str(path).partition(".")
    if first == "firms" and dot:
        return "start" in rest or isinstance(value, Mapping)
    return first not in OWN_OF_POLICIES


def refusal_of(path: DataPath) -> str | None:
    """Why a policy cannot make a setting, in one sentence, or None where it can."""
    first = path[0] if path else ""
    shared = next((kind for kind, keys in SHARED_BY_POLICIES.items() if first in keys), None)
    if first == "firms" and path[2:3] == ("start",):
        shared = PEOPLE
    if shared is None:
        return None
    belongs = BELONGS.get(shared, "the scenario says it once for all of them")
    return f"a policy cannot set {dotted(path)}, for policies are compared on the same {shared}; {belongs}"


def settings_of_policy(document: Document, model: type[BaseModel], name: str) -> Iterator[Setting]:
    """Every setting that a policy makes, at once or by an event."""
    changes = mapping_in(document.data, "policies", name, "set")
    return settings_made(changes, document, model, ("policies", name, "set"))


def settings_made(
    changes: Mapping[str, Any],
    document: Document,
    model: type[BaseModel],
    written: DataPath = (),
    around: DataPath = (),
) -> Iterator[Setting]:
    """Every setting that a patch makes, at once or by an event; `around` is the path it is laid over."""
    for key, value in changes.items():
        inside = (*around, *steps_known(model, document.data, key))
        yield from settings_below(value, inside, document, model, (*written, key))


def settings_below(
    value: Any, path: DataPath, document: Document, model: type[BaseModel], written: DataPath
) -> Iterator[Setting]:
    """Every setting that a value at a path makes; events are told by what they set."""
    if path[0] == "timeline":
        yield from settings_of_events(value, path, document, model, written)
    elif isinstance(value, Mapping) and value:
        for key, inner in value.items():
            yield from settings_below(inner, (*path, key), document, model, (*written, key))
    else:
        yield Setting(path, written)


def settings_of_events(
    value: Any, path: DataPath, document: Document, model: type[BaseModel], written: DataPath
) -> Iterator[Setting]:
    """Every setting that a timeline makes, or an event of it, or what an event sets."""
    if len(path) == 1 and isinstance(value, list):
        for number, event in enumerate(value):
            inner = (*written, number)
            yield from settings_of_events(event, (*path, number), document, model, inner)
    elif len(path) == 2 and isinstance(value, Mapping):
        yield from settings_made(mapping_in(value, "set"), document, model, (*written, "set"))
    elif len(path) == 3 and path[2] == "set" and isinstance(value, Mapping):
        yield from settings_made(value, document, model, written)
    elif len(path) > 3 and path[2] == "set":
        inside = (*steps_known(model, document.data, str(path[3])), *path[4:])
        yield from settings_below(value, inside, document, model, written)


def steps_known(model: type[BaseModel], data: Mapping[str, Any], path: str | DataPath) -> DataPath:
    """The steps of a path of which the last ones may not be there yet."""
    try:
        return check_path(model, data, path)
    except InputError:
        return tuple(path.split(".")) if isinstance(path, str) else path


def mapping_in(data: Any, *steps: str) -> Mapping[str, Any]:
    """The mapping that stands under some keys; an empty one where there is none."""
    for step in steps:
        data = data.get(step) if isinstance(data, Mapping) else None
    return data if isinstance(data, Mapping) else {}
