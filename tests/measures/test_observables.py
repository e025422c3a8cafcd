"""Claims about what a firm would have measured: it is what a run counts, and a fit can look for it."""

from types import SimpleNamespace

import numpy as np
import pytest

import relsim
from relsim.errors import ScenarioError
from relsim.measures.measure import BASE_MEASURES, MEASURES
from relsim.questions.compare.grounds import held_evidence
from relsim.questions.compare.subject import Subject
from relsim.questions.fit.draws import read_of_markets
from relsim.questions.fit.look import Look, Sought
from relsim.questions.fit.spend_later import GROSS, NET, SpendLater
from relsim.questions.fit.target import target_of
from relsim.report.figure_words import amount_in_words, noun_of
from relsim.runs.options import Runner
from relsim.scenario.schema.evident import EVIDENT, LATER_YEARS, OF_A_SEGMENT, RUNG_COLUMNS
from relsim.vocabulary import Rung, word

pytestmark = pytest.mark.usefixtures("sketched")

NOBODY_MEASURES = {
    *("customer_equity", "equity_after_overhead", "equity_lead", "lifetime_value", "cost_per_retained")
}
"""Measures of a run that hold expectations or another measure: no firm has counted them."""


def market(periods):
    return relsim.load("retention-launch").scaled_to(500).changed({"periods": periods, "evidence": []})


def seen(scenario, names, period=None, segment=None):
    span = (0, scenario.periods) if period is None else (period - 1, period)
    look = Look(tuple(Sought(one, "harbour", segment, span) for one in names))
    runner = Runner.of({"jobs": 1})
    (told,) = read_of_markets(
        runner, [scenario], 1, look, lambda table, _: table["amount"].to_numpy(), 0, "x"
    )
    return dict(zip(names, told, strict=True))


def outcomes(scenario):
    table = relsim.evaluate([relsim.Variant.of(scenario, scenario.baseline_policy)], 1)
    return table[table["firm"] == "harbour"].iloc[0]


def test_every_measure_of_a_run_that_a_firm_can_know_can_be_evidence():
    assert set(MEASURES) - set(EVIDENT) == NOBODY_MEASURES
    assert not set(BASE_MEASURES) & set(EVIDENT)


def test_what_a_firm_measures_of_a_year_is_what_the_run_counts():
    year = market(12)
    told, end = outcomes(year), seen(year, ["advocates_share", "recommenders_share"], 12)
    names = [one for one in MEASURES if one in EVIDENT and one not in ("revenue_growth", *end)]
    known = {one: told[one] for one in names if np.isfinite(told[one])}
    assert set(names) - set(known) <= {"cost_to_win_back"}
    assert seen(year, list(known)) == pytest.approx(known)
    assert end == pytest.approx({one: told[one] for one in end})


def test_growth_and_who_has_stayed_are_counted_over_years():
    years = market(30)
    names = ["revenue_growth", "cohort_retention"]
    told = outcomes(years)
    assert seen(years, names) == pytest.approx({one: told[one] for one in names})


def test_rungs_are_all_customers_together_and_years_of_tenure_are_all_who_leave():
    year = market(12)
    counts = seen(year, ["customers", "advocates_and_partners", *RUNG_COLUMNS])
    assert sum(counts[one] for one in RUNG_COLUMNS) == counts["customers"]
    assert counts["advocates"] + counts["partners"] == counts["advocates_and_partners"]
    shares = seen(year, [f"{one}_share" for one in RUNG_COLUMNS if one != "advocates"] + ["advocates_share"])
    assert sum(shares.values()) - shares["partners_share"] == pytest.approx(1.0)
    by_year = seen(
        year, ["churn", "retention_in_year_1", *(f"churn_in_year_{one}" for one in (1, *LATER_YEARS))]
    )
    assert by_year["retention_in_year_1"] == pytest.approx((1.0 - by_year["churn_in_year_1"]) ** 12)
    churns = [value for name, value in by_year.items() if name.startswith("churn_in")]
    assert min(churns) < by_year["churn"] < max(churns)


def test_of_segments_the_same_is_counted_as_of_all():
    year = market(12)
    parts = [seen(year, OF_A_SEGMENT, segment=one.name) for one in year.segments]
    whole = seen(year, OF_A_SEGMENT)
    for name in ("customers", "purchases"):
        assert sum(one[name] for one in parts) == whole[name]
    for one in parts:
        there = one["revenue"] / one["revenue_per_customer"]
        assert one["purchases_a_year"] == pytest.approx(12 * one["purchases"] / there)
        assert one["spend_per_purchase"] == pytest.approx(one["revenue"] / one["purchases"])
        assert one["won_per_customer"] == pytest.approx(one["acquired"] / there)


def test_who_spends_more_or_less_a_year_later_is_net_and_gross():
    """Three customers: one spends more after a year, one less, one leaves; a fourth comes later."""
    ties = np.zeros((4, 1), [("purchases", np.int64), ("revenue", np.int64)])
    rung = np.array([[2], [2], [2], [0]])
    scenario = SimpleNamespace(period="quarter")
    columns = SimpleNamespace(ties=ties, rung=rung)
    fake = SimpleNamespace(firm_names=["ours"], scenario=scenario, state=SimpleNamespace(columns=columns))
    followed = SpendLater(fake, "ours")
    for paid in ([10, 10, 10, 0],) * 4 + ([15, 8, 0, 30],):
        ties["revenue"][:, 0] += np.array(paid)
        followed.look(fake)
    assert followed.value(NET, (0, 5)) == pytest.approx(23 / 30)
    assert followed.value(GROSS, (0, 5)) == pytest.approx(18 / 30)
    assert followed.value(NET, (0, 4)) == 0.0


@pytest.mark.slow
def test_a_fit_looks_for_revenue_retention_and_shares_of_rungs():
    figures = [
        {"measure": NET, "value": 0.8, "give_or_take": 0.05},
        {"measure": "clients_share", "value": 0.7, "give_or_take": 0.05, "period": 18},
        {"measure": "churn_in_year_1", "value": 0.05, "give_or_take": 0.01},
    ]
    scenario = market(18).changed({"evidence": figures})
    found = relsim.fit(scenario.scaled_to(200), draws=64)
    told = found.figures["evidence"]
    assert [one["evidence"] for one in told] == [NET, "clients_share, periods 18 to 18", "churn_in_year_1"]
    assert all(0.0 < one["before"][0] < one["before"][2] < 1.5 for one in told)


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ({"measure": NET, "value": 1, "period": "1 to 12"}, "ends after more than 12 months"),
        ({"measure": "cohort_retention", "value": 1, "period": "1 to 6"}, "looks back"),
        ({"measure": "revenue_growth", "value": 0.1, "period": "2 to 20"}, "expected a span"),
    ],
)
def test_what_looks_back_a_year_needs_one(figure, says):
    with pytest.raises(ScenarioError, match=says):
        target_of(market(24).changed({"evidence": [figure]}), {})
    longer = figure | {"period": "1 to 24"}
    assert len(target_of(market(24).changed({"evidence": [longer]}), {}).figures) == 1


def test_a_run_is_held_against_rungs_and_says_nothing_of_what_it_does_not_keep():
    figures = [{"measure": one, "value": 1, "period": "1 to 12"} for one in (NET, "clients")]
    year = market(12).changed({"evidence": figures})
    result = relsim.run(year, replications=2)
    (held,) = held_evidence(Subject(result))
    rows = result.ladder
    rows = rows[(rows["firm"] == "harbour") & (rows["period"] == 11) & (rows["rung"] == word(Rung.CLIENT))]
    assert held.given == pytest.approx(rows["customers"].mean())


def test_every_measure_has_words_and_amounts():
    assert all(noun_of(one) and "_" not in noun_of(one) for one in EVIDENT)
    assert len({noun_of(one) for one in EVIDENT}) >= len(EVIDENT) - 3
    assert amount_in_words(0.8, NET).startswith("80")
    assert "%" not in amount_in_words(1.5, "order_cycle")
