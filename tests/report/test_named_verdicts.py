"""Verdicts name choices: by their titles, with what they lose, and at which horizon they hold."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from worlds import world

import relsim
from relsim.errors import ScenarioError
from relsim.questions.breakeven.page import breakeven_sentences
from relsim.questions.compare.certainty import gap_between, gap_to_next
from relsim.questions.compare.costs import cost, losses
from relsim.questions.compare.horizon import beyond, end_of_run, lead_spread, turn
from relsim.questions.compare.page import policy_in_words, said, scope, write_report
from relsim.questions.compare.pictures import pictures
from relsim.questions.compare.provenance import command_again, provenance
from relsim.questions.compare.results import open_results, save
from relsim.questions.compare.subject import Subject
from relsim.questions.compare.tables import headline_table, names_of
from relsim.questions.compare.verdict import verdict
from relsim.questions.stress.page import note_of
from relsim.report.names import policy_in_sentence, title_of_policy
from relsim.scenario.load import adjusted
from relsim.scenario.units.calendar import name_of_period

POLICIES = {
    "base-key": {"title": "As it was"},
    "dear-key": {"title": "A dearer price", "set": {"firms.harbour.price": 33}},
    "late-key": {
        "title": "Dearer later",
        "set": {"timeline": [{"at": 6, "until": 9, "set": {"firms.harbour.price": 36}}]},
    },
}
KEYS = tuple(POLICIES)


@pytest.fixture(scope="module")
def market():
    conditions = {"storm-key": {"title": "A storm", "set": {"behaviour.season": 0.5}}}
    return world(customers=150, periods=24, policies=POLICIES, conditions=conditions)


@pytest.fixture(scope="module")
def compared(market):
    return relsim.compare(market, replications=4, driver="agents")


def changed(comparison, **columns):
    """The comparison with other values in the periods of its firm, by policy."""
    periods = comparison.periods.copy()
    for name, by_policy in columns.items():
        own = periods["firm"] == comparison.firm
        for policy, values in by_policy.items():
            rows = own & (periods["policy"] == policy)
            periods.loc[rows, name] = np.tile(values, comparison.replications)
    return replace(comparison, periods=periods)


def with_measure(comparison, measure, values):
    outcomes = comparison.outcomes.copy()
    for policy, value in values.items():
        rows = (outcomes["policy"] == policy) & (outcomes["firm"] == comparison.firm)
        outcomes.loc[rows, measure] = value + np.arange(comparison.replications)
    return replace(comparison, outcomes=outcomes)


def test_sentences_tables_and_figures_show_titles_and_no_key(compared, tmp_path):
    subject = Subject(compared)
    texts = [*said(subject), *headline_table(subject).heads, *names_of(subject)]
    page = write_report(compared, tmp_path).read_text(encoding="utf-8")
    shown = page.partition("How it was computed")[0]
    figures = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "figures").glob("*.svg"))
    for key in KEYS:
        assert not any(key in text for text in texts)
        assert key not in figures and key not in shown
    for title in ("A dearer price", "Dearer later"):
        assert title in " ".join(texts) and title in figures
    assert f"“{subject.title(subject.rival)}”" in " ".join(texts)


def test_a_policy_without_a_title_goes_by_its_key_and_equal_titles_are_told_apart():
    twins = {"a": {"title": "Same"}, "b": {"title": "Same"}, "c": {}}
    scenario = world(policies=twins)
    assert [title_of_policy(scenario, name) for name in twins] == ["Same (a)", "Same (b)", "c"]
    assert [policy_in_sentence(scenario, name) for name in twins] == ["“Same (a)”", "“Same (b)”", "c"]


def test_other_questions_name_titles_too(market):
    found = relsim.stress(market, replications=2, jobs=1)
    note = note_of(found)
    texts = [*note.sentences, *(cell for table in note.tables[:1] for row in table.rows for cell in row)]
    assert not any(key in text for key in (*KEYS, "storm-key") for text in texts)
    assert any("A storm" in text for text in texts)
    turned = relsim.breakeven(
        market, "behaviour.season", between=("0.5", "1.5"), policy="dear-key", replications=2, jobs=1
    )
    assert "“A dearer price”" in " ".join(breakeven_sentences(turned))


def test_the_next_best_may_be_the_baseline(compared):
    ranked = with_measure(
        compared, "customer_equity", {"base-key": 500.0, "dear-key": 900.0, "late-key": 100.0}
    )
    assert gap_to_next(Subject(ranked)).other == "base-key"


def test_a_firm_that_loses_is_called_losing(compared, market):
    values = dict.fromkeys(KEYS, -7000.0)
    losing = with_measure(
        with_measure(compared, "profit", values), "customer_equity", values | {"dear-key": -10.0}
    )
    apart = with_measure(losing, "profit", values | {"base-key": -1000.0})
    assert "loses money under every policy, from EUR" in losses(Subject(apart))
    assert "loses money under every policy, EUR" in losses(Subject(losing))
    assert "“A dearer price” loses least" in verdict(Subject(losing))
    one = with_measure(compared, "profit", {"base-key": 10.0, "dear-key": -2000.0, "late-key": 5.0})
    assert losses(Subject(one)).startswith("harbour loses money under “A dearer price” (EUR")
    alone = relsim.run(market.changed({"firms.harbour.overhead": "9000 per month"}), driver="agents")
    assert losses(Subject(alone)).startswith("harbour loses money: EUR")
    assert losses(Subject(compared)) == ""


def test_costs_that_do_not_differ_are_not_said_to_be_none(compared):
    assert "costs nothing" not in cost(Subject(compared))


def steady(gain, periods=24):
    return np.full(periods, gain)


def test_a_verdict_says_for_how_long_its_policy_is_behind(compared):
    flows = np.concatenate([steady(-10.0, 15), steady(100.0, 9)])
    same = dict.fromkeys(KEYS, steady(0.0))
    equity = {"base-key": 0.0, "dear-key": 900.0, "late-key": -100.0}

    def told(profit):
        late = changed(compared, profit=same | {"dear-key": profit})
        worth = with_measure(late, "customer_equity", equity)
        return turn(Subject(with_measure(worth, "profit", {"base-key": 0.0, "dear-key": profit.sum()})))

    assert "behind that under “As it was” for 16 months, and ahead from then on" in told(flows)
    assert "is still EUR\N{NO-BREAK SPACE}24.0 behind" in told(steady(-1.0))
    assert "is never behind that under “As it was”" in told(steady(1.0))
    soon = told(np.concatenate([steady(-10.0, 6), steady(100.0, 18)]))
    assert "behind that under “As it was” for 6 months, and ahead from then on" in soon
    later = told(np.concatenate([steady(0.0, 10), steady(-10.0, 3), steady(100.0, 11)]))
    assert "for 3 months from month 11 on, where the two part, and ahead from then on" in later
    assert "a year is the mean of all 24 months, the first 10 of them alike under both." in later
    never = told(np.concatenate([steady(0.0, 20), steady(-6.0, 4)]))
    assert (
        "is still EUR\N{NO-BREAK SPACE}24.0 behind that under “As it was” after 4 months from month 21"
        in never
    )


def test_periods_are_told_by_their_months_where_it_is_said_when_the_first_begins(compared):
    market = compared.scenario.changed({"begins": "2024-11"})
    subject = Subject(replace(compared, scenario=market))
    assert end_of_run(subject) == f"month {market.periods} (2026-10)"
    assert end_of_run(Subject(compared)) == f"month {market.periods}"
    told = {
        ("2024-11", "month", 3): "2025-01",
        ("2024-12", "quarter", 2): "2025-03",
        ("2024-12", "week", 6): "2025-01-05",
        ("2024-12", "year", 3): "2026-12",
        (None, "month", 3): "",
    }
    assert {asked: name_of_period(*asked) for asked in told} == told
    with pytest.raises(ScenarioError, match=r'expected a month such as 2025-01, .*; did you mean "2025-01"'):
        market.changed({"begins": "2025-01-15"})
    with pytest.raises(ScenarioError, match="expected a month such as 2025-01"):
        market.changed({"begins": "9999-12"})


def test_a_baseline_that_leads_is_behind_as_long_as_its_rival_is_ahead(compared):
    same = dict.fromkeys(KEYS, steady(0.0))
    flows = np.concatenate([steady(10.0, 15), steady(-100.0, 9)])
    early = changed(compared, profit=same | {"dear-key": flows})
    equity = {"base-key": 900.0, "dear-key": 0.0, "late-key": -100.0}
    told = turn(Subject(with_measure(early, "customer_equity", equity)))
    assert told.startswith("Profit under “As it was”")
    assert "behind that under “A dearer price” for 16 months" in told


def test_residual_value_is_what_customer_equity_holds_beyond_the_run(compared):
    subject = Subject(compared)
    rate = compared.scenario.discount.per_period("month")

    def within(policy):
        rows = compared.of_firm("periods", policy)
        return (rows["contribution"] * (1 + rate) ** -(rows["period"] + 1.0)).sum() / compared.replications

    equity = subject.values("customer_equity").mean(axis=0)
    place = subject.policies.index(subject.leader)
    share = round(100 * (1 - within(subject.leader) / equity[place]))
    assert f"{share}\N{NO-BREAK SPACE}% of the customer equity under" in beyond(subject)
    assert "after month 24" in beyond(subject)
    gap = gap_between(subject, subject.rival, subject.baseline)
    lead, sign = lead_spread(gap, subject), np.sign(gap.value)
    assert lead.whole == pytest.approx(abs(gap.value))
    simulated = sign * (within(subject.rival) - within(subject.baseline))
    assert lead.residual == pytest.approx(lead.whole - simulated)


@pytest.mark.parametrize(
    ("gain", "part", "late"),
    [(-1.0, "more than all of this lead", True), (100.0, "none of this lead", False), (20.0, None, False)],
)
def test_the_headline_says_that_a_lead_lies_only_after_the_run(compared, gain, part, late):
    same = dict.fromkeys(KEYS, steady(0.0))
    made = changed(compared, contribution=same | {"dear-key": steady(gain), "late-key": steady(0.0)})
    equity = {"base-key": 0.0, "dear-key": 900.0, "late-key": -100.0}
    subject = Subject(with_measure(made, "customer_equity", equity))
    assert ("is ahead only by what is expected after month 24" in verdict(subject)) is late
    assert ("wins" in verdict(subject)) is not late
    assert part is None or part in beyond(subject)
    if part is None:
        factors = (1 + subject.scenario.discount.per_period("month")) ** -(np.arange(24) + 1.0)
        share = round(100 * (1 - 20.0 * factors.sum() / 900.0))
        assert f"{share}\N{NO-BREAK SPACE}% of this lead" in beyond(subject)


def test_a_policy_of_events_is_told_by_its_events(compared, tmp_path):
    told = policy_in_words(Subject(compared), "late-key")
    assert told["changes"] == []
    assert told["on_the_way"] == ["from 6 periods until 9 periods, firms.harbour.price is 36"]
    page = write_report(compared, tmp_path).read_text(encoding="utf-8")
    assert page.count("Changes nothing") == 1


def test_the_condition_is_said_where_it_is_all_under_one(market):
    stormy = relsim.compare(market.under_condition("storm-key"), replications=2, driver="agents")
    assert "under “A storm”" in scope(Subject(stormy))


@pytest.mark.slow
def test_results_under_a_condition_remember_it_and_how_to_repeat_them(market, tmp_path):
    stormy = relsim.compare(market.under_condition("storm-key"), replications=2, driver="agents")
    save(stormy, tmp_path)
    again = open_results(tmp_path)
    assert again.scenario.condition == "storm-key"
    assert "--condition storm-key" in command_again(again)
    assert provenance(again, tmp_path)["Condition"] == "A storm"


def test_a_setting_has_the_last_word_over_a_condition_and_may_be_of_the_condition_itself(market):
    stormy = adjusted(market, settings={"behaviour.season": 2.0}, condition="storm-key")
    assert stormy.behaviour.season == 2.0
    changed_storm = {"conditions.storm-key.set": {"behaviour.season": 0.9}}
    assert adjusted(market, settings=changed_storm, condition="storm-key").behaviour.season == 0.9
    with pytest.raises(relsim.InputError, match='did you mean "storm-key"'):
        adjusted(market, condition="storm-kay")


def test_a_kept_customer_is_told_with_what_is_spent_more_for_each(compared):
    base, more = KEYS[:2]
    lost = changed(
        compared,
        customers_at_start={base: steady(100), more: steady(100)},
        lost={base: steady(10), more: steady(5)},
        line_contacts_cost={base: steady(0.0), more: steady(50.0)},
    )
    told = cost(Subject(with_measure(lost, "customer_equity", {base: 0.0, more: 900.0, "late-key": -5.0})))
    assert "It keeps 60 customers a year who would have left: EUR\N{NO-BREAK SPACE}10.0 more" in told
    assert isinstance(lost.periods, pd.DataFrame)


def test_a_comparison_of_one_policy_has_every_figure_and_says_which_policy_it_is(tmp_path):
    policies = {"as-is": {}, "dear": {"set": {"firms.harbour.price": 40}}}
    alone = relsim.compare(
        world(customers=60, periods=4, policies=policies), policies=["as-is"], replications=2
    )
    assert "this is as-is alone" in alone.verdict
    subject = Subject(alone)
    assert "could not be made" not in write_report(alone, tmp_path).read_text(encoding="utf-8")
    drawn = [picture.svg for picture in pictures(subject)]
    assert len([svg for svg in drawn if svg]) >= 8


def test_a_number_after_a_title_that_is_read_from_right_to_left_stands_where_it_is_said():
    policies = {"base": {}, "plan": {"title": "خطة 7"}, "خطة": {}, "تشغيل": {"title": "خطة 7"}}
    market = world(customers=60, periods=6, policies=policies)
    assert policy_in_sentence(market, "base") == "base"
    assert title_of_policy(market, "plan") == "خطة 7\u200e (plan)"
    assert policy_in_sentence(market, "plan") == "“خطة 7\u200e (plan)”"
    assert policy_in_sentence(market, "خطة") == "خطة\u200e"
