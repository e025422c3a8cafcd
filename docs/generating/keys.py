"""Every key of a scenario file: path, type, default and description, from the pydantic models."""

from collections.abc import Iterator
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from generating import words
from generating.markdown import code, escaped, table, whole
from relsim.scenario.facts import Facts
from relsim.scenario.part import Part
from relsim.scenario.scenario import Scenario
from relsim.scenario.schema import people
from relsim.scenario.schema.adaptation import Adaptation
from relsim.scenario.schema.changes import Condition, Event, Policy
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.people import Segment
from relsim.scenario.schema.relationship import Touchpoint
from relsim.scenario.units.amounts import Fraction, Money, Number, Positive, Share
from relsim.scenario.units.ranges import Spread
from relsim.scenario.units.written import TextWithUnit

UNITS = {
    Share: "share, `0%` to `100%`",
    Fraction: "fraction, zero or more",
    Money: "amount of money",
    Number: "number",
    Positive: "number above zero",
    Spread: "a range `{from: ..., to: ...}` or a list",
    people.Rates: "[trait](#traits): count per time",
    people.Positives: "[trait](#traits): fraction",
    people.Shares: "[trait](#traits): share",
}
PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", Any: "any value"}
NAMES = {
    Firm: "FIRM",
    Segment: "SEGMENT",
    Policy: "POLICY",
    Condition: "CONDITION",
    Event: "NUMBER",
    Touchpoint: "TOUCHPOINT",
    Adaptation: "NUMBER",
}
TRAITS = (people.RateTrait, people.PositiveTrait, people.ShareTrait)

HEAD = """# Scenario keys

All keys of a scenario file, with their types, defaults and meanings. Paths are those that policies,
the timeline and `--set` use. Names in capitals stand for a firm, a segment, a policy, a condition, or
the number of an event.

A number without a time unit is refused where one is needed: `3% per month` is a probability per
time, `12 per year` a count per time, `1000 per month` an amount of money per time, `10% per year` a growth
rate, `6 months` a duration. Time units are day, week, month, quarter and year. Probabilities are compounded
when the scenario's period is another one; counts and money are linear in time. 0 needs no unit.

Thousands may be set apart by commas, as in `1,250 per month`. Within `{...}` and `[...]` YAML takes a comma
for the end of a value, so there the amount must stand in quotes, or go without.

Beside any value its origin can be noted:

```yaml
mobility: {value: 4% per year, source: our own address changes, range: [3% per year, 6% per year]}
```

`folklore: true` marks a number that is often repeated and has no study behind it. `range` is where the value
may lie; `distribution` says how plausible it is there: `uniform`, `triangular` with its peak at the value, or
`normal`, whose middle 95 % fill the range. See [what it depends on](../howto/sensitivity.md).
`estimated: {interval: [...], told: known}` is what [a fit](../howto/fit.md) has left beside a value: the
interval that holds it nine times in ten, and `known`, `narrowed` or `not told`; `reached: false` says that no
values in the ranges gave all figures.

`extends` takes a file or the name of a shipped scenario; the file then says only what is different.

Defaults of a firm's levers are those without a `strategy`. A strategy or a product type sets
others; see [presets](presets.md).
"""

TRAIT_TEXT = """## Traits

A trait is one value, the same for everybody, or a distribution over customers:

```yaml
need_rate: 2 per month
basket: {mean: 1.5, spread: 0.6, distribution: gamma}
```
"""


def page() -> str:
    """The page of all scenario keys."""
    parts = [HEAD]
    for path, model in models(Scenario, ()):
        title = code(".".join(path)) if path else "The scenario itself"
        parts.append(f"## {title}\n\n{whole(model)}\n\n{keys_of(model, path)}")
    parts.append(TRAIT_TEXT)
    traits = [f"{whole(trait)}\n\n{keys_of(trait, ())}" for trait in TRAITS]
    return "\n".join([*parts, *traits])


def models(model: type[Part], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type[Part]]]:
    """Every part of a model with the path that leads to it, outer parts first."""
    yield path, model
    for name, hint in hints_of(model).items():
        if hint in UNITS:
            continue
        for inner, step in inner_parts(hint):
            yield from models(inner, (*path, name, *step))


def hints_of(model: type[Part]) -> dict[str, Any]:
    """The types of a part's own keys, without the facts beside them."""
    hints = get_type_hints(model, include_extras=True)
    return {name: without_facts(hints[name]) for name in model.model_fields}


def without_facts(hint: Any) -> Any:
    """A type without what is known of the setting that has it."""
    if get_origin(hint) is not Annotated:
        return hint
    kind, *beside = get_args(hint)
    kept = [one for one in beside if not isinstance(one, Facts)]
    return Annotated[kind, *kept] if kept else kind


def inner_parts(hint: Any) -> Iterator[tuple[type[Part], tuple[str, ...]]]:
    """The parts that a field holds: itself, or its items and what they are called."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        yield from inner_parts(inside[0])
    elif origin in (Union, UnionType):
        for option in inside:
            yield from inner_parts(option)
    elif origin in (list, dict) and is_part(inside[-1]):
        yield inside[-1], (NAMES.get(inside[-1], "NAME"),)
    elif is_part(hint):
        yield hint, ()


def is_part(kind: Any) -> bool:
    """Whether a type is a part of a scenario."""
    return isinstance(kind, type) and issubclass(kind, Part)


def keys_of(model: type[Part], path: tuple[str, ...]) -> str:
    """The table of one part's own keys."""
    hints = hints_of(model)
    rows = [
        (
            code(".".join((*path, name))),
            in_words(hints[name]) + limits(field, hints[name]),
            default(field, hints[name]),
            (escaped(field.description) if field.description else meaning((*path, name), hints[name])),
        )
        for name, field in model.model_fields.items()
    ]
    return table(("Key", "Type", "Default", "Meaning"), rows)


def meaning(path: tuple[str, ...], hint: Any) -> str:
    """What a key means where its field does not say so: the docstring of its part, or a word."""
    dotted = ".".join(path)
    return words.KEYS.get(dotted) or (whole(hint).split("\n")[0] if is_part(hint) else "")


def in_words(hint: Any) -> str:
    """A type in the words of a user."""
    if hint in UNITS:
        return UNITS[hint]
    if hint in PLAIN:
        return PLAIN[hint]
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        bounds = [
            f"{word} {getattr(m, name)}"
            for m in bounded(inside[1:])
            for name, word in WORDS
            if getattr(m, name, None) is not None
        ]
        return in_words(inside[0]) + (f", {' and '.join(bounds)}" if bounds else "")
    if origin is Literal:
        return ", ".join(code(str(word)) for word in inside)
    if origin in (Union, UnionType):
        return " or ".join(in_words(option) for option in inside if option is not NoneType)
    if origin is dict:
        return "named parts" if is_part(inside[1]) else f"names, each with {in_words(inside[1])}"
    if origin is list:
        return "list of parts" if is_part(inside[0]) else f"list of {in_words(inside[0])}"
    if is_part(hint):
        return "a part, see below"
    if isinstance(hint, type) and issubclass(hint, TextWithUnit):
        return f"{escaped(hint.noun)}, such as {code(hint.example)}"
    return escaped(str(hint))


WORDS = (
    ("ge", "at least"),
    ("gt", "above"),
    ("le", "at most"),
    ("lt", "below"),
    ("min_length", "at least"),
    ("max_length", "at most"),
)


def bounded(metadata: Any) -> list[Any]:
    """The parts of a field's metadata that may limit it."""
    return [part for item in metadata for part in getattr(item, "metadata", None) or [item]]


def limits(field: FieldInfo, hint: Any) -> str:
    """Bounds that a field adds to those of its type."""
    le = [item.le for item in field.metadata if type(item).__name__ == "Le"]
    return f", at most {le[0]:.0%}" if le and hint == Share else ""


def default(field: FieldInfo, hint: Any) -> str:
    """A default value in words."""
    value = field.default
    if field.default_factory is not None:
        return "none"
    if value is PydanticUndefined:
        return "*required*"
    if value is None or value in ("", []):
        return "none"
    if isinstance(value, TRAITS):
        spread = f", spread {value.spread:g}" if value.spread else ""
        return code(f"{shown(value.mean)}{spread}")
    if is_part(type(value)):
        return ""
    if isinstance(value, list):
        return "one part with its defaults"
    if hint == Share:
        return code(f"{100 * value:g}%")
    return code(shown(value))


def shown(value: Any) -> str:
    """A value as a scenario file writes it."""
    return f"{value:g}" if isinstance(value, float) else str(value)
