"""Names, words and the way a scenario is written change nobody's life."""

import re

import pytest
from worlds import differing

import relsim
from relations.markets import data_of, over, ran, small, written


def renamed(part, old, new):
    """Data in which a firm has another name, wherever it is named."""
    if isinstance(part, dict):
        return {renamed_key(key, old, new): renamed(value, old, new) for key, value in part.items()}
    if isinstance(part, list):
        return [renamed(value, old, new) for value in part]
    return new if part == old else part


def renamed_key(key, old, new):
    """A key, or a dotted path, that names the firm by its new name."""
    if key == old:
        return new
    return re.sub(rf"firms\.{re.escape(old)}(?=\.|$)", f"firms.{new}", str(key))


@over("leaky-bucket", "growing-market")
def test_a_scenario_written_anew_is_the_same_market(name):
    assert differing(ran(written(data_of(name))), ran(small(name))) == []


@over("retention-launch", "shared-values")
def test_another_name_of_a_firm_changes_nothing(name):
    scenario = small(name)
    for policy in (None, *scenario.policies):
        for number, firm in enumerate(scenario.firms):
            other = written(renamed(data_of(name), firm, f"renamed{number}"))
            here, there = (each if policy is None else each.with_policy(policy) for each in (scenario, other))
            assert differing(ran(here), ran(there)) == []


@over("two-strategies")
@pytest.mark.parametrize(
    "words",
    [
        {"title": "Another", "summary": "Another", "begins": "2025-01"},
        {"sources": {"none": "Nobody."}, "learn": None},
        {"report": {"title": "Another"}},
        {"currency": "CHF"},
    ],
)
def test_words_change_nothing(name, words):
    data = {key: value for key, value in (data_of(name) | words).items() if value is not None}
    assert differing(ran(written(data)), ran(small(name))) == []


@over("leaky-bucket", "two-strategies")
def test_focus_and_discount_change_nobody(name):
    scenario = small(name)
    for firm in scenario.firms:
        other = scenario.changed({"focus": firm, "discount": "1% per year"})
        assert differing(ran(other), ran(scenario)) == []


@over("two-strategies", "growing-market")
def test_another_name_of_a_segment_or_a_policy_changes_nothing(name):
    data = data_of(name)
    segments = [segment | {"name": f"kind {n}"} for n, segment in enumerate(data.get("segments") or [{}])]
    other = data | {"segments": segments}
    if "baseline" in data:
        other["baseline"] = f"{data['baseline']} renamed"
    if "policies" in data:
        other["policies"] = {f"{policy} renamed": patch for policy, patch in data["policies"].items()}
    here, there = small(name), written(other)
    assert set(differing(ran(here), ran(there))) == set()
    for policy in here.policies:
        assert not differing(ran(here.with_policy(policy)), ran(there.with_policy(f"{policy} renamed")))


@over("leaky-bucket")
def test_a_scenario_that_extends_another_is_that_one_with_its_changes(name, tmp_path):
    file, parent = tmp_path / "child.yaml", relsim.load(name)
    markets = [parent, *map(parent.under_condition, parent.conditions)]
    lists_customers = any(firm.start.customers is not None for one in markets for firm in one.firms.values())
    changes = {"periods": 12} | ({} if lists_customers else {"customers": 200})
    file.write_text(f"extends: {name}\ntitle: A child\n" + words_of(changes), encoding="utf-8")
    assert differing(ran(relsim.load(file)), ran(parent.changed(changes))) == []


def words_of(changes):
    """Changes of whole numbers as a file says them."""
    return "".join(f"{path}: {value}\n" for path, value in changes.items())
