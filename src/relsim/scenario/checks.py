"""From a document to a validated model: every complaint of pydantic, at its place, in our words."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from relsim.errors import (
    DataPath,
    InputError,
    Place,
    Problem,
    ScenarioError,
    alternatives,
    dotted,
    nearest,
    value_in_words,
)
from relsim.scenario.units.quantities import PER_YEAR
from relsim.scenario.units.rates import Spending
from relsim.scenario.yaml.document import Document
from relsim.scenario.yaml.notes import NOTE_KEYS

Model = TypeVar("Model", bound=BaseModel)

MOST_COMPLAINTS = 100
WORDS_FOR_TYPES = {
    "a whole number": ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
    "a number": ("float_type", "float_parsing"),
    "a finite number": ("finite_number",),
    "text": ("string_type",),
    "true or false": ("bool_type", "bool_parsing"),
    "a list": ("list_type", "tuple_type", "set_type", "frozen_set_type"),
    "a mapping of keys": ("dict_type", "model_type", "model_attributes_type", "dataclass_type"),
    "nothing": ("none_required",),
    "a number above {gt}": ("greater_than",),
    "at least {ge}": ("greater_than_equal",),
    "a number below {lt}": ("less_than",),
    "at most {le}": ("less_than_equal",),
    "a multiple of {multiple_of}": ("multiple_of",),
    "text of the form {pattern}": ("string_pattern_mismatch",),
    "text of at least {min_length} characters": ("string_too_short",),
    "text of at most {max_length} characters": ("string_too_long",),
    "at least {min_length} of them": ("too_short",),
    "at most {max_length} of them": ("too_long",),
}
REST_OF_A_NUMBER = re.compile(r"[0-9]{3}\b")
"""What YAML takes for a key where the comma of a number ends a value."""

EXPECTED = "expected "
"""How a message begins that says what would have been right."""

EXPECTATIONS = {kind: expected for expected, kinds in WORDS_FOR_TYPES.items() for kind in kinds}


class Complaint(NamedTuple):
    """One complaint of pydantic: an expectation that was not met, or a whole message."""

    path: DataPath
    place: Place
    expected: str | None = None
    found: str = ""
    message: str = ""
    suggestion: str | None = None


def validated(document: Document, model: type[Model]) -> Model:
    """The model that a document describes, or a ScenarioError with its problems in order."""
    try:
        return model.model_validate(document.data)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_COMPLAINTS]
        complaints = [_complaint(detail, document, model) for detail in details]
    problems = [_problem(group, document.data) for group in _by_path(complaints)]
    raise ScenarioError(*sorted(problems, key=lambda problem: problem.place))


def kinds(annotation: Any) -> list[Any]:
    """The alternatives of a field's type, without Annotated, Union and None."""
    if get_origin(annotation) is Annotated:
        return kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [kind for option in get_args(annotation) for kind in kinds(option)]
    return [] if annotation is NoneType else [annotation]


def kinds_inside(outer: Iterable[Any], data: Any, key: str | int) -> list[Any]:
    """The alternatives of what stands under a key (or an index) of data of the outer kinds."""
    found: list[Any] = []
    for kind in outer:
        origin = get_origin(kind) or kind
        inner = get_args(kind)
        if is_model(kind):
            annotation = fields_of(kind).get(str(key)) if _agrees(kind, data) else None
            found += [] if annotation is None else kinds(annotation)
        elif not isinstance(origin, type) or issubclass(origin, str):
            continue
        elif issubclass(origin, Mapping):
            found += kinds(inner[1]) if inner else [Any]
        elif issubclass(origin, Sequence | set | frozenset) and isinstance(key, int):
            found += kinds(inner[0]) if inner else [Any]
    return found


def kinds_at(model: type[BaseModel], data: Any, path: DataPath) -> list[Any]:
    """The alternatives of what stands at a path; none where the path is not valid."""
    found: list[Any] = [model]
    for step in path:
        found = kinds_inside(found, data, step)
        data = item_of(data, step)
    return [kind for kind in found if not is_model(kind) or _agrees(kind, data)]


def item_of(data: Any, step: str | int) -> Any:
    """What stands under a key or an index, or None."""
    if isinstance(data, dict):
        return data.get(step)
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        return data[step]
    return None


def is_model(kind: Any) -> bool:
    """Whether a type is a pydantic model."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """The types of a model's fields by the keys that a file gives them."""
    return {field.alias or name: field.annotation for name, field in model.model_fields.items()}


def field_names(alternatives_: Iterable[Any]) -> list[str]:
    """The keys that a mapping of these kinds may have."""
    return [name for kind in alternatives_ if is_model(kind) for name in fields_of(kind)]


def path_by_names(path: DataPath, data: Any) -> DataPath:
    """The path with the items of lists called by their `name` where they have one."""
    words: list[str | int] = []
    for step in path:
        data = item_of(data, step)
        name = data.get("name") if isinstance(step, int) and isinstance(data, dict) else None
        words.append(name if isinstance(name, str) else step)
    return tuple(words)


def _agrees(model: type[BaseModel], data: Any) -> bool:
    """Whether no fixed word of the model (`kind: Literal["a"]`) contradicts the data."""
    if not isinstance(data, dict):
        return True
    return all(data[key] == word for key, word in fixed_words(model).items() if key in data)


@cache
def fixed_words(model: type[BaseModel]) -> Mapping[str, Any]:
    """The words by which a model is told from others (`kind: Literal["a"]`), by their keys."""
    words = {key: get_args(kind) for key, kind in fields_of(model).items() if get_origin(kind) is Literal}
    return {key: choices[0] for key, choices in words.items() if len(choices) == 1}


def _complaint(detail: ErrorDetails, document: Document, model: type[BaseModel]) -> Complaint:
    """What pydantic complains about, at its place."""
    kind, context = detail["type"], detail.get("ctx", {})
    path = _data_path(detail["loc"], document.data)
    for around in (path, path[:-1]):
        if (stray := stray_note(around, document, model)) is not None:
            return stray
    place = document.place(path)
    if kind == "missing":
        missing = (*path, detail["loc"][-1])
        return Complaint(missing, place, message="this key is missing")
    if kind == "extra_forbidden":
        return _unknown_key(path, document, model)
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _wrong_tag(context, path, document)
    if kind in ("value_error", "assertion_error"):
        return _mistake(context["error"], path, document, model)
    found = value_in_words(detail["input"])
    if kind in ("too_short", "too_long"):
        found = str(len(detail["input"]))
    if kind in ("literal_error", "enum"):
        words = _words(context["expected"])
        near = nearest(str(detail["input"]), words)
        return Complaint(path, place, alternatives(words), found, suggestion=near)
    return Complaint(path, place, expectation(detail), found)


def stray_note(path: DataPath, document: Document, model: type[BaseModel]) -> Complaint | None:
    """A key beside a `value` that no note has, or that was to be `value`, where a value would be right."""
    data = reduce(item_of, path, document.data)
    if not path or not isinstance(data, dict):
        return None
    kinds_here = kinds_at(model, document.data, path)
    valid, has_free_keys = field_names(kinds_here), bool(kinds_inside(kinds_here, {}, ""))
    if "value" in valid or has_free_keys:
        return None
    if data and not valid and data.keys() <= NOTE_KEYS - {"value"}:
        return Complaint((*path, "value"), document.place(path), message="this key is missing")
    beside = sorted(NOTE_KEYS - {"value"}) if "value" in data else ["value"]
    for key in (one for one in data if one not in NOTE_KEYS and one not in valid):
        near = nearest(str(key), [*beside, *valid])
        if near in beside or "value" in data:
            return _unknown_beside((*path, key), near, beside, document)
    return None


def _unknown_beside(path: DataPath, near: str | None, beside: list[str], document: Document) -> Complaint:
    expected = "" if near else f", expected {alternatives(beside)}"
    where = "key" if beside == ["value"] else "key beside a value"
    return Complaint(path, document.key_place(path), message=f"unknown {where}{expected}", suggestion=near)


def expectation(detail: ErrorDetails) -> str:
    """What pydantic would have accepted, in our words."""
    return EXPECTATIONS.get(detail["type"], "something else").format(**detail.get("ctx", {}))


def _data_path(location: tuple[str | int, ...], data: Any) -> DataPath:
    """The path in the data; pydantic's location also holds the names of union branches."""
    path: list[str | int] = []
    for step in location:
        inside = isinstance(data, dict) and step in data
        if inside or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            path.append(step)
            data = data[step]
    return tuple(path)


def _unknown_key(path: DataPath, document: Document, model: type[BaseModel]) -> Complaint:
    valid = field_names(kinds_at(model, document.data, path[:-1]))
    near = nearest(str(path[-1]), valid)
    expected = f", expected {alternatives(valid)}" if valid and near is None else ""
    place = document.keys.get(path) or document.place(path)
    if REST_OF_A_NUMBER.match(str(path[-1])):
        expected = '; a number with a comma needs quotes between braces, as in "1,000 per month"'
        place = document.place(path[:-1])
    return Complaint(path, place, message=f"unknown key{expected}", suggestion=near)


def _wrong_tag(context: dict[str, Any], path: DataPath, document: Document) -> Complaint:
    """A mapping whose deciding word (`kind: ...`) is absent or unknown."""
    tag_path = (*path, *_words(context["discriminator"]))
    place = document.place(tag_path)
    if "tag" not in context:
        return Complaint(tag_path, place, message="this key is missing")
    words = _words(context["expected_tags"])
    found = value_in_words(context["tag"])
    return Complaint(tag_path, place, alternatives(words), found, suggestion=nearest(context["tag"], words))


def _mistake(error: Exception, path: DataPath, document: Document, model: type[BaseModel]) -> Complaint:
    """A complaint of our own validators, which may lead further in."""
    if not isinstance(error, InputError):
        return Complaint(path, document.place(path), message=str(error))
    path = (*path, *error.path)
    place = document.place(path)
    suggestion = error.with_unit(usual_unit(model, document.data, path))
    return Complaint(path, place, message=error.message, suggestion=suggestion)


def usual_unit(model: type[BaseModel], data: Any, path: DataPath) -> str | None:
    """The unit of time in which a value is usually written.

    It is that of its default, or of the part it belongs to; money, and what has no default, is written in
    the scenario's own period.
    """
    for length in range(len(path), 0, -1):
        for kind in kinds_at(model, data, path[: length - 1]):
            field = kind.model_fields.get(str(path[length - 1])) if is_model(kind) else None
            default = getattr(field, "default", None)
            period = getattr(getattr(default, "mean", default), "period", None)
            if isinstance(period, str) and not isinstance(default, Spending):
                return period
    return scenario_period(data)


def scenario_period(data: Any) -> str | None:
    """The length of a period as a scenario's data say it; None where they do not, or say no text."""
    period = item_of(data, "period")
    return period if isinstance(period, str) and period in PER_YEAR else None


def _words(listed: str) -> list[str]:
    """The words in pydantic's list `'a', 'b' or 'c'`."""
    return re.findall(r"'([^']*)'", listed) or [listed]


def _by_path(complaints: list[Complaint]) -> list[list[Complaint]]:
    """Complaints about the same value together: the branches of a union complain one by one."""
    groups: dict[DataPath, list[Complaint]] = {}
    for complaint in complaints:
        groups.setdefault(complaint.path, []).append(complaint)
    around = {path[:length] for path in groups for length in range(len(path))}
    # A complaint further in shows that another branch of the union fits this value better.
    return [group for path, group in groups.items() if path not in around]


def _problem(group: list[Complaint], data: Any) -> Problem:
    """One problem for all complaints about a value; a whole message says more than a type."""
    first = next((complaint for complaint in group if complaint.expected is None), group[0])
    path = dotted(path_by_names(first.path, data))
    expected = dict.fromkeys(complaint.expected for complaint in group if complaint.expected)
    suggestion = next((c.suggestion for c in group if c.suggestion), None)
    if first.expected is None:
        message = first.message
        if expected and message.startswith(EXPECTED):
            message = f"{EXPECTED}{' or '.join(expected)} or {message.removeprefix(EXPECTED)}"
        return Problem(first.place, path, message, suggestion)
    message = f"expected {' or '.join(expected)}, found {first.found}"
    return Problem(first.place, path, message, suggestion)
