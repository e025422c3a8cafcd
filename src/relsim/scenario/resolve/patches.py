"""Policies and changes: a copy of a document in which some dotted paths have other values."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from relsim.errors import (
    COMMAND_LINE,
    DataPath,
    InputError,
    Place,
    Problem,
    ScenarioError,
    alternatives,
    dotted,
    nearest,
    shortened,
    value_in_words,
)
from relsim.scenario.checks import field_names, is_model, item_of, kinds_at, kinds_inside
from relsim.scenario.part import NamedPart
from relsim.scenario.yaml.document import Document
from relsim.scenario.yaml.words import in_one_form

QUOTED_STEP = re.compile(r'"((?:[^"]|"")+)"(?:\.(.*))?$', re.DOTALL)
"""A path whose first step stands in quotes, and what follows it."""


def patched(
    document: Document,
    changes: Mapping[str, Any],
    origin: Document | None = None,
    origin_path: DataPath = (),
    *,
    model: type[BaseModel],
) -> Document:
    """A copy of the document with dotted paths set; mappings are merged deeply.

    `changes` stand in `origin` at `origin_path`, where errors point; without an origin they were
    made after the file was read. All unknown paths are refused together, in one ScenarioError, and so
    is a change that takes back an earlier one.
    """
    source = _Source(origin, tuple(origin_path))
    problems: list[Problem] = []
    laid: list[_Laid] = []
    for path_text, value in changes.items():
        try:
            # One at a time, so that a later change may enter what an earlier one created.
            path = check_path(model, document.data, path_text)
            top = Document({}, {}, {}, {})
            _lay(top, document, model, path, value, source.inside(path_text))
            document = merged(document, top)
            laid.append(_Laid(path_text, path, top.data))
            refuse_taken_back(laid, document.data)
        except InputError as mistake:
            place = source.inside(path_text, *mistake.path).key_place()
            path_shown = dotted((path_text, *mistake.path))
            problems.append(Problem(place, path_shown, mistake.message, mistake.suggestion))
    if problems:
        raise ScenarioError(*problems)
    return document


@dataclass(frozen=True)
class _Laid:
    """A change that was made: its path as it is written and as it is meant, and the data laid over."""

    text: str
    path: DataPath
    data: dict[str, Any]


def refuse_taken_back(laid: Sequence[_Laid], data: Mapping[str, Any]) -> None:
    """Refuse the last of several changes where an earlier one does not hold any more."""
    *earlier, last = laid
    for one in earlier:
        shared = min(len(one.path), len(last.path))
        if one.path[:shared] == last.path[:shared] and not says_all(data, one.data):
            raise InputError(f'"{shortened(one.text)}" sets this to another value; expected one of the two')


def says_all(data: Any, told: Any) -> bool:
    """Whether data say all that is told; of a mapping, they may say more."""
    if isinstance(told, _Items):
        return isinstance(data, list) and all(says_all(data[index], item) for index, item in told.items())
    if isinstance(told, Mapping):
        return isinstance(data, Mapping) and all(
            key in data and says_all(data[key], item) for key, item in told.items()
        )
    if isinstance(told, list | tuple):
        is_as_long = isinstance(data, list | tuple) and len(data) == len(told)
        return is_as_long and all(map(says_all, data, told))
    return bool(data == told) and isinstance(data, bool) == isinstance(told, bool)


def check_path(model: type[BaseModel], data: Mapping[str, Any], path: str | DataPath) -> DataPath:
    """The path with names of list items as indices, or a InputError with the nearest valid name.

    Fields come from the model; the names of firms, segments and other named parts from the data, unless
    the path ends at a new entry of a mapping that may have more of them. In a dotted path, names with dots
    are known by what is there, the longest first, or stand in double quotes: `firms."a.b".price`.
    """
    if not isinstance(path, str):
        return _checked_steps(model, data, path)
    path = in_one_form(path)
    refusal: InputError | None = None
    for steps in _readings(data, path):
        try:
            return _checked_steps(model, data, steps)
        except InputError as mistake:
            refusal = refusal or mistake
    raise refusal or InputError(f'"{shortened(path)}" is no path')


def _checked_steps(model: type[BaseModel], data: Mapping[str, Any], steps: DataPath) -> DataPath:
    checked: DataPath = ()
    value: Any = data
    for place, step in enumerate(steps, start=1):
        found = kinds_at(model, data, checked)
        checked = (*checked, _checked_step(found, value, step, checked, last=place == len(steps)))
        value = item_of(value, checked[-1])
    return checked


def _readings(data: Any, path: str) -> Iterator[DataPath]:
    """Every way to read a dotted path: names with dots as what is there has them, then a step at each dot."""
    for step, rest in _first_steps(data, path):
        if rest is None:
            yield (step,)
        else:
            inside = next((item for item in _named_items(data) if item[0] == step), (step, None))[1]
            for steps in _readings(inside, rest):
                yield (step, *steps)


def _first_steps(data: Any, path: str) -> Iterator[tuple[str, str | None]]:
    """What may be the first step of a dotted path, each with what follows it, if anything does."""
    if found := QUOTED_STEP.match(path):
        yield found[1].replace('""', '"'), found[2]
    names = sorted((name for name, _ in _named_items(data) if set(name) & set('."')), key=len, reverse=True)
    for name in names:
        if path == name or path.startswith(f"{name}."):
            yield name, path[len(name) + 1 :] or None
    step, dot, rest = path.partition(".")
    yield step, rest if dot else None


def _named_items(data: Any) -> list[tuple[str, Any]]:
    """What has a name in plain data: the values of a mapping, the items of a list that have one."""
    if isinstance(data, Mapping):
        return [(str(name), value) for name, value in data.items()]
    items = data if isinstance(data, list) else []
    return [(str(item["name"]), item) for item in items if isinstance(item, dict) and "name" in item]


def merged(base: Document, top: Document) -> Document:
    """The base with the top laid over it: mappings key by key, anything else replaced whole."""
    replaced: set[DataPath] = set()
    data = _merged_data(base.data, top.data, (), replaced)
    lengths = {len(path) for path in replaced}

    def kept(entries: dict[DataPath, Any]) -> dict[DataPath, Any]:
        if not replaced:
            return entries
        return {
            path: entry
            for path, entry in entries.items()
            if not any(path[:length] in replaced for length in lengths)
        }

    return Document(
        data,
        {**kept(base.places), **top.places},
        {**kept(base.keys), **top.keys},
        {**kept(base.notes), **top.notes},
    )


def _merged_data(base: Any, top: Any, path: DataPath, replaced: set[DataPath]) -> Any:
    """The merged values; the paths of values of the base that are gone go into `replaced`."""
    if isinstance(top, _Whole):
        replaced.add(path)
        return dict(top)
    if isinstance(base, list) and isinstance(top, _Items):
        items = list(base)
        for index, value in top.items():
            items[index] = _merged_data(base[index], value, (*path, index), replaced)
        return items
    if isinstance(base, dict) and isinstance(top, dict):
        result = dict(base)
        for key, value in top.items():
            result[key] = _merged_data(base.get(key), value, (*path, key), replaced)
        return result
    replaced.add(path)
    return top


class _Items(dict[int, Any]):
    """Changes of some items of a list, by index."""


class _Whole(dict[Any, Any]):
    """A mapping that takes the place of another one instead of being merged with it."""


@dataclass(frozen=True)
class _Source:
    """Where a change is written: at a path of a document, or in none."""

    document: Document | None
    path: DataPath

    def inside(self, *steps: str | int) -> "_Source":
        """The source of a part of the change."""
        return _Source(self.document, (*self.path, *steps))

    def key_place(self) -> Place:
        """The place of the key that names what is changed."""
        if self.document is None:
            return COMMAND_LINE
        return self.document.key_place(self.path)

    def copy_into(self, top: Document, target: DataPath) -> None:
        """Enter the places, keys and notes of the changed value at the target path."""
        top.keys[target] = self.key_place()
        if self.document is None:
            top.places[target] = COMMAND_LINE
            return
        for entries, copies in (
            (self.document.places, top.places),
            (self.document.keys, top.keys),
            (self.document.notes, top.notes),
        ):
            _copy_below(entries, self.path, copies, target)
        top.places.setdefault(target, self.document.place(self.path))


def _copy_below(
    entries: Mapping[DataPath, Any],
    path: DataPath,
    copies: dict[DataPath, Any],
    target: DataPath,
) -> None:
    for below, entry in entries.items():
        if below[: len(path)] == path:
            copies[(*target, *below[len(path) :])] = entry


def _lay(
    top: Document,
    base: Document,
    model: type[BaseModel],
    path: DataPath,
    value: Any,
    source: _Source,
) -> None:
    """Enter one change into the top document, key by key where both sides have keys.

    A mapping of whatever keys, such as the `set` of a policy, takes the place of the one that is there.
    """
    current = _at(base.data, path)
    if (
        isinstance(value, Mapping)
        and isinstance(current, dict)
        and _is_free(kinds_at(model, base.data, path))
    ):
        value = _Whole(value)
    elif isinstance(value, Mapping) and isinstance(current, dict | list) and value:
        for key, part in value.items():
            try:
                inner = check_path(model, base.data, (*path, key))
            except InputError as mistake:
                raise InputError(mistake.message, mistake.suggestion, (key,)) from None
            try:
                _lay(top, base, model, inner, part, source.inside(key))
            except InputError as mistake:
                deeper = (key, *mistake.path)
                raise InputError(mistake.message, mistake.suggestion, deeper) from None
        return
    for length in range(1, len(path)):
        if _at(base.data, path[:length]) is None:
            top.places.setdefault(path[:length], source.key_place())
            top.keys.setdefault(path[:length], source.key_place())
    _put(top.data, base.data, path, value)
    source.copy_into(top, path)


def _put(data: dict[Any, Any], base: Any, path: DataPath, value: Any) -> None:
    """Set a value at a path, with the mappings around it; `base` tells mappings from lists."""
    for step in path[:-1]:
        base = item_of(base, step)
        empty: dict[Any, Any] = _Items() if isinstance(base, list) else {}
        data = data.setdefault(step, empty)
    data[path[-1]] = value


def _at(data: Any, path: DataPath) -> Any:
    for step in path:
        data = item_of(data, step)
    return data


def _is_free(found: list[Any]) -> bool:
    """Whether a mapping of these kinds has whatever keys, with values under them instead of parts."""
    inside = kinds_inside(found, {}, "")
    return bool(inside) and not all(is_model(kind) for kind in inside)


def _checked_step(
    found: list[Any], value: Any, step: str | int, before: DataPath, *, last: bool
) -> str | int:
    """The next step of a path, valid in a value of the kinds found there; the last one may add an entry."""
    where = dotted(before) or "the scenario"
    if isinstance(value, list):
        return _index(value, step, where)
    if value is not None and not isinstance(value, Mapping):
        raise InputError(f'{where} is {value_in_words(value)} here, so nothing in it is called "{step}"')
    if not isinstance(step, str):
        raise InputError(f"{where} has no items, expected a name instead of {step}")
    inside = kinds_inside(found, value, step)
    known = list(value or ())
    fields = field_names(found)
    if fields and not inside:
        raise _unknown(step, fields, where)
    if not inside and Any not in found:
        raise InputError(f'nothing in {where} is called "{step}" here')
    # The parts of a mapping of models have names: a new name that adds no entry would be a misspelt one.
    closed = [kind for kind in inside if is_model(kind) and not (last and issubclass(kind, NamedPart))]
    if not fields and closed and step not in known:
        raise _unknown(step, known, where)
    return step


def _index(items: list[Any], step: str | int, where: str) -> int:
    """The index of a list item that is given by its index or its name."""
    names = [item.get("name") if isinstance(item, dict) else None for item in items]
    if step in names:
        return names.index(step)
    if str(step).isdecimal() and str(step).isascii() and len(str(step)) < 9:
        if int(step) < len(items):
            return int(step)
        raise InputError(f"{where} has no item {step}, expected 0 to {len(items) - 1}")
    raise _unknown(str(step), [name for name in names if isinstance(name, str)], where)


def _unknown(step: str, valid: list[str], where: str) -> InputError:
    near = nearest(step, valid)
    expected = f", expected {alternatives(valid)}" if valid and near is None else ""
    return InputError(f'there is no "{step}" in {where}{expected}', near)
