"""Where every value of a scenario comes from: its file, a preset, a change to it, or a default."""

from pathlib import Path

from relsim.errors import COMMAND_LINE, DataPath
from relsim.scenario.resolve.presets import is_part_of_a_price, unexplained_departure, with_presets
from relsim.scenario.scenario import Scenario
from relsim.scenario.units.quantities import plain_decimal
from relsim.scenario.yaml.document import single_values
from relsim.scenario.yaml.writing import yaml_of

DEFAULT = "default"


def resolved_yaml(scenario: Scenario) -> str:
    """The scenario with every value in force, and behind each where it comes from."""
    data = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    comments = {path: origin_of(scenario, path) for path in single_values(data)}
    return yaml_of(data, comments=comments)


def origin_of(scenario: Scenario, path: DataPath) -> str:
    """Where the value at a path comes from, and the source that is named beside it."""
    document = scenario.document
    if document.has(path):
        place = document.place(path)
        where = place.file if place == COMMAND_LINE else f"{Path(place.file).name}:{place.line}"
        source = document.note(path).source
        return f"{where}, source: {source}" if source else where
    if not with_presets(document, scenario.founding_prices).has(path):
        return DEFAULT
    return preset_of(scenario, path) + derivation(scenario, path)


def derivation(scenario: Scenario, path: DataPath) -> str:
    """From which price a preset is derived, where it is part of one."""
    match path:
        case ("firms", str(name), *lever) if is_part_of_a_price(".".join(map(str, lever))):
            return f", from the list price {plain_decimal(scenario.founding_prices[name])}"
    return ""


def preset_of(scenario: Scenario, path: DataPath) -> str:
    """The preset that lays a value under the file's own."""
    product, document = f"product type {scenario.product_type}", scenario.document
    match path:
        case ("firms", str(name), "unit_cost" | "bonds", *_):
            return product
        case ("firms", str(name), "advertising", "contact_cost") if scenario.firms[name].strategy is None:
            return "what a contact usually costs"
        case ("firms", str(name), *_):
            return f"strategy {scenario.firms[name].strategy}"
        case ("behaviour", "category", *_) if scenario.category is not None:
            return f"category {scenario.category}"
        case ("behaviour", "departure", *_) | ("segments", _, "mobility", *_):
            if path[-1] in unexplained_departure(document.data):
                return f"departure {scenario.mechanisms.departure}"
            mixed = document.has(("behaviour", "departure", "mix"))
            return "mix of reasons for leaving" if mixed else product
    return product
