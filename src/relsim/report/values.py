"""Values of a scenario in words: an amount of money with its currency, all else as a file writes it."""

from collections.abc import Mapping
from typing import Any, get_args

from pydantic.fields import FieldInfo

from relsim.errors import DataPath
from relsim.report.names import name_of_value
from relsim.report.wording import number, printable, to_digits, with_currency
from relsim.scenario.checks import kinds_at
from relsim.scenario.part import Part
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.amounts import Money
from relsim.scenario.units.quantities import plain_decimal, read_quantity
from relsim.scenario.units.rates import Spending
from relsim.scenario.vary.factors import path_in


def value_as_told(scenario: Scenario, steps: DataPath, value: Any) -> str:
    """A value as a page says it: an amount of money with its currency, all else as a file writes it."""
    read = read_quantity(value)
    if read is None or read.percent:
        return printable(str(value))
    if not is_money(scenario, steps):
        return plain_decimal(value) if isinstance(value, int | float) else printable(str(value))
    unit = f"{' per' if read.per else ''} {read.unit}" if read.unit else ""
    return f"{with_currency(amount_as_told(float(read.number)), scenario.currency)}{unit}"


def amount_as_told(amount: float) -> str:
    """60, 1.50 or 0.0045: an amount of money that is set, in whole units or hundredths, or what is less."""
    if 0.0 < abs(amount) < 1.0 and round(amount, 2) != amount:
        return to_digits(amount)
    return number(amount, 0 if amount.is_integer() else 2)


def is_money(scenario: Scenario, steps: DataPath) -> bool:
    """Whether what stands at a path is an amount of money, at once or over time."""
    field = field_at(scenario, steps)
    is_amount = field is not None and any(mark in field.metadata for mark in get_args(Money))
    is_price = steps[0] == "firms" and steps[2:] == ("price",)
    return is_amount or is_price or Spending in kinds_at(Scenario, scenario.document.data, steps)


def field_at(scenario: Scenario, steps: DataPath) -> FieldInfo | None:
    """The field of a scenario's part that a path leads to."""
    part: Any = scenario
    for step in steps[:-1]:
        part = part.get(step) if isinstance(part, Mapping) else inside(part, step)
    return type(part).model_fields.get(str(steps[-1])) if isinstance(part, Part) else None


def meaning_at(scenario: Scenario, steps: DataPath) -> str:
    """What a value is, in the words of the file's reference, shortly; nothing where that has none."""
    field = field_at(scenario, lever_of(scenario, steps))
    told = field.description if field is not None and field.description else ""
    return printable(told).partition("; ")[0].partition(". ")[0].replace("`", "").rstrip(".")


def named_with_meaning(scenario: Scenario, path: str) -> str:
    """A value as sentences name it, with what it is where its reference says so."""
    meaning = meaning_at(scenario, path_in(scenario, path))
    name = name_of_value(path, scenario)
    return f"{name} (“{meaning}”)" if meaning else name


def inside(part: Any, step: str | int) -> Any:
    """What stands in a list or in a part of a scenario, or None."""
    if isinstance(part, list) and isinstance(step, int):
        return part[step]
    return getattr(part, str(step), None)


def is_of_policy(steps: DataPath) -> bool:
    """Whether a path leads to what a policy sets."""
    return len(steps) > 3 and steps[0] == "policies" and steps[2] == "set"


def lever_of(scenario: Scenario, steps: DataPath) -> DataPath:
    """The path of what is set: that of a policy's change leads to what it changes."""
    if not is_of_policy(steps):
        return steps
    return check_path(Scenario, scenario.document.data, ".".join(map(str, steps[3:])))
