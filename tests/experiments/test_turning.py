"""Claims about break-even values: known zeros, intervals that cover them, and honesty where there is none."""

import numpy as np
import pytest
from worlds import contract_world

from relsim.errors import InputError, ScenarioError
from relsim.questions.breakeven.question import breakeven
from relsim.questions.breakeven.zeros import DifferenceLine, ZeroSearch, zero_of_lines
from relsim.runs.evaluate import evaluate
from relsim.runs.variant import Variant
from relsim.scenario.vary.varied import Varied, sets

POLICIES = {
    "as-is": {},
    "warm": {"set": {"firms.harbour.contact.frequency": "1 per month"}},
    "dear": {"set": {"firms.harbour.price": 33}},
}
COST = "firms.harbour.contact.cost"


def market(**settings):
    # More neglect than usual, so that contact is worth something.
    return contract_world(
        {"behaviour.departure.neglect": "40% per year"},
        customers=300,
        periods=24,
        policies=POLICIES,
        **settings,
    )


def equity(scenario, policy, replications):
    rows = evaluate([Variant.of(scenario, policy)], replications)
    return rows[rows["firm"] == "harbour"]["customer_equity"].to_numpy()


# Known answers


def test_a_zero_that_one_run_tells_is_found_since_profit_is_linear_in_a_cost():
    scenario, number = market(), 12
    gaps = [
        np.mean(
            equity(scenario.changed({COST: cost}), "warm", number)
            - equity(scenario.changed({COST: cost}), "as-is", number)
        )
        for cost in (0, 1)
    ]
    known = gaps[0] / (gaps[0] - gaps[1])
    found = breakeven(scenario, COST, (0, 2 * known), policy="warm", replications=number)
    assert found.value == pytest.approx(known, abs=0.001)
    assert found.low < known < found.high
    assert found.turns == 1
    assert (found.policy, found.against) == ("warm", "as-is")
    assert found.rival is None


class Drawn:
    """Differences that are lines through replications, with noise that all places share."""

    def __init__(self, root, seed, spread=0.4, bend=0.0):
        luck = np.random.default_rng(seed)
        self.levels, self.slopes = luck.normal(0, spread, 4000), luck.normal(2, spread, 4000)
        self.root, self.bend = root, bend
        self.known = {}

    def look(self, places, number):
        pass

    def gaps(self, place, number, pair=(0, 1)):
        apart = place - self.root
        return (self.levels + self.slopes * apart + self.bend * apart**2)[:number]


def test_the_interval_of_a_zero_covers_the_truth_as_often_as_it_says():
    covered = 0
    for seed in range(300):
        crossing, turns, _ = ZeroSearch(Drawn(0.4, seed), (0, 1), 1.0, 20).found()
        assert turns == 1
        covered += crossing.low <= 0.4 <= crossing.high
    assert covered / 300 == pytest.approx(0.95, abs=2.5 * (0.95 * 0.05 / 300) ** 0.5)


def test_replications_are_added_until_the_interval_is_narrow():
    wide, _, few = ZeroSearch(Drawn(0.4, 1), (0, 1), 0.1, 4000).found()
    narrow, _, many = ZeroSearch(Drawn(0.4, 1), (0, 1), 0.01, 4000).found()
    assert narrow.high - narrow.low <= 0.02 < wide.high - wide.low <= 0.2
    assert many > 4 * few


def test_the_zero_of_a_curve_is_that_of_the_curve():
    crossing, _, _ = ZeroSearch(Drawn(0.3, 2, spread=0.01, bend=4.0), (0, 1), 0.01, 40).found()
    assert crossing.place == pytest.approx(0.3, abs=0.01)


def test_the_interval_of_lines_solves_the_equation_of_fieller():
    luck = np.random.default_rng(5)
    places = [0.0, 0.5, 1.0]
    gaps = luck.normal(0, 1, (30, 1)) + (luck.normal(4, 1, (30, 1))) * (np.array(places) - 0.5)
    crossing = zero_of_lines(places, gaps)
    for end in (crossing.low, crossing.high):
        slopes = gaps[:, 2] - gaps[:, 0]
        there = gaps.mean(axis=1) + slopes * (end - 0.5)
        # At both ends the mean line is just as far from zero as its interval allows.
        assert abs(there.mean()) == pytest.approx(2.045229642 * there.std(ddof=1) / 30**0.5)


def test_a_line_whose_slope_may_be_nothing_has_no_bounds():
    gaps = np.array([[1.0, -1.0], [-1.0, 1.1]])
    crossing = zero_of_lines([0.0, 1.0], gaps)
    assert (crossing.low, crossing.high) == (-np.inf, np.inf)


# Honesty


def test_without_a_change_of_sign_there_is_no_value():
    found = breakeven(market(), COST, (90, 99), policy="warm", replications=8)
    assert found.turns == 0
    assert found.is_sure
    assert np.isnan(found.value)
    assert found.written is None
    assert (found.table["high"] < 0.0).all()


def test_without_a_policy_the_best_of_each_end_are_compared():
    found = breakeven(market(), COST, (0, 99), replications=6)
    assert (found.policy, found.against) == ("dear", "warm") or found.rival is not None


# Whose value


def test_a_value_that_a_policy_sets_is_varied_in_that_policy_alone():
    varied = Varied.between(market(), "firms.harbour.price", 31, 40)
    assert varied.at(1.0, "dear").firms["harbour"].price == 40
    assert varied.at(1.0, "as-is").firms["harbour"].price == 30
    everybody = Varied.between(market(), COST, 1, 2)
    assert {everybody.at(0.5, name).firms["harbour"].contact.cost for name in POLICIES} == {1.5}


def test_what_changes_set_includes_mappings_and_whole_parts():
    changes = {"firms.a.contact": {"cost": 1}, "firms.b.price": 3}
    assert sets(changes, "firms.a.contact.cost")
    assert sets(changes, "firms.a")
    assert not sets(changes, "firms.a.contact.frequency")
    assert not sets(changes, "firms.b.price_sensitivity")


def test_units_are_kept():
    path = "behaviour.departure.neglect"
    varied = Varied.between(market(), path, "10% per year", "30% per year")
    assert varied.span.value_at(0.5) == "20% per year"
    assert varied.number_at(0.5) == 20.0


@pytest.mark.parametrize(
    ("path", "ends", "said"),
    [
        ("firms.harbour.contct.cost", (1, 2), r'vary  .*did you mean "contact"'),
        (COST, (1, 1), "between  .*same value"),
        (COST, ("1%", 2), "between  .*different units"),
        (COST, ("low", 2), "between  .*is no number"),
        (COST, (-1, 2), "vary  .*zero or more"),
    ],
)
def test_a_wrong_path_or_range_is_told_where_it_stands(path, ends, said):
    with pytest.raises(ScenarioError, match=said):
        Varied.between(market(), path, *ends)


def test_a_break_even_needs_two_policies_and_a_measure_that_exists():
    with pytest.raises(InputError, match="customer_equity"):
        breakeven(market(), COST, (1, 2), measure="customer_equit")
    with pytest.raises(InputError, match="two policies"):
        breakeven(market(), COST, (1, 2), policy="as-is")


def test_the_order_of_the_ends_does_not_matter():
    assert Varied.between(market(), COST, 9, 1).span.value_at(0.0) == 1


def test_where_both_are_the_same_nothing_turns():
    # Without contacts the policy is the baseline; with more of them it is only dearer.
    scenario = market().changed({COST: 50})
    found = breakeven(
        scenario,
        "firms.harbour.contact.frequency",
        ("0 per year", "40 per year"),
        policy="warm",
        replications=4,
    )
    assert found.turns == 0
    assert found.table["difference"].iloc[0] == 0.0


def test_what_is_known_is_not_run_again():
    runs = []

    def run(variants, numbers):
        runs.append((len(variants), list(numbers)))
        return evaluate(variants, numbers).query("firm == 'harbour'")

    line = DifferenceLine(Varied.between(market(), COST, 0, 9), ["as-is", "warm"], "profit", run)
    line.look([0.0, 1.0], 2)
    line.look([0.0, 0.5], 4)
    assert runs == [(4, [0, 1]), (2, [2, 3]), (2, [0, 1, 2, 3])]
    assert line.gaps(0.0, 4, (1, 0)).shape == (4,)
