"""Factors: the values of a scenario that are not certain, each with the range it may lie in.

A range stands beside its value, or lies around it by some share of what it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import sqrt
from statistics import NormalDist
from typing import Any

from relsim.errors import DataPath, InputError, Problem, ScenarioError, dotted, nearest
from relsim.scenario.checks import kinds_at, path_by_names
from relsim.scenario.priors import Prior, changing, is_valid_at, range_of_prior
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import read_quantity
from relsim.scenario.units.ranges import Range, WrittenValue, in_unit_of, quantity
from relsim.scenario.vary.varied import steps_of
from relsim.scenario.yaml.notes import ValueNote

VARIED = ("discount", "reference_price", "population", "network", "segments", "behaviour", "firms")
"""The parts of a scenario in which numbers are assumptions."""

CUT = 1.959964
"""How many standard deviations the ends of a normally distributed range lie from its middle."""

CHANCES_HALVED = 30
"""How often the chances between which a value lies are halved."""

Ends = tuple[WrittenValue, WrittenValue]


@dataclass(frozen=True)
class Factor:
    """A value that may lie anywhere in a range; `place` is where it lies now, if that is known.

    `origin` says in words who gave the range.
    """

    path: DataPath
    name: str
    value: WrittenValue
    range: Range
    distribution: str = "uniform"
    whole: bool = False
    origin: str = ""
    prior: Prior | None = None

    @property
    def place(self) -> float | None:
        """Where the value lies in its range: 0 at the lowest end, 1 at the highest."""
        return self.range.place_of(self.value)

    @property
    def chance(self) -> float:
        """With which chance a value lies below this one; the middle where that is not known."""
        if (place := self.place) is None:
            return 0.5
        if not 0.0 < place < 1.0:
            return float(place >= 1.0)
        low, high = 0.0, 1.0
        for _ in range(CHANCES_HALVED):
            chance = 0.5 * (low + high)
            low, high = (chance, high) if self.quantile(chance) < place else (low, chance)
        return 0.5 * (low + high)

    def at(self, place: float) -> dict[str, Any]:
        """The change that puts the value at a place in its range."""
        return changing(self.path, self.value_at(place))

    def value_at(self, place: float) -> WrittenValue:
        """The value at a place in its range."""
        value = self.range.value_at(place)
        return round(value) if self.whole and not isinstance(value, str) else value

    def quantile(self, chance: float) -> float:
        """The place that the value exceeds with the opposite chance."""
        if self.prior is not None:
            return self.prior.within(self.range, chance)
        if self.distribution == "triangular":
            mode = self.place or 0.0
            if chance < mode:
                return sqrt(chance * mode)
            return 1.0 - sqrt((1.0 - chance) * (1.0 - mode))
        if self.distribution == "normal":
            inside = 2.0 * NormalDist().cdf(CUT) - 1.0
            deviations = NormalDist().inv_cdf(0.5 + (chance - 0.5) * inside)
            return min(1.0, max(0.0, 0.5 + 0.5 * deviations / CUT))
        return chance


def factors_of(
    scenario: Scenario,
    *,
    policies: tuple[str, ...] = (),
    around: float | None = None,
    vary: Mapping[str, Ends | None] | None = None,
) -> list[Factor]:
    """The values that may vary: those with a range, and those named in `vary`, with theirs or without.

    Without one it is `around` the value, by that share of it; that share is also applied to all other numbers
    that the file gives, guesses before those that carry a source. Of policies only these matter. Raises
    ScenarioError where a range is not valid.
    """
    named_ones = ranges_told(scenario, vary or {})
    found: list[Factor] = []
    problems: list[Problem] = []
    for path, note in notes_that_vary(scenario, policies, around is not None, named_ones):
        try:
            origin = range_giver(note, named_ones.get(path), around)
            found.append(replace(factor(scenario, path, note, around), origin=origin))
        except InputError as mistake:
            if not note.is_uncertain and path not in named_ones:
                continue
            place = scenario.document.place((*path, "prior" if note.prior else "range"))
            problems.append(Problem(place, patch_path(scenario, path), mistake.message, mistake.suggestion))
    if problems:
        raise ScenarioError(*sorted(problems, key=lambda problem: problem.place))
    return found


def ranges_told(scenario: Scenario, vary: Mapping[str, Ends | None]) -> dict[DataPath, Ends | None]:
    """The ranges of the values that `vary` names, each of which has one however its path is written."""
    found: dict[DataPath, Ends | None] = {}
    for text, spread in vary.items():
        path = path_in(scenario, text)
        if found.setdefault(path, spread) != spread:
            raise InputError(f"`vary` gives {dotted(path)} two ranges; expected one of them")
    return found


def notes_that_vary(
    scenario: Scenario, policies: tuple[str, ...], sourced: bool, named_ones: Mapping[DataPath, Ends | None]
) -> Iterator[tuple[DataPath, ValueNote]]:
    """The paths of values that may vary, each with what is known of its range."""
    for path, note in scenario.document.notes.items():
        if path in named_ones or (path[0] == "policies" and path[1] not in policies):
            continue
        if note.is_uncertain:
            yield path, note
    for path in written_numbers(scenario, policies) if sourced else ():
        note = scenario.document.notes.get(path, ValueNote())
        if not note.is_uncertain and path not in named_ones:
            yield path, note
    for path, spread in named_ones.items():
        known = scenario.document.notes.get(path, ValueNote())
        yield path, known if spread is None else ValueNote(range=spread)


def written_numbers(scenario: Scenario, policies: tuple[str, ...]) -> list[DataPath]:
    """The paths of numbers other than 0 that a file gives, those that nobody vouches for first."""
    data, notes = scenario.document.data, scenario.document.notes
    parts = [(name, data.get(name)) for name in VARIED]
    found = [path for name, value in parts for path in numbers_in(value, (name,))]
    for name in policies:
        found += numbers_in(value_in_data(data, ("policies", name, "set")), ("policies", name, "set"))
    return sorted(found, key=lambda path: bool(notes.get(path, ValueNote()).source))


def numbers_in(value: Any, path: DataPath) -> Iterator[DataPath]:
    """The paths of numbers other than 0 in plain data; not those of shares, which must sum to one."""
    if isinstance(value, dict | list):
        for key, part in value.items() if isinstance(value, dict) else enumerate(value):
            if key != "share":
                yield from numbers_in(part, (*path, key))
    elif (read := read_quantity(value)) is not None and float(read.number) != 0.0:
        yield path


def unvaried_numbers(
    scenario: Scenario, policies: tuple[str, ...], around: float | None, factors: list[Factor]
) -> list[tuple[str, str]]:
    """The numbers of a file that were not varied, each with the reason."""
    varied = {one.path for one in factors}
    reason = (
        "no range within which it is valid"
        if around is not None
        else "no range, and no share around it was asked for"
    )
    missing = [path for path in written_numbers(scenario, policies) if path not in varied]
    return [(patch_path(scenario, path), reason) for path in missing]


def range_giver(note: ValueNote, asked: Ends | None, around: float | None) -> str:
    """Who gave a value its range."""
    if asked is not None:
        return "as asked for"
    if note.is_uncertain:
        return "in the scenario"
    return "" if around is None else f"{100.0 * around:.6g} % around it"


def factor(scenario: Scenario, path: DataPath, note: ValueNote, around: float | None) -> Factor:
    """One factor, both ends of which are values that the scenario may have."""
    value = value_now(scenario, path)
    if read_quantity(value) is None:
        raise InputError("only a number can have a range")
    if note.prior is not None:
        return factor_with_prior(scenario, path, note.prior, value)
    spread = Range.between(*note.range) if note.range else near(value, around)
    whole = int in (kinds := kinds_at(Scenario, scenario.document.data, path)) and float not in kinds
    one = Factor(path, patch_path(scenario, path), value, spread, note.distribution, whole)
    if note.range is None:
        one = within_a_share(scenario, one)
    if one.range.value_at(0.0) == one.range.value_at(1.0):
        raise InputError("there is nothing between both ends of the range")
    if note.distribution == "triangular" and not 0.0 <= (one.place if one.place is not None else -1.0) <= 1.0:
        raise InputError(f'"{value}" is not within the range, where a triangular distribution has its peak')
    for place in (0.0, 1.0):
        try:
            tried(scenario, one, place)
        except ScenarioError as error:
            first = error.problems[0]
            raise InputError(first.message, first.suggestion) from None
    return one


def factor_with_prior(
    scenario: Scenario, path: DataPath, told: tuple[str, Any, Any], value: WrittenValue
) -> Factor:
    """A factor with a prior, which is cut where the scenario may have no such value."""
    prior = Prior(told[0], (told[1], told[2]), value)

    def is_valid(number: WrittenValue) -> bool:
        return is_valid_at(scenario, path, number)

    name = patch_path(scenario, path)
    return Factor(path, name, value, range_of_prior(prior, is_valid), f"{prior.name} prior", prior=prior)


def tried(scenario: Scenario, one: Factor, place: float) -> None:
    """Try a value where it comes into force; raises ScenarioError where it is not valid."""
    changed = scenario.changed(one.at(place))
    if one.path[0] == "policies":
        changed.with_policy(str(one.path[1]))
    if one.path[0] == "timeline":
        changed.at_events((int(one.path[1]),))


def near(value: WrittenValue, around: float | None) -> Range:
    """The range around a value, by a share of it."""
    if around is None:
        raise InputError("it has no range; expected one in the file, or `around`, a share of it")
    like = quantity(value)
    number, width = float(like.number), around * abs(float(like.number))
    return Range.between(in_unit_of(like, number - width), in_unit_of(like, number + width))


def within_a_share(scenario: Scenario, one: Factor) -> Factor:
    """The factor, cut at 100 % where more than that is no value it may have."""
    highest = quantity(one.range.highest)
    full = 100.0 if highest.percent else 1.0
    if not float(quantity(one.value).number) <= full < float(highest.number):
        return one
    try:
        tried(scenario, one, 1.0)
    except ScenarioError:
        cut = Range.between(one.range.lowest, in_unit_of(highest, full))
        return replace(one, range=cut)
    return one


def path_in(scenario: Scenario, name: str) -> DataPath:
    """The path of a dotted name; that of a policy's change, whose own name has dots, too."""
    data = scenario.document.data
    policy, rest = change_of(scenario, name)
    if policy is None:
        path = check_path(Scenario, data, name)
        return (*path, "mean") if isinstance(value_in_data(data, path), dict) else path
    changes: Mapping[str, Any] = value_in_data(data, ("policies", policy, "set")) or {}
    wanted = steps_of(scenario, rest)
    for key in changes:
        steps = steps_of(scenario, key)
        if wanted[: len(steps)] == steps:
            return ("policies", policy, "set", key, *wanted[len(steps) :])
    raise InputError(f'policies.{policy} does not set "{rest}"', nearest(rest, changes))


def change_of(scenario: Scenario, name: str) -> tuple[str | None, str]:
    """The policy whose change a dotted name means, and which one that is; else None, and the name."""
    for policy in sorted(scenario.policies, key=len, reverse=True):
        for start in (f"policies.{policy}.set.", f'policies."{policy}".set.'):
            if name.startswith(start):
                return policy, name.removeprefix(start)
    if name.startswith("policies.") and ".set." in name:
        check_path(Scenario, scenario.document.data, name.partition(".set.")[0])
    return None, name


def value_now(scenario: Scenario, path: DataPath) -> Any:
    """The value at a path as the file has it, else as presets and defaults do; the mean of a trait."""
    value = value_in_data(scenario.document.data, path)
    if value is None:
        value = value_in_data(scenario.model_dump(mode="json"), path)
    return value.get("mean") if isinstance(value, dict) else value


def value_in_data(data: Any, path: DataPath) -> Any:
    """What stands at a path of plain data, or None."""
    for step in path:
        inside = isinstance(data, dict) and step in data
        inside = inside or (isinstance(data, list) and isinstance(step, int) and step < len(data))
        data = data[step] if inside else None
    return data


def patch_path(scenario: Scenario, path: DataPath) -> str:
    """A path as it is written in a patch."""
    return dotted(path_by_names(path, scenario.document.data))
