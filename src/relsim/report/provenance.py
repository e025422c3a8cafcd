"""How results were computed: what somebody else needs to get the same numbers."""

import json
import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from relsim.errors import COMMAND_LINE, counted, dotted
from relsim.report.names import title_of_condition
from relsim.report.unidentified import untold
from relsim.report.wording import printable
from relsim.runs.fingerprints import fingerprint
from relsim.runs.stored_place import source_file
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import value_in_data
from relsim.scenario.yaml.document import FLOW

PACKAGES = ("relsim", "mesa", "numba", "numpy", "pandas", "scipy", "pyarrow", "pydantic")


def origin(scenario: Scenario, seed: int, replications: str) -> dict[str, str]:
    """The scenario and the luck that all numbers come from."""
    named = scenario.condition
    return {
        "Scenario file": file_of(scenario) or "none",
        "Scenario hash": fingerprint(scenario),
        "Seed": str(seed),
        "Replications": replications,
        "Market": market(scenario),
    } | ({} if named is None else {"Condition": title_of_condition(scenario, named)})


def how_asked(scenario: Scenario, seed: int, replications: str, *packages: str) -> dict[str, str]:
    """How a question about a scenario was answered, with the versions of `packages` that helped."""
    asked = ", ".join(f"{path}={value}" for path, value in settings_of_command(scenario).items())
    facts = origin(scenario, seed, replications) | {
        "Changed for this question": asked,
        "What a fit has left open": " ".join(untold(scenario, scenario.policies)),
        "Versions": versions_in_words(current_versions() | {name: version(name) for name in packages}),
    }
    return {name: printable(text) for name, text in facts.items() if text}


def versions_in_words(versions: Mapping[str, str]) -> str:
    """Versions in one line."""
    return ", ".join(f"{name} {number}" for name, number in versions.items())


def market(scenario: Scenario) -> str:
    """The size of what was simulated."""
    return (
        f"{customers_in_words(scenario)}, {counted(len(scenario.firms), 'firm', 'firms')}, "
        f"{counted(scenario.periods, 'period', 'periods')} of one {scenario.period}"
    )


def length_in_words(scenario: Scenario) -> str:
    """How long a market was simulated, such as `36 months`, or `1 month`."""
    return counted(scenario.periods, scenario.period, f"{scenario.period}s")


def customers_in_words(scenario: Scenario) -> str:
    """How many customers there could be, and how many people stand for them."""
    words = counted(scenario.customers, "potential customer", "potential customers")
    if scenario.simulate is None:
        return words
    return f"{words}, for whom {counted(scenario.people, 'person is', 'people are')} simulated"


def file_of(scenario: Scenario) -> str:
    """The file the scenario was read from."""
    return source_file(scenario)


def has_budgets_in_proportion(scenario: Scenario, in_file: Scenario) -> bool:
    """Whether firms' budgets are to those in a file as the customers are, as `--customers` has them."""
    return scenario.scale == in_file.scale * scenario.customers / in_file.customers


def settings_of_command(scenario: Scenario) -> dict[str, str]:
    """The values that the command line has set; stored results do not remember them apart."""
    document = scenario.document
    paths = [path for path, place in document.places.items() if place == COMMAND_LINE]
    around = {path[:length] for path in paths for length in range(len(path))}
    return {dotted(path): in_flow(value_in_data(document.data, path)) for path in paths if path not in around}


def in_flow(value: Any) -> str:
    """A value as the command line takes it."""
    is_plain = isinstance(value, str) and not value.startswith(FLOW)
    return str(value) if is_plain else json.dumps(value, ensure_ascii=False)


def current_versions() -> dict[str, str]:
    """The versions that run now."""
    return {"python": platform.python_version()} | {name: version(name) for name in PACKAGES}
