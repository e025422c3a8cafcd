"""Claims about money per time: every way to set it takes it, and it is the same however long a period is."""

import pytest
from worlds import world

from relsim.errors import ScenarioError
from relsim.market.plan import plan_of
from relsim.questions.marginal.step import raised
from relsim.scenario.load import load
from relsim.scenario.resolve.presets import PRESET_LEVERS
from relsim.scenario.schema.firm import Firm
from relsim.scenario.schema.levers import firm_levers, setting_of
from relsim.scenario.units.quantities import periods_per
from relsim.scenario.units.ranges import Range
from relsim.scenario.units.rates import Spending
from relsim.scenario.vary.factors import factors_of
from relsim.scenario.vary.varied import Varied

PER_TIME = [path for path, field in firm_levers(Firm).items() if field.annotation is Spending]
OVERHEAD = "firms.harbour.overhead"


def planned(scenario, path, t=0):
    """What the first firm has set in one period."""
    return plan_of(scenario).levers[setting_of(path)][t, 0]


@pytest.mark.parametrize("path", PER_TIME)
@pytest.mark.parametrize("period", ["week", "month", "quarter", "year"])
def test_a_year_costs_the_same_however_long_a_period_is(path, period):
    scenario = world({f"firms.harbour.{path}": "1,200 per year"}, period=period)
    assert planned(scenario, path) * periods_per("year", period) == pytest.approx(1200)
    exact = world({f"firms.harbour.{path}": f"0.1 per {period}"}, period=period)
    assert planned(exact, path) == 0.1


@pytest.mark.parametrize("path", [path for path in PRESET_LEVERS if path in PER_TIME])
def test_what_a_strategy_spends_in_a_year_is_the_same_however_long_a_period_is(path):
    yearly = {
        planned(world({"firms.harbour.strategy": "relationship"}, period=period), path)
        * periods_per("year", period)
        for period in ("month", "quarter", "year")
    }
    assert max(yearly) == pytest.approx(min(yearly)) and min(yearly) > 0


def test_policies_conditions_and_events_set_it():
    change = {"set": {OVERHEAD: "2,400 per year"}}
    scenario = world(
        policies={"dear": change}, conditions={"dear times": change}, timeline=[{"at": 3, **change}]
    )
    for changed in (scenario.with_policy("dear"), scenario.under_condition("dear times")):
        assert planned(changed, "overhead") == 200
    assert [planned(scenario, "overhead", t) for t in (2, 3)] == [0, 200]


@pytest.mark.parametrize(
    ("lowest", "highest"), [("0 per year", "2,400 per year"), (0, "2400 per year"), (0, "1,200 per year")]
)
def test_a_range_goes_through_it_and_0_needs_no_unit(lowest, highest):
    span = Range.between(lowest, highest)
    assert span.value_at(0.5) in ("1200 per year", "600 per year")
    assert span.place_of("600 per year") in (0.25, 0.5) and span.place_of("600 per month") is None
    varied = Varied.between(world(), OVERHEAD, lowest, highest)
    assert planned(varied.at(0.0, None), "overhead") == 0
    assert planned(varied.at(1.0, None), "overhead") in (100, 200)


def test_a_share_around_it_keeps_its_unit():
    scenario = world({OVERHEAD: "1,000 per month"})
    (one,) = [factor for factor in factors_of(scenario, around=0.2) if factor.name == OVERHEAD]
    assert (one.range.lowest, one.range.highest) == ("800 per month", "1200 per month")
    assert one.place == 0.5


def test_a_step_of_it_keeps_its_unit():
    step = raised(world({OVERHEAD: "1,000 per month"}), "harbour", "overhead", 0.1)
    assert (step.before, step.after) == ("1000 per month", "1100 per month")


def test_a_comma_between_braces_is_told_of(tmp_path):
    file = tmp_path / "market.yaml"
    file.write_text("extends: leaky-bucket\nfirms: {sieve: {overhead: 1,000 per month}}\n")
    with pytest.raises(ScenarioError, match='needs quotes between braces, as in "1,000 per month"'):
        load(file)
