"""Levers by name: the settings of a firm that a rule or a strategy may change while a market runs."""

from collections.abc import Mapping
from functools import cache
from typing import Annotated, Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from relsim.errors import InputError, nearest, value_in_words
from relsim.scenario.checks import expectation, is_model
from relsim.scenario.part import Part
from relsim.scenario.units.rates import Growth, Rate, Spending

STARTING_PART = "start"
"""The part that says where a firm, or its staff, begins."""

LEAST_LEVER = (0.0, 0.01)
HIGHEST = (1e9, 1.0, 0.95)
"""Where a lever may end: the first of these that a file could say."""


@cache
def firm_levers(model: type[Part]) -> Mapping[str, FieldInfo]:
    """Every number that a firm can set, by its dotted path."""
    found: dict[str, FieldInfo] = {}
    for name, field in model.model_fields.items():
        kind: Any = field.annotation
        if is_model(kind) and name != STARTING_PART:
            found |= {f"{name}.{inner}": part for inner, part in firm_levers(kind).items()}
        elif kind is float or (isinstance(kind, type) and issubclass(kind, Rate)):
            found[name] = field
    return found


def lever(model: type[Part], path: str) -> FieldInfo:
    """The lever of that path, or a InputError with the nearest one."""
    if not isinstance(path, str):
        raise InputError(f"expected the path of a lever, found {value_in_words(path)}")
    if path not in firm_levers(model):
        raise InputError(f'no lever is called "{path}"', nearest(path, firm_levers(model)))
    return firm_levers(model)[path]


def setting_of(path: str) -> str:
    """The name by which rules know a lever."""
    return path.replace(".", "_")


def read_amount(model: type[Part], path: str, value: Any) -> Any:
    """The value of a lever as a file writes it, or a InputError that says what is wrong with it.

    Only whoever knows the period can say in which unit money per time is usual there.
    """
    field = lever(model, path)
    kind: Any = Annotated[field.annotation, field]
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
    mistake = detail.get("ctx", {}).get("error")
    if isinstance(mistake, InputError) and field.annotation is Spending:
        raise mistake from None
    if isinstance(mistake, InputError):
        unit = getattr(field.default, "period", None)
        raise InputError(mistake.message, mistake.with_unit(unit), mistake.path) from None
    raise InputError(f"expected {expectation(detail)}, found {value_in_words(value)}")


def usual_period(kind: type[Rate], period: str) -> str:
    """Over which time rules know a rate: a period, but a year for what grows at anniversaries."""
    return "year" if issubclass(kind, Growth) else period


def lever_number(model: type[Part], path: str, value: Any, period: str) -> float:
    """A lever's number per period, or per year for a growth; a plain number is one already."""
    kind = lever(model, path).annotation
    if isinstance(kind, type) and issubclass(kind, Rate):
        period = usual_period(kind, period)
        plain = isinstance(value, int | float) and not isinstance(value, bool)
        try:
            rate: Rate = kind(float(value), period) if plain else read_amount(model, path, value)
        except InputError as mistake:
            raise InputError(mistake.message, mistake.with_unit(period), mistake.path) from None
        return rate.per_period(period)
    return float(read_amount(model, path, value))


@cache
def widest_bounds(model: type[Part], path: str, period: str) -> tuple[float, float]:
    """The bounds of a lever that has no others."""

    def first(ends: tuple[float, ...]) -> float:
        return next(number for number in ends if _accepted(model, path, number, period))

    return first(LEAST_LEVER), first(HIGHEST)


def _accepted(model: type[Part], path: str, number: float, period: str) -> bool:
    try:
        lever_number(model, path, number, period)
    except InputError:
        return False
    return True
