"""Claims about a scenario written back as YAML: it says the same, and every value tells where it is from."""

from dataclasses import replace

import pytest
from ruamel.yaml import YAML
from worlds import CLASSICS, world

import relsim
from relsim.runs.fingerprints import fingerprint
from relsim.scenario.lint.scenario import warnings
from relsim.scenario.origins import resolved_yaml
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.yaml.document import single_values
from relsim.scenario.yaml.notes import ValueNote

EVERY = [*map(str, shipped_scenarios().values()), *map(str, sorted(CLASSICS.glob("*.yaml")))]


@pytest.mark.parametrize("file", EVERY, ids=lambda file: file.rpartition("/")[2])
def test_what_is_written_reads_as_the_same_scenario(file, tmp_path):
    scenario = relsim.load(file)
    copy = tmp_path / "copy.yaml"
    copy.write_text(scenario.to_yaml(), encoding="utf-8")
    again = relsim.load(copy)
    assert again == scenario
    assert again.model_dump() == scenario.model_dump()
    assert fingerprint(again) == fingerprint(scenario)


@pytest.mark.parametrize(
    "other",
    [
        lambda market: market.changed({"customers": market.customers + 1}),
        lambda market: market.changed({"title": "Another"}),
        lambda market: market.under_condition("as-it-is"),
        lambda market: market.with_policy("dear"),
        lambda market: market.from_now_on({"firms.harbour.price": market.firms["harbour"].price}),
        lambda market: noted(market, source="textbook"),
    ],
    ids=["a value", "a word", "a condition", "a policy", "from now on", "a note"],
)
def test_what_says_something_else_is_not_equal(other):
    policies = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 40}}}
    market = world(policies=policies, conditions={"as-it-is": {"set": {"firms.harbour.price": 30}}})
    assert market == world(policies=policies, conditions={"as-it-is": {"set": {"firms.harbour.price": 30}}})
    assert other(market) != market


def noted(market, source):
    """The same market, its number of customers with a note."""
    document = market.document
    return market.of(replace(document, notes={**document.notes, ("customers",): ValueNote(source)}))


@pytest.mark.parametrize("file", EVERY, ids=lambda file: file.rpartition("/")[2])
def test_every_value_in_force_reads_as_the_same_scenario(file, tmp_path):
    scenario = relsim.load(file)
    copy = tmp_path / "resolved.yaml"
    copy.write_text(resolved_yaml(scenario), encoding="utf-8")
    assert relsim.load(copy).model_dump() == scenario.model_dump()


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_resolved_copy_is_not_warned_about(name, tmp_path):
    copy = tmp_path / "resolved.yaml"
    copy.write_text(resolved_yaml(relsim.load(name)), encoding="utf-8")
    assert [str(warning) for warning in warnings(relsim.load(copy))] == []


def test_every_value_in_force_says_where_it_comes_from():
    text = resolved_yaml(relsim.load("retention-launch"))
    written = {line.split(":")[0].strip(): line for line in text.splitlines() if " # " in line}
    assert "# retention-launch.yaml:" in written["overhead"]
    (neglect,) = (line for line in text.splitlines() if "neglect: 20% per year" in line)
    assert "source: textbook" in neglect
    assert "# strategy 0.25, from the list price 30" in text
    assert "# strategy 0.25" in text and "# product type services" in text
    data = YAML(typ="safe").load(text)
    assert text.count(" # ") >= 0.95 * len(
        [value for value in single_values(data).values() if value is not None]
    )


def test_a_value_that_was_changed_says_so():
    market = relsim.load("retention-launch").changed({"firms.summit.overhead": "7000 per month"})
    assert "overhead: 7000 per month # changes" in " ".join(resolved_yaml(market).split())


def test_a_market_whose_customers_remember_other_prices_cannot_be_written():
    dear = world(policies={"as-is": {}, "dear": {"set": {"firms.harbour.price": 40}}}).with_policy("dear")
    with pytest.raises(relsim.InputError, match="remember other prices"):
        dear.to_yaml()


def test_words_that_look_like_something_else_stay_words():
    market = world(title="no", summary="12", sources={"a: b": "# not a comment", "yes": "1e3"})
    data = YAML(typ="safe").load(market.to_yaml())
    assert (data["title"], data["summary"]) == ("no", "12")
    assert data["sources"] == {"a: b": "# not a comment", "yes": "1e3"}
