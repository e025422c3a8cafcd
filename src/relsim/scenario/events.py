"""What happens on the way: each setting that each event of a timeline makes, from when until when."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from relsim.errors import DataPath, dotted
from relsim.scenario.resolve.comparable import mapping_in, settings_made
from relsim.scenario.scenario import Scenario


class EventSetting(NamedTuple):
    """One setting of one event, and when it holds; without an end it holds to the end of the run."""

    path: DataPath
    value: Any
    at: str
    until: str | None

    def __str__(self) -> str:
        end = f" until {self.until}" if self.until else " on"
        return f"from {self.at}{end}, {dotted(self.path)} is {self.value}"


def event_settings(scenario: Scenario) -> list[EventSetting]:
    """All that happens on the way in a scenario, in the order of its timeline."""
    return [
        EventSetting(
            setting.path,
            value_written(event.set, setting.written),
            str(event.at),
            str(event.until) if event.until else None,
        )
        for event in scenario.timeline
        for setting in settings_made(event.set, scenario.document, Scenario)
    ]


def events_between(before: Scenario, after: Scenario) -> tuple[list[EventSetting], list[EventSetting]]:
    """What happens on the way in one market and not in another: what is new, and what is gone."""
    old, new = event_settings(before), event_settings(after)
    return [one for one in new if one not in old], [one for one in old if one not in new]


def value_written(changes: Mapping[str, Any], written: DataPath) -> Any:
    """What a patch says where a setting is written."""
    *around, last = map(str, written)
    return mapping_in(changes, *around).get(last)
