"""What a scenario assumes: each value it sets and where that comes from, and what policies change."""

from dataclasses import dataclass
from typing import Any

from relsim.errors import COMMAND_LINE, DataPath, dotted
from relsim.report.wording import number, printable, to_digits
from relsim.scenario.events import events_between
from relsim.scenario.limits import OF_THE_FIRM
from relsim.scenario.scenario import Scenario
from relsim.scenario.yaml.document import single_values
from relsim.scenario.yaml.notes import ValueNote

NOT_ASSUMED = {
    "title",
    "summary",
    "policies",
    "conditions",
    "timeline",
    "evidence",
    "learn",
    "sources",
    "report",
    "replications",
    "explore",
    "optimise",
}
"""Parts of a file that say nothing of its market: texts, what is asked of it, and how."""

OWN = "assumption of this scenario"
COMMAND = "set on the command line"
FOLKLORE = "folklore"

WITH_THE_MARKET = (*OF_THE_FIRM, "start.customers")
"""What a firm has or pays as a whole, which goes with the size to which a market is scaled."""


@dataclass(frozen=True)
class Assumption:
    """One value in force: where it stands, what it is, where it comes from."""

    path: str
    value: str
    source: str
    folklore: bool = False
    range: str = ""


@dataclass(frozen=True)
class Change:
    """One value that a policy sets otherwise."""

    path: str
    before: str
    after: str


def value_for_table(value: Any) -> str:
    """A value as a table shows it."""
    if value is None or value in ({}, []):
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return to_digits(value + 0, 6) if abs(value) < 1e6 else number(value)
    return printable(str(value))


def assumptions(scenario: Scenario) -> list[Assumption]:
    """Every value that the scenario file sets, in its order, with its source."""
    document = scenario.document
    found = []
    for path, value in single_values(document.data).items():
        if path and path[0] not in NOT_ASSUMED:
            note = document.note(path)
            span = " to ".join(map(value_for_table, note.range)) if note.range else prior_in_words(note)
            shown = in_proportion(dotted(path), value_for_table(value), scenario)
            source = source_of_value(path, scenario)
            found.append(Assumption(dotted(path), shown, source, note.folklore, span))
    return found


def source_of_value(path: DataPath, scenario: Scenario) -> str:
    """Where a value of a scenario comes from, in words."""
    document = scenario.document
    if document.place(path) == COMMAND_LINE:
        return COMMAND
    source = document.note(path).source
    return full_source(source, scenario) if source else OWN


def in_proportion(path: str, value: str, scenario: Scenario) -> str:
    """A value as it is shown; beside what goes with the size of the market, by how much it is multiplied."""
    first, _, rest = path.partition(".")
    names = [name for name in scenario.firms if first == "firms" and rest.startswith(f"{dotted((name,))}.")]
    levers = (rest.removeprefix(f"{dotted((name,))}.") for name in names)
    if scenario.scale == 1.0 or not any(lever in WITH_THE_MARKET for lever in levers):
        return value
    return f"{value} (times {to_digits(scenario.scale, 6)} in a market of this size)"


def prior_in_words(note: ValueNote) -> str:
    """A prior as a file says it, or nothing."""
    return "" if note.prior is None else f"{note.prior[0]}({note.prior[1]}, {note.prior[2]})"


def full_source(source: str, scenario: Scenario) -> str:
    """A source in full, where the scenario's list of sources knows its name."""
    return printable(scenario.sources.get(source, source))


def values_in_force(scenario: Scenario) -> dict[str, str]:
    """Every value that bears on results by its dotted path, defaults and presets included."""
    content = scenario.model_dump(mode="json", exclude=NOT_ASSUMED)
    return {
        dotted(path): in_proportion(dotted(path), value_for_table(value), scenario)
        for path, value in single_values(content).items()
    }


def changes(scenario: Scenario, policy: str) -> list[Change]:
    """What a policy makes different at once from the scenario as it stands."""
    before, after = values_in_force(scenario), values_in_force(scenario.with_policy(policy))
    return [
        Change(path, before.get(path, "none"), after.get(path, "none"))
        for path in dict.fromkeys([*before, *after])
        if before.get(path) != after.get(path)
    ]


def changed_on_the_way(before: Scenario, after: Scenario) -> list[str]:
    """What happens on the way in a market after a patch and not before it, and what no longer does."""
    new, gone = events_between(before, after)
    told = [printable(f"{one}") for one in new]
    return told + [printable(f"no longer: {one}") for one in gone]


def alike_in_one(values: dict[str, str], scenario: Scenario) -> dict[str, str]:
    """Values by path, in which what is the same for every firm, or every group of people, is told once."""
    told: dict[str, str] = {}
    for path, value in values.items():
        told.setdefault(path_for_all(path, values, scenario) or path, value)
    return told


def path_for_all(path: str, values: dict[str, str], scenario: Scenario) -> str:
    """The path of a value for all firms or all groups of people, if it is the same for each; else nothing."""
    for part, of in (("firms", [*scenario.firms]), ("segments", [*range(len(scenario.segments))])):
        starts = [f"{part}.{dotted((name,))}." for name in of]
        own = next((start for start in starts if path.startswith(start)), None)
        if own is not None and len(starts) > 1:
            rest = path.removeprefix(own)
            same = {values.get(start + rest) for start in starts} == {values[path]}
            return f"{part}.*.{rest}" if same else ""
    return ""


def defaults_in_force(scenario: Scenario) -> dict[str, str]:
    """The values in force that the scenario file does not set itself."""
    own = {dotted(path) for path in single_values(scenario.document.data)}
    return {path: value for path, value in values_in_force(scenario).items() if path not in own}
