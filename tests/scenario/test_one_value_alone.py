"""A value that a question varies changes alone: all else that the same policy sets stays as it is."""

import pytest

import relsim
from relsim.questions.explore.sliders import sliders_of
from relsim.scenario.priors import changing
from relsim.scenario.resolve.shipped import shipped_scenarios
from relsim.scenario.vary.factors import factors_of, patch_path, value_in_data


def leaves(data, path=()):
    """The values of nested mappings and lists by their paths."""
    if isinstance(data, dict | list):
        items = data.items() if isinstance(data, dict) else enumerate(data)
        return {leaf: value for key, item in items for leaf, value in leaves(item, (*path, key)).items()}
    return {path: data}


def rest_of(scenario, path):
    """All values of a scenario's file but the one at a path."""
    return {
        leaf: value for leaf, value in leaves(scenario.document.data).items() if leaf[: len(path)] != path
    }


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_factor_put_elsewhere_leaves_all_other_values(name):
    scenario = relsim.load(name)
    factors = factors_of(scenario, policies=tuple(scenario.policies), around=0.2)
    for one in factors:
        moved = scenario.changed(one.at(0.0))
        assert rest_of(moved, one.path) == rest_of(scenario, one.path), one.name
        assert value_in_data(moved.document.data, one.path) is not None


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_slider_at_any_stop_is_the_same_as_setting_its_path(name):
    scenario = relsim.load(name)
    for slider in sliders_of(scenario, list(scenario.policies)).sliders:
        for stop in slider.stops:
            if stop.changes is not None:
                path = patch_path(scenario, slider.steps)
                assert scenario.changed(stop.changes).document.data == (
                    scenario.changed({path: stop.value}).document.data
                )


def test_two_values_of_one_policy_are_changed_together():
    scenario = relsim.load("retention-launch")
    factors = factors_of(scenario, policies=("complaint-recovery",), around=0.2)
    own = [one for one in factors if one.path[0] == "policies"]
    assert len(own) > 2
    for one in own:
        scenario = scenario.changed(one.at(0.0))
    lever = scenario.with_policy("complaint-recovery").firms["harbour"].complaints
    assert (lever.invite, lever.cost, lever.compensation) == pytest.approx((0.56, 4.8, 8.0))


@pytest.mark.parametrize("name", ["a.b", 'say "so"', "two words", "plain"])
def test_a_firm_of_any_name_is_one_step(name, tmp_path):
    path = tmp_path / "named.yaml"
    key = name.replace('"', '\\"')
    path.write_text(
        f'title: Named\ncustomers: 50\nperiods: 2\nfirms: {{"{key}": {{price: 5}}, other: {{price: 5}}}}\n'
    )
    moved = relsim.load(path).changed(changing(("firms", name, "price"), 7))
    assert (moved.firms[name].price, moved.firms["other"].price) == (7.0, 5.0)
