"""Claims about a user's own mechanism: a plain Python function that runs in both drivers."""

import inspect
from math import exp

import pytest
from worlds import differing, finished, total, world

import relsim
from relsim.draws import CHOICE
from relsim.engine.market import Market
from relsim.errors import InputError
from relsim.luck import deeper, deviate, uniform
from relsim.rules import experience
from relsim.rules.departure import exposure
from relsim.rules.rulebook import MECHANISMS, rulebook
from relsim.rules.state import AT_END, Chances
from relsim.vocabulary import CLIENT, PURCHASER


def leaving_with_the_season(moment, rung, silence, person, attitude, praise_of_rivals, firm, behaviour):
    """A user's departure: only the price, only in dear seasons, softened as the shipped rule does."""
    if moment != AT_END:
        return Chances(0.0, 0.0, 0.0, 0.0, 0.0)
    dear = exp(firm.relative_price) * behaviour.season
    chance = 0.02 * dear * (1.0 + praise_of_rivals) * exposure(attitude, behaviour)
    return Chances(chance, 0.0, 0.0, 0.0, 0.01)


def nobody_leaves(moment, rung, silence, person, attitude, praise_of_rivals, firm, behaviour):
    """A user's departure without any."""
    return Chances(0.0, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.slow
def test_a_users_departure_leaves_the_same_bits_in_both_drivers():
    own = {"departure": leaving_with_the_season}
    scenario = world(customers=150, periods=12)
    fast = finished(scenario, mechanisms=own)
    assert differing(fast, finished(scenario, mechanisms=own, driver="agents")) == []
    assert "records.lost" in differing(fast, finished(scenario))
    for reason in (3, 4, 5):
        assert fast.records["lost"][..., reason].sum() == 0


def taken_apart(key, occasion, person, attitude, behaviour):
    """A user's spend that asks for luck that rules ask for, of partners below 0, and below other keys."""
    units = 1.0 + key % 2
    for purpose in range(32):
        units += uniform(key, purpose, occasion - 1) + abs(deviate(key, purpose, occasion))
    for number in range(3):
        key = deeper(key, number)
    return units + uniform(key, CHOICE, 0)


def climbing_by_chance(f, key, rung, attitude, purchases, invited, firm, behaviour):
    """A user's ladder, which is given its key in another place."""
    below = deeper(key, rung) if purchases > 2 else key
    return CLIENT if uniform(below, CHOICE, f - 1) < 0.5 else PURCHASER


@pytest.mark.slow
def test_a_key_is_a_whole_number_with_which_a_users_function_may_do_anything_in_both_drivers():
    own = {"spend": taken_apart, "ladder": climbing_by_chance}
    scenario = world(customers=70, periods=4)
    fast = finished(scenario, mechanisms=own)
    assert differing(fast, finished(scenario, mechanisms=own, driver="agents")) == []


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_every_mechanism_can_be_a_users_own(name):
    scenario = world(customers=60, periods=6)
    shipped = MECHANISMS[name].alternatives[getattr(scenario.mechanisms, name)].rule

    def own(*arguments):
        return shipped(*arguments)

    def called(*arguments):
        if 1 / (len(arguments) - number) == 0:
            return shipped(*arguments)
        return shipped(*arguments)

    number = len(inspect.signature(shipped).parameters)
    market = finished(scenario, mechanisms={name: own}, driver="agents")
    assert differing(market, finished(scenario, driver="agents")) == []
    with pytest.raises(InputError, match=f'"{name}" .called. divides by zero'):
        finished(scenario, mechanisms={name: called}, driver="agents")


def test_a_users_mechanism_works_in_runs_and_comparisons():
    settled = [{"mobility": 0}]
    scenario = world(customers=100, periods=4, policies={"a": {}, "b": {}}, segments=settled)
    own = {"departure": nobody_leaves}
    result = relsim.run(scenario, mechanisms=own, driver="agents")
    assert result.periods["lost"].sum() == 0
    comparison = relsim.compare(scenario, replications=2, mechanisms=own, driver="agents")
    assert comparison.periods["lost"].sum() == 0


def test_a_users_mechanism_does_not_stay_for_the_next_market():
    scenario = world(customers=100, periods=6)
    before = finished(scenario, driver="agents")
    finished(scenario, mechanisms={"departure": nobody_leaves}, driver="agents")
    after = finished(scenario, driver="agents")
    assert total(after, "lost") > 0
    assert differing(before, after) == []


def test_an_unknown_mechanism_is_refused_by_name():
    with pytest.raises(InputError, match='no mechanism is called "leaving"'):
        Market(world(), mechanisms={"leaving": nobody_leaves})


def test_the_same_choice_of_mechanisms_is_the_same_rulebook():
    chosen = dict(world().mechanisms)
    assert rulebook(chosen) is rulebook(dict(reversed(chosen.items())))
    assert rulebook(chosen) is not rulebook(chosen | {"experience": "none"})


@pytest.mark.parametrize("name", sorted(MECHANISMS))
def test_the_alternatives_of_a_mechanism_take_the_same_arguments(name):
    alternatives = MECHANISMS[name].alternatives.values()
    assert len({tuple(inspect.signature(one.rule).parameters) for one in alternatives}) == 1


def test_a_rulebook_tells_the_story_with_the_chosen_rules_and_leaves_the_original_alone():
    scenario = world({"mechanisms.experience": "none"}, customers=100, periods=6)
    market = finished(scenario, driver="agents")
    founders = market.columns.acquired_at[:, 0] < 0
    assert founders.any()
    behaved = world(customers=100, periods=6)
    assert "ties.trust" in differing(market, finished(behaved, driver="agents"))
    assert experience.ALTERNATIVES["disconfirmation"].rule is experience.disconfirmation
