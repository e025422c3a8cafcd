"""What a page is told so that it can write a scenario file: what the file extends, and how values are set."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from relsim.errors import DataPath
from relsim.questions.explore.exercises import PlayedExercise
from relsim.questions.explore.sliders import Slider
from relsim.runs.stored_place import source_file
from relsim.scenario.resolve.extends import with_parents
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.resolve.shipped import find_scenario, shipped_scenarios
from relsim.scenario.scenario import Scenario
from relsim.scenario.vary.factors import value_in_data
from relsim.scenario.yaml.document import read_document


def extended_file(scenario: Scenario) -> dict[str, Any]:
    """What a file of the page's market extends, whether that ships, and in what the market differs from it.

    A market that was read from no file is written as a whole. `prices` are list prices that customers do not
    remember, which a file says by an event at the start; `timeline` are the events there are, `timelines`
    those that policies and conditions set instead, and `isCounted` says whether any of these names an event
    by its place.
    """
    data, source = scenario.document.data, source_file(scenario)
    new = {name: firm.price for name, firm in scenario.firms.items()}
    new = {name: price for name, price in new.items() if price != scenario.founding_prices[name]}
    told = {
        "prices": {f"firms.{name}.price": price for name, price in new.items()},
        "timeline": in_pairs(data.get("timeline", [])),
        "timelines": set_as_wholes(data),
        "isCounted": has_events_by_place(data),
    }
    remembered = with_prices(data, {name: scenario.founding_prices[name] for name in new})
    if not os.path.isfile(source):
        return told | {"extends": None, "ships": True, "changes": in_pairs(remembered)}
    there = with_parents(read_document(Path(source)), find_scenario).data
    ships = {os.path.realpath(path): name for name, path in shipped_scenarios().items()}
    name = ships.get(os.path.realpath(source))
    changes = in_pairs(laid_over(there, remembered))
    return told | {"extends": name or Path(source).name, "ships": name is not None, "changes": changes}


def settings_of_choices(data: Mapping[str, Any]) -> Iterator[tuple[list[str], str, Any]]:
    """What policies and conditions set: of which one, at which path, and to what."""
    for kind in ("policies", "conditions"):
        for name, one in (data.get(kind) or {}).items():
            for path, value in ((one or {}).get("set") or {}).items():
                yield [kind, name, "set"], path, value


def set_as_wholes(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The timelines that policies and conditions set as wholes, each with its path."""
    return [
        {"steps": [*steps, path], "list": in_pairs(value)}
        for steps, path, value in settings_of_choices(data)
        if path == "timeline" and isinstance(value, list)
    ]


def has_events_by_place(data: Mapping[str, Any]) -> bool:
    """Whether a policy or a condition names an event by its place in the timeline."""
    return any(path.startswith("timeline.") for _, path, _ in settings_of_choices(data))


def with_prices(data: dict[str, Any], prices: Mapping[str, float]) -> dict[str, Any]:
    """Plain data of a scenario in which these firms have other list prices."""
    firms = {
        name: firm | {"price": prices[name]} if name in prices else firm
        for name, firm in data["firms"].items()
    }
    return data | {"firms": firms}


def laid_over(base: Any, top: Any) -> Any:
    """What has to be laid over plain data to make other data of it, as `extends` does."""
    if not (isinstance(base, dict) and isinstance(top, dict)):
        return top
    return {
        key: laid_over(base.get(key), value)
        for key, value in top.items()
        if key not in base or base[key] != value
    }


def entries_of_slider(scenario: Scenario, slider: Slider) -> list[list[dict[str, Any]]]:
    """What each stop of a slider sets in a file; the file's own sets nothing."""
    return [
        [] if stop.changes is None else told_entries([entry_in_file(scenario, slider.steps, stop.value)])
        for stop in slider.stops
    ]


def entries_of_exercise(scenario: Scenario, played: PlayedExercise) -> list[dict[str, Any]]:
    """What an exercise sets in a file."""
    changed = scenario.changed(played.changes) if played.changes else scenario
    return [
        entry_in_file(changed, steps, value)
        for path, whole in played.changes.items()
        for steps, value in values_set_below(check_path(Scenario, changed.document.data, path), whole)
    ]


def values_set_below(steps: DataPath, value: Any) -> Iterator[tuple[DataPath, Any]]:
    """Every value in what is set at a path, with its own path."""
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from values_set_below((*steps, key), part)
    else:
        yield steps, value


def entry_in_file(scenario: Scenario, steps: DataPath, value: Any) -> dict[str, Any]:
    """A value at its path, and the first list on the way to it: a file says a list as a whole."""
    number = next((place for place, step in enumerate(steps) if isinstance(step, int)), None)
    whole = None if number is None else value_in_data(scenario.document.data, steps[:number])
    return {"steps": list(steps), "value": value, "list": whole}


def told_entries(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries of a file as a page is told of them."""
    return [one | {"value": in_pairs(one["value"]), "list": in_pairs(one["list"])} for one in entries]


def in_pairs(data: Any) -> Any:
    """Plain data whose mappings are pairs in their order, which a page's own mappings do not keep.

    They would put a firm called 10 before all others, and take none called __proto__.
    """
    if isinstance(data, Mapping):
        return {"mapping": [[key, in_pairs(value)] for key, value in data.items()]}
    return [in_pairs(one) for one in data] if isinstance(data, list) else data
