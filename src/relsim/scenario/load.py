"""From a name or a file to a scenario that is known to be good, policies and timeline included."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from relsim.errors import (
    COMMAND_LINE,
    DataPath,
    Place,
    Problem,
    ScenarioError,
    fault,
    shortened,
    told_at,
    value_in_words,
)
from relsim.scenario.limits import refuse_extremes
from relsim.scenario.memory import refuse_if_too_large
from relsim.scenario.priors import refuse_wrong_priors
from relsim.scenario.resolve.extends import with_parents
from relsim.scenario.resolve.patches import check_path
from relsim.scenario.resolve.shipped import find_scenario
from relsim.scenario.scenario import Scenario
from relsim.scenario.side_files import refuse_wrong_files
from relsim.scenario.simulated import refuse_vanishing_customers
from relsim.scenario.units.ranges import ends_of
from relsim.scenario.yaml.document import Document, read_document


def load(name_or_path: str | Path) -> Scenario:
    """The scenario of a file, or the shipped one of that name, checked with all policies and events.

    Parameters
    ----------
    name_or_path : str or Path
        The name of a scenario that ships (`relsim list` names them), or a YAML file.

    Returns
    -------
    Scenario
        A frozen, validated market.

    Raises
    ------
    ScenarioError
        Something in it is wrong; it names file, line and column of every problem.

    Examples
    --------
    >>> import relsim
    >>> relsim.load("leaky-bucket").focal_firm
    'cask'
    """
    document = with_parents(read_document(find_scenario(name_or_path)), find_scenario)
    refuse_experiment(document)
    return checked_scenario(Scenario.of(document))


def refuse_experiment(document: Document) -> None:
    """Refuse a file that says what to vary in a scenario, and is none."""
    if {"scenario", "vary"} <= document.data.keys() and "firms" not in document.data:
        place = document.place(())
        raise fault(place, "this is an experiment, expected a scenario; `relsim sweep` runs experiments")


def adjusted(
    scenario: Scenario,
    customers: int | None = None,
    periods: int | None = None,
    settings: Mapping[str, Any] | None = None,
    condition: str | None = None,
) -> Scenario:
    """The scenario as whoever runs it changes it, under a condition if one is named.

    A setting may be of the condition itself; over what the condition sets, it has the last word.
    """
    told = (settings or {}).get("periods", periods)
    if periods is not None and told != periods:
        message = f"`periods` is {periods}, and this is {value_in_words(told)}; expected one of the two"
        raise fault(COMMAND_LINE, message, ("periods",))
    changes = dict(settings or {}) | ({} if periods is None else {"periods": periods})
    with told_at(Place("periods", 0) if periods is not None else COMMAND_LINE, ("periods",)):
        if changes:
            scenario = scenario.changed(changes)
        if condition is not None:
            scenario = scenario.under_condition(condition).changed(changes)
    if customers is not None:
        scenario = scenario.scaled_to(customers)
    return checked_scenario(scenario)


def refuse_unusable(scenario: Scenario) -> None:
    """Refuse a market that names files which cannot be used, loses customers, or runs over."""
    refuse_wrong_files(scenario)
    refuse_vanishing_customers(scenario)
    refuse_extremes(scenario)


def checked_scenario(scenario: Scenario) -> Scenario:
    """The scenario itself, after trying each policy, condition, event, lever to search and slider."""
    refuse_if_too_large(scenario)
    refuse_unusable(scenario)
    refuse_wrong_priors(scenario)
    problems: dict[Problem, None] = {}
    for name in scenario.policies:
        with noted_in(problems):
            refuse_unusable(scenario.with_policy(name))
    for name in scenario.conditions:
        with noted_in(problems):
            refuse_unusable(scenario.under_condition(name))
    for number in range(len(scenario.timeline)):
        with noted_in(problems):
            refuse_extremes(scenario.at_events((number,)))
    searched = scenario.optimise.levers if scenario.optimise else {}
    moved = scenario.explore.sliders if scenario.explore else {}
    for where, spreads in ((("optimise", "levers"), searched), (("explore", "sliders"), moved)):
        for path, spread in spreads.items():
            for value in ends_of(spread):
                with noted_in(problems):
                    refuse_unusable(scenario.changed({path: value}, scenario.document, where))
    if problems:
        raise ScenarioError(*sorted(problems, key=lambda problem: problem.place))
    for where, spreads in ((("optimise", "levers"), searched), (("explore", "sliders"), moved)):
        refuse_one_value_twice(scenario, where, spreads)
    return scenario


@contextmanager
def noted_in(problems: dict[Problem, None]) -> Iterator[None]:
    """Within it, what is wrong is noted, each problem once, so that it can be told with all others."""
    try:
        yield
    except ScenarioError as error:
        problems |= dict.fromkeys(error.problems)


def refuse_one_value_twice(scenario: Scenario, where: DataPath, paths: Iterable[str]) -> None:
    """Refuse levers or sliders of which two move the same value, its path written in two ways."""
    known: dict[DataPath, str] = {}
    for path in paths:
        first = known.setdefault(check_path(Scenario, scenario.document.data, path), path)
        if first != path:
            place = scenario.document.key_place((*where, path))
            raise fault(place, f'"{shortened(first)}" moves the same value; expected it once', (*where, path))
