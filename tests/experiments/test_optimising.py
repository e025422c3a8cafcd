"""Claims about optimising: it finds what is known, keeps to the budget, and reports no luck of its own."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from command_line import called
from worlds import classic, world

import relsim
from relsim.errors import InputError, Place, ScenarioError
from relsim.questions.optimise.bench import Bench, PointMeasures
from relsim.questions.optimise.page import note_of, optimum_sentences, returned
from relsim.questions.optimise.question import Hunt, deciding_measure_of, optimum_of
from relsim.questions.optimise.search import SearchedLever
from relsim.report.wording import NO_VALUE
from relsim.runs.options import Runner
from relsim.scenario.checks import validated
from relsim.scenario.load import load
from relsim.scenario.schema.search import Budget, Search
from relsim.scenario.units.ranges import Range
from relsim.scenario.units.rates import Spending
from relsim.scenario.yaml.document import Document

pytest.importorskip("optuna")

SPEND, KIND = "firms.harbour.contact.frequency", "firms.harbour.targeting.contact"


def searched(**changes):
    return {
        "levers": {
            SPEND: {"from": "0 per year", "to": "12 per year"},
            KIND: ["everybody", "best", "at risk"],
        }
    } | changes


def market(policies=None, **changes):
    contact = {"firms.harbour.contact": {"frequency": "1 per year", "cost": 2}}
    options = {"optimise": searched(**changes), "policies": policies or {}}
    return world(contact, customers=150, periods=12, **options)


def document(data):
    return Document(data, {(): Place("test")}, {}, {})


# A bench whose answers are known


class KnownBench:
    """Gets 100 - 10 (a - 2)^2, and 5 for the good choice; spends a."""

    def __init__(self, limit=None, seed=1):
        self.scenario, self.firm, self.measure = world(), "harbour", "profit"
        self.limit, self.seed, self.asked = limit, seed, []

    share_of_run = 1.0

    def measured(self, points, numbers):
        self.asked.append((len(points), list(numbers)))
        return [self.result({"a": 0.0, "b": "bad"} | point, numbers) for point in points]

    def result(self, point, numbers):
        gets = 100 - 10 * (point["a"] - 2.0) ** 2 + 5 * (point["b"] == "good")
        return PointMeasures(np.full(len(numbers), gets), np.full(len(numbers), point["a"]))


def hunted(bench, trials=80):
    levers = [SearchedLever("a", Range.between(0, 4), 0), SearchedLever("b", ["bad", "good"], "bad")]
    return optimum_of(Hunt(bench, levers, 3, trials, lambda _: None), "as is")


def test_the_best_of_a_known_function_is_found():
    optimum = hunted(KnownBench())
    assert optimum.best["a"] == pytest.approx(2.0, abs=0.1)
    assert optimum.best["b"] == "good"
    assert optimum.value == pytest.approx(105.0, abs=0.1)
    assert optimum.difference["difference"] == pytest.approx(45.0, abs=0.1)


def test_a_budget_holds_and_then_the_last_of_it_brings_what_the_function_says():
    """At a = 1 the slope is 20; without a budget it is flat at the best."""
    tight = hunted(KnownBench(limit=1.0))
    assert tight.best["a"] == pytest.approx(1.0, abs=0.05) and tight.best["a"] <= 1.0
    assert tight.spent["best"] <= 1.0
    step = tight.margins.set_index("lever").loc["a"]
    assert step["return"] == pytest.approx(20.0, abs=1.5) == step["per_unit"]
    other = tight.margins.set_index("lever").loc["b"]
    assert (other["from"], other["to"], other["difference"]) == ("good", "bad", -5.0)
    free = hunted(KnownBench()).margins.set_index("lever").loc["a"]
    assert free["return"] == pytest.approx(0.0, abs=2.0)


def test_without_a_budget_the_page_says_so():
    free = hunted(KnownBench())
    assert "there is no budget" in optimum_sentences(free)[2]
    money_buys, steps = note_of(free).pictures
    assert "winner" in money_buys.svg and "budget" not in money_buys.svg
    assert steps.svg.count("bad") == 1


def test_a_budget_that_nothing_keeps_is_told():
    with pytest.raises(InputError, match="no trial kept within the budget"):
        hunted(KnownBench(limit=-1.0), 4)


def test_what_is_reported_is_not_the_luck_of_the_search():
    """All points are alike but for luck: the search promises much, fresh luck gives nothing on average."""

    class Flat(KnownBench):
        def result(self, point, numbers):
            at = f"{self.seed} {point['a']:.6f} {point['b']}"
            luck = [np.random.default_rng([n, *at.encode()]).normal() for n in numbers]
            return PointMeasures(np.array(luck), np.zeros(len(numbers)))

    optima = [hunted(Flat(seed=seed), 40) for seed in range(12)]
    assert np.mean([optimum.promised for optimum in optima]) > 0.8
    assert abs(np.mean([optimum.value for optimum in optima])) < 3.0 / np.sqrt(12 * 6)


def test_no_stage_shares_luck_with_another():
    bench = KnownBench()
    hunted(bench, 8)
    stages = {tuple(numbers) for _, numbers in bench.asked}
    together = [number for numbers in stages for number in numbers]
    assert len(stages) == 3 and len(together) == len(set(together)) == 3 + 6 + 6


def test_the_same_seed_gives_the_same_search_and_another_seed_another():
    one, same, other = (hunted(KnownBench(seed=seed), 30).trials for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(one, same)
    assert not one.equals(other)


def test_steps_of_a_range_are_its_only_values():
    lever = SearchedLever(
        "a", Range.model_validate({"from": "0 per year", "to": "6 per year", "steps": 4}), "4 per year"
    )
    assert lever.levels == ["0 per year", "2 per year", "4 per year", "6 per year"]
    assert lever.start == 2


# Markets


def test_the_difference_is_that_of_a_comparison_on_replications_that_chose_nothing():
    optimum = relsim.optimise(market(), trials=6, replications=1)
    policies = {"as-is": {}, "best": {"set": dict(optimum.best)}}
    comparison = relsim.compare(market(policies=policies), replications=5)
    assert optimum.fresh == 2
    rows = comparison.outcomes.query("firm == 'harbour' and replication >= 3")
    equity = rows.groupby("policy", observed=True)["customer_equity"].mean()
    assert optimum.value == pytest.approx(equity["best"])
    assert optimum.difference["difference"] == pytest.approx(equity["best"] - equity["as-is"])


def test_a_market_is_optimised_within_its_budget_and_told():
    budget = {"lines": ["contacts_cost"], "most": 400, "per": "year"}
    optimum = relsim.optimise(market(budget=budget), trials=12, replications=2)
    trials = optimum.trials
    assert optimum.limit == 400
    assert (trials.loc[trials["allowed"], "spent"] <= 400).all() and not trials["allowed"].all()
    text = " ".join(optimum_sentences(optimum))
    assert "on fresh luck" in text and "of the budget of EUR" in text and "--set" in text
    steps, finalists = note_of(optimum).tables
    assert len(steps.rows) == len(optimum.margins)
    assert len(finalists.rows) == len(optimum.finalists) <= 5


def test_tables_say_in_how_many_replications_there_was_nothing_to_measure():
    optimum = relsim.optimise(market(), trials=4, replications=2)
    margins = optimum.margins.assign(left_out=[1] + [0] * (len(optimum.margins) - 1))
    finalists = optimum.finalists.assign(left_out=1)
    steps, best = note_of(replace(optimum, margins=margins, finalists=finalists)).tables
    for table in (steps, best):
        assert f"1 of {optimum.fresh} replications" in table.remark


def test_the_first_finalist_is_the_winner_and_a_step_that_saves_has_no_return():
    optimum = hunted(KnownBench(limit=1.0))
    first = optimum.finalists.iloc[0]
    assert {path: first[path] for path in optimum.best} == optimum.best
    assert optimum.finalists["mean"].is_monotonic_decreasing
    assert first["difference"] == pytest.approx(first["mean"] - 60.0)
    saving = optimum.margins.assign(extra_spent=-1.0).to_dict("records")[0]
    assert returned(saving, optimum) == NO_VALUE


def test_a_store_makes_the_second_time_free(tmp_path):
    first = relsim.optimise(market(), trials=5, replications=1, store=tmp_path)
    files = sorted(path.name for path in tmp_path.iterdir())
    again = relsim.optimise(market(), trials=5, replications=1, store=tmp_path)
    assert first.best == again.best and first.trials.equals(again.trials)
    assert sorted(path.name for path in tmp_path.iterdir()) == files


def test_a_budget_is_for_a_time_and_grows_with_the_market():
    budget = Budget(lines=["advertising"], most=100, per="quarter")
    assert budget.in_run(24, "month") == pytest.approx(800)
    search = validated(document(searched(budget={"lines": ["advertising"], "most": 100})), Search)
    large = world(customers=100, periods=12).scaled_to(200)
    assert Bench(large, search, Runner.of({})).limit == pytest.approx(200)


@pytest.mark.slow
def test_the_published_optimum_of_blattberg_and_deighton_is_found():
    """S1 (Blattberg and Deighton 1996): budgets within 5 %, customer equity within 1 %, from far away.

    The top is flat: where both budgets are 5 % off, equity is 0.3 % lower. That of 8 x 50,000 prospects has a
    standard error of 0.3 %.
    """
    far = {"firms.firm.advertising.spend": "200000 per year", "firms.firm.retention.spend": "27 per year"}
    optimum = relsim.optimise(classic("blattberg-deighton", far), trials=80, replications=4)
    winning, keeping = (Spending.parse(each).per_period("year") for each in optimum.best.values())
    assert winning / 50_000 == pytest.approx(9.211, rel=0.05)
    assert keeping == pytest.approx(15.865, rel=0.05)
    assert 1.2 * optimum.value / 50_000 == pytest.approx(9.441, rel=0.01)
    assert optimum.difference["low"] > 0.0


# Mistakes

FILE = """
title: Levers
customers: 50
periods: 4
optimise:
  levers:
    firms.harbour.price: {from: 20, to: 40}
    firms.harbour.targeting.contact: [everybody, at risk]
  measure: profit
  budget: {lines: [contacts_cost], most: 10, per: month}
firms:
  harbour: {price: 30, unit_cost: 10, start: {share: 40%}}
  summit: {price: 30, start: {share: 40%}}
"""
WRONG = {
    "path": ("firms.harbour.price:", "firms.harbour.prize:", 'did you mean "price"', 7),
    "choice": ("at risk", "at rsk", 'did you mean "at risk"', 8),
    "end": ("from: 20", "from: -20", "-20", 7),
    "units": ("to: 40", "to: 40 per year", "different units", 7),
    "line": ("contacts_cost", "contact_cost", 'did you mean "contacts_cost"', 10),
    "key": ("measure:", "mesure:", 'did you mean "measure"', 9),
    "time": ("per: month", "per: mounth", 'did you mean "month"', 10),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_mistake_in_the_block_is_told_with_its_line(case, tmp_path):
    old, new, hint, line = WRONG[case]
    path = tmp_path / "levers.yaml"
    path.write_text(FILE.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(path)
    problems = [str(problem) for problem in caught.value.problems]
    assert any(hint in text and text.startswith(f"{path}:{line}:") for text in problems), problems


def test_a_scenario_without_a_block_or_with_a_wrong_measure_is_refused():
    with pytest.raises(InputError, match="no optimise block"):
        relsim.optimise(world())
    with pytest.raises(ScenarioError, match='did you mean "profit"'):
        relsim.optimise(market(measure="profits"))


def test_the_command_writes_what_it_found_and_ends_with_2_where_there_is_nothing_to_search(tmp_path, capsys):
    path = tmp_path / "levers.yaml"
    path.write_text(FILE, encoding="utf-8")
    words = ["--trials", "3", "--replications", "1", "--out", str(tmp_path / "out")]
    for name, code in ((str(path), 0), ("leaky-bucket", 2)):
        assert called("optimise", name, *words) == code
    heard = capsys.readouterr()
    assert "on fresh luck" in heard.out and "no optimise block" in heard.err
    names = {path.name for path in (tmp_path / "out").iterdir() if not path.name.startswith(".")}
    assert names == {
        "trials.csv",
        "finalists.csv",
        "margins.csv",
        "report.html",
        "results.xlsx",
        "figures",
        "tasks",
    }


@pytest.mark.parametrize("named", [{}, {"measure": "profit"}, {"measure": "customer_equity"}])
@pytest.mark.parametrize("lever", ["firms.harbour.overhead", "firms.harbour.price", "firms.summit.overhead"])
def test_overhead_as_a_lever_is_paid_unless_a_measure_is_named(named, lever):
    search = Search.model_validate({"levers": {lever: [100, 200]}, **named})
    pays = not named and lever == "firms.harbour.overhead"
    expected = "equity_after_overhead" if pays else named.get("measure", "customer_equity")
    assert deciding_measure_of(search, "harbour") == expected


def test_a_search_does_not_spend_on_overhead_that_brings_nothing():
    levers = {"firms.harbour.overhead": ["0 per month", "9000 per month"]}
    found = relsim.optimise(market(levers=levers), trials=4, replications=2, jobs=1)
    assert found.measure == "equity_after_overhead"
    assert found.best == {"firms.harbour.overhead": "0 per month"}
