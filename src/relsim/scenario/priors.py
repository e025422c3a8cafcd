"""Priors: how plausible values are that nobody has measured, as a distribution by its name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import getitem
from typing import Any

import numpy as np

from relsim.errors import DataPath, InputError, Problem, ScenarioError, dotted, shortened, value_in_words
from relsim.plausible import distribution_of
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.amounts import LARGEST_AMOUNT, SMALLEST
from relsim.scenario.units.quantities import Quantity, read_quantity
from relsim.scenario.units.ranges import Range, WrittenValue, in_unit_of, quantity, unit_text

MOST, LEAST = 0.9995, 0.0005
"""Chances beyond which a value is as good as impossible; between them a prior without bounds is drawn."""

DIGITS_DRAWN = 9
"""To so many digits numbers are drawn, so that the last ones of a C library bear on no result."""

WIDEST_LOGNORMAL = 5
"""The largest standard deviation of a logarithm, with which values are up to ten million times the median."""

STEPS_TO_BOUND = 30
"""How often the distance to a bound of a value is halved."""


BEYOND_A_SHARE = 2
"""No share is as much as this; a value that may be is none."""

WITHOUT_UNIT = {"beta": (0, 1), "lognormal": (1,), "gamma": (0,)}
"""Which parameters of a distribution have no unit; all others have that of the value."""


@dataclass(frozen=True)
class Prior:
    """A distribution by its name, its two parameters as they are written, and the value as it is written."""

    name: str
    parameters: tuple[WrittenValue, WrittenValue]
    value: WrittenValue

    @property
    def unit(self) -> Quantity:
        """How the value is written."""
        return quantity(self.value)

    def numbers(self) -> tuple[float, float]:
        """The parameters as numbers of the unit of the value; refused where they are none."""
        told = [
            plain_parameter(one) if place in WITHOUT_UNIT.get(self.name, ()) else in_unit(one, self.unit)
            for place, one in enumerate(self.parameters)
        ]
        first, second = told
        for one, number in zip(self.parameters, told, strict=True):
            if number and not SMALLEST <= abs(number) <= LARGEST_AMOUNT:
                limits = f"0 or a number from {SMALLEST:g} to {LARGEST_AMOUNT:g}"
                raise InputError(
                    f"{value_in_words(one)} is beyond any parameter of a prior, expected {limits}"
                )
        if self.name == "uniform" and first >= second:
            raise InputError("a uniform prior goes from a lower value to a higher one")
        if self.name != "uniform" and (second <= 0.0 or (self.name != "normal" and first <= 0.0)):
            positive = "the standard deviation" if self.name == "normal" else "both parameters"
            raise InputError(f"{positive} of a {self.name} prior must be above zero")
        if self.name == "lognormal" and second > WIDEST_LOGNORMAL:
            message = f"the standard deviation of a logarithm is at most {WIDEST_LOGNORMAL}, found {second:g}"
            raise InputError(f"{message}; 0.2 means about 20% either way")
        return first, second

    def refuse_if_none(self) -> None:
        """Refuse a prior that is none; raises InputError."""
        ends = [self.at(chance) for chance in (LEAST, 0.5, MOST)]
        if not all(abs(end) <= LARGEST_AMOUNT for end in ends) or ends[0] == ends[-1]:
            raise InputError(f"nothing can be drawn from this {self.name} prior: its numbers have no bounds")

    @property
    def distribution(self) -> Any:
        """The distribution, of numbers as the value has them; a beta is one of shares from 0 to 100 %."""
        return distribution_of(self.name, *self.numbers())

    @property
    def full(self) -> float:
        """What a number of the distribution is multiplied with: a beta is drawn from 0 to 1."""
        return 100.0 if self.name == "beta" and self.unit.percent else 1.0

    def at(self, chance: float) -> float:
        """The number that the value exceeds with the opposite chance, if it had no bounds."""
        with np.errstate(all="ignore"):
            return float(f"{float(self.distribution.ppf(chance)) * self.full:.{DIGITS_DRAWN}g}")

    def within(self, span: Range, chance: float) -> float:
        """The place in a range that the value exceeds with the opposite chance, where it lies in it."""
        ends = [float(quantity(end).number) for end in (span.lowest, span.highest)]
        low, high = (float(self.distribution.cdf(end / self.full)) for end in ends)
        place = (self.at(low + chance * (high - low)) - ends[0]) / (ends[1] - ends[0])
        return min(1.0, max(0.0, round(place, DIGITS_DRAWN)))


def plain_parameter(parameter: WrittenValue) -> float:
    """A parameter that has no unit."""
    read = read_parameter(parameter)
    if read.unit is not None:
        message = f'"{shortened(str(parameter))}" has a unit, where a prior takes a plain number'
        raise InputError(message, read.number)
    return read.amount


def read_parameter(parameter: WrittenValue) -> Quantity:
    """The parts of a parameter, which must be a number."""
    read = read_quantity(parameter)
    if read is None:
        raise InputError(f"expected a number as the parameter of a prior, found {value_in_words(parameter)}")
    return read


def in_unit(parameter: WrittenValue, like: Quantity) -> float:
    """A parameter in the unit of a value, which a plain number has; 0.2 may be 20 %."""
    read = read_parameter(parameter)
    if unit_text(read) == unit_text(like):
        return float(read.number)
    if read.unit is not None or (read.percent and not like.percent):
        raise InputError(f'"{parameter}" has another unit than the value', str(in_unit_of(like, read.amount)))
    return float(read.number) * (1.0 if read.percent or not like.percent else 100.0)


def range_of_prior(prior: Prior, is_valid: Callable[[WrittenValue], bool]) -> Range:
    """Where a value with a prior may lie: all but what is as good as impossible, cut at its bounds."""
    middle = prior.at(0.5)
    if not is_valid(in_unit_of(prior.unit, middle)):
        raise InputError(f"the middle of the prior, {in_unit_of(prior.unit, middle)}, is not valid here")
    ends = [bounded_end(prior, middle, prior.at(chance), is_valid) for chance in (LEAST, MOST)]
    return Range.between(*(in_unit_of(prior.unit, end) for end in ends))


def bounded_end(prior: Prior, middle: float, end: float, is_valid: Callable[[WrittenValue], bool]) -> float:
    """The end of a prior, or the bound of the value where that comes first."""

    def fits(number: float) -> bool:
        return is_valid(in_unit_of(prior.unit, number))

    if fits(end):
        return end
    for bound in (0.0, 100.0 if prior.unit.percent else 1.0):
        if (
            min(middle, end) <= bound <= max(middle, end)
            and fits(bound)
            and not fits(bound + (end - bound) / 2)
        ):
            return bound
    for _ in range(STEPS_TO_BOUND):
        between = (middle + end) / 2.0
        middle, end = (between, end) if fits(between) else (middle, between)
    return middle


def refuse_wrong_priors(scenario: Scenario) -> None:
    """Refuse priors that are none, or that do not suit their value, each where it stands."""
    wrong = []
    for path, prior in priors_in(scenario):
        try:
            refuse_unsuitable(scenario, path, prior)
        except InputError as mistake:
            place, told = scenario.document.place((*path, "prior")), dotted((*path, "prior"))
            wrong.append(Problem(place, told, mistake.message, mistake.suggestion))
    if wrong:
        raise ScenarioError(*sorted(wrong, key=lambda problem: problem.place))


def priors_in(scenario: Scenario) -> Iterator[tuple[DataPath, Prior]]:
    """The priors that stand in the file of a scenario, by the paths of their values."""
    document = scenario.document
    for path, note in document.notes.items():
        if note.prior is not None:
            value: Any = reduce(getitem, path, document.data)  # type: ignore[arg-type]
            yield path, Prior(note.prior[0], (note.prior[1], note.prior[2]), value)


def refuse_unsuitable(scenario: Scenario, path: DataPath, prior: Prior) -> None:
    """Refuse a prior that is none, or that its value cannot have; raises InputError."""
    if isinstance(prior.value, bool) or read_quantity(prior.value) is None:
        raise InputError(f"only a number can have a prior, and the value is {value_in_words(prior.value)}")
    prior.refuse_if_none()
    middle = in_unit_of(prior.unit, prior.at(0.5))
    if not is_valid_at(scenario, path, middle):
        raise InputError(f"the middle of the prior, {middle}, is not valid here")
    beyond = in_unit_of(prior.unit, BEYOND_A_SHARE * (100.0 if prior.unit.percent else 1.0))
    if prior.name == "beta" and path[0] != "policies" and is_valid_at(scenario, path, beyond):
        message = "a beta prior is one of shares from 0% to 100%, and this value can be more"
        raise InputError(message, "lognormal")


def is_valid_at(scenario: Scenario, path: DataPath, number: WrittenValue) -> bool:
    """Whether a scenario may have this number at a path."""
    try:
        scenario.changed(changing(path, number))
    except ScenarioError:
        return False
    return True


def changing(path: DataPath, value: Any) -> dict[str, Any]:
    """A change of one value alone, level by level, so that dots within a name do no harm.

    What a policy or an event sets is changed by its path, names in quotes: level by level it would take the
    place of all else that is set there, whose names are those of no part.
    """
    if path[2:3] == ("set",):
        return {".".join(map(quoted_step, path)): value}
    for step in reversed(path):
        value = {step: value}
    changes: dict[str, Any] = value
    return changes


def quoted_step(step: str | int) -> str:
    """A step of a dotted path; the index of an item stands as it is, and so does a name of letters alone."""
    if isinstance(step, int) or step.isidentifier():
        return str(step)
    doubled = step.replace('"', '""')
    return f'"{doubled}"'
