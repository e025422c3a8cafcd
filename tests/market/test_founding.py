"""Claims about sharing: markets share their people, and outcomes their tables, only where nothing differs."""

from functools import cache

import numpy as np
import pytest
from worlds import world

import relsim
from relsim.engine.market import peopled
from relsim.errors import InputError, ScenarioError
from relsim.measures.outcomes import horizon_of, outcomes_table
from relsim.runs.variant import Variant
from relsim.scenario.scenario import Scenario

SCENARIO = world(
    {"firms.harbour.start.share": 0.3},
    customers=60,
    periods=6,
    population={"growth": "2% per year", "turnover": "1% per year", "start": "60%"},
    segments=[{"name": "one", "share": 0.5}, {"name": "two", "share": 0.5}],
)
WORDS = [
    "week",
    "year",
    "ring",
    "random",
    "complete",
    "gamma",
    "beta",
    "inverse gamma",
    "contract",
    "captive",
]
CANDIDATES = [0.11, 0.37, 2, 7, 40, "7% per year", "3 per month", "5 months", *WORDS, True]
"""Other values, of which a field takes the first that it may have."""

TOGETHER = {"segments.0.share": {"segments.one.share": 0.8, "segments.two.share": 0.2}}
"""Fields that cannot be changed alone."""


def leaves(data, path=""):
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        name = f"{path}{key}"
        if isinstance(value, dict | list) and value:
            yield from leaves(value, f"{name}.")
        else:
            yield name


@cache
def changed_in_one_field():
    """For every field that can have another value: its path, and the scenario in which it has."""
    found = {path: SCENARIO.changed(changes) for path, changes in TOGETHER.items()}
    for path in leaves(SCENARIO.model_dump(mode="json")):
        for candidate in CANDIDATES:
            try:
                other = SCENARIO.changed({path: candidate})
            except (InputError, ScenarioError):
                continue
            if other != SCENARIO:
                found[path] = other
                break
    return found


def beginning(scenario):
    people = peopled(scenario, 1, 0)
    parts = [people.columns.people, people.columns.ties, *people.town]
    return b"".join(np.ascontiguousarray(part).tobytes() for part in parts)


def test_most_fields_of_a_scenario_can_be_changed_alone():
    paths = changed_in_one_field()
    assert len(paths) > 250
    assert {"customers", "period", "network.kind", "firms.harbour.price", "discount"} <= paths.keys()


def test_whatever_changes_the_beginning_parts_the_people():
    first, as_it_is = Variant.of(SCENARIO), beginning(SCENARIO)
    parted = {
        path: Variant("as is", other).same_people_as(first) for path, other in changed_in_one_field().items()
    }
    differing = [path for path, other in changed_in_one_field().items() if beginning(other) != as_it_is]
    assert len(differing) > 15
    assert [path for path in differing if parted[path]] == []
    assert sum(parted.values()) > 200


def test_other_prices_before_the_start_part_the_people():
    remembered = Scenario.of(SCENARIO.document, {"harbour": 44})
    assert beginning(remembered) != beginning(SCENARIO)
    assert not Variant.of(remembered).same_people_as(Variant.of(SCENARIO))


def test_another_file_of_ties_parts_the_people(tmp_path):
    scenarios = []
    for name, tie in (("a", "0 1\n"), ("b", "0 2\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ties.txt").write_text(tie)
        (tmp_path / name / "market.yaml").write_text(
            "title: x\ncustomers: 5\nperiods: 2\nnetwork: {kind: edge list, file: ties.txt}\n"
            "firms: {one: {price: 10}}\n"
        )
        scenarios.append(relsim.load(tmp_path / name / "market.yaml"))
    one, other = scenarios
    assert beginning(one) != beginning(other)
    assert not Variant.of(one).same_people_as(Variant.of(other))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", [SCENARIO])
def test_whatever_changes_outcomes_of_the_same_periods_parts_the_tables(scenario):
    periods = relsim.run(scenario, driver="agents").periods
    outcomes = outcomes_table(periods, scenario)
    apart = []
    for path, other in changed_in_one_field().items():
        if (other.periods, list(other.firms)) != (scenario.periods, list(scenario.firms)):
            continue
        if not outcomes_table(periods, other).equals(outcomes):
            apart.append(path)
            assert horizon_of(other) != horizon_of(scenario), path
    assert "discount" in apart
    assert "period" in apart
