"""Claims about fits: what data tell is found, what they do not tell is said, and nothing else is touched."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from command_line import called

import relsim
from relsim.errors import InputError, ScenarioError
from relsim.questions.fit.draws import market_at, places_drawn
from relsim.questions.fit.figures_together import told_twice
from relsim.questions.fit.page import data_and_model, fit_sentences, note_of, spans_left
from relsim.questions.fit.request import Asking, reference_of, resampled, unknowns_of
from relsim.questions.fit.survey_match import matched_answers, settings_of_answers
from relsim.questions.fit.target import target_of
from relsim.questions.fit.words import (
    KNOWN,
    LEAST_TOLD,
    NARROWED,
    NOT_TOLD,
    pairs_that_trade_off,
    words_told,
)
from relsim.report.names import name_of_value
from relsim.report.unidentified import untold
from relsim.runs.options import Runner
from relsim.scenario.load import load
from relsim.scenario.yaml.document import document_in
from relsim.statistics.learning import learnt
from relsim.statistics.posterior import HELD, Posterior, Reference

pytestmark = pytest.mark.usefixtures("sketched")

NEGLECT, COST = "behaviour.departure.neglect", "firms.harbour.contact.cost"
FIGURES = [
    {
        "measure": "lost_to_neglect",
        "value": 13,
        "give_or_take": 1,
        "period": "1 to 12",
        "source": "exit survey",
    },
    {"measure": "lost_to_neglect", "firm": "summit", "value": 13, "give_or_take": 1},
]


def market(evidence=FIGURES):
    base = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(400)
    return base.changed({"evidence": evidence})


@pytest.fixture(scope="module")
def found():
    return relsim.fit(market(), draws=128)


def test_data_narrow_what_bears_on_them_and_leave_the_rest(found):
    told = {one["value"]: one for one in found.figures["values"]}
    assert told[NEGLECT]["r2"] > 0.3 > told[COST]["r2"]
    assert told[NEGLECT]["width"] < 0.95
    assert told[COST]["told"] == NOT_TOLD


def test_estimates_lie_in_their_intervals_and_these_in_the_ranges(found):
    for one in found.figures["values"]:
        numbers = [
            float(str(text).split("%")[0]) for text in (*one["prior"], *one["interval"], one["estimate"])
        ]
        lowest, highest, low, high, middle = numbers
        assert lowest <= low <= high <= highest
        assert one["told"] == NOT_TOLD or low <= middle <= high


def test_a_fit_touches_only_what_was_not_known(found):
    before, after = market().model_dump(), found.scenario.model_dump()
    assert after["behaviour"]["departure"].pop("neglect") != before["behaviour"]["departure"].pop("neglect")
    cost = [one["firms"]["harbour"]["contact"].pop("cost") for one in (before, after)]
    assert cost[0] == cost[1]
    assert before == after


def test_a_value_that_was_not_told_keeps_its_value_its_source_and_its_range(found):
    path = ("firms", "harbour", "contact", "cost")
    before, after = market().document, found.scenario.document
    assert replace(after.notes[path], estimated=None) == before.notes[path]
    assert after.notes[path].estimated.told == NOT_TOLD
    assert after.data["firms"]["harbour"]["contact"] == before.data["firms"]["harbour"]["contact"]
    told = {one["value"]: one for one in found.figures["values"]}
    assert told[COST]["estimate"] == str(before.data["firms"]["harbour"]["contact"]["cost"])


def test_the_fitted_market_is_written_with_what_was_told_and_read_again(found, tmp_path):
    file = tmp_path / "market.fitted.yaml"
    file.write_text(found.scenario.to_yaml(), encoding="utf-8")
    note = load(file).document.note(("behaviour", "departure", "neglect"))
    assert note.source == "estimated from evidence and exit survey"
    assert note.estimated.told == found.figures["values"][0]["told"]
    assert note.range == ("10% per year", "30% per year")
    assert load(file).evidence == market().evidence


def test_a_comparison_of_the_fitted_market_remembers_what_was_told(found, tmp_path):
    from relsim.questions.compare.results import open_results, save

    save(relsim.compare(found.scenario, replications=2, policies=["attentive-contact"]), tmp_path)
    again = open_results(tmp_path).scenario.document
    assert again.notes == found.scenario.document.notes


@pytest.mark.parametrize(("leniency", "told"), [("{value: 0.3, range: [0.2, 0.5]}", 1), ("0.3", 0)])
def test_an_answer_that_is_matched_by_how_people_answer_is_no_proof(tmp_path, leniency, told):
    file = tmp_path / "market.yaml"
    scores = "evidence: [{measure: nps, value: 20, period: 1 to 12}, {measure: lost, value: 90}]"
    own = f"behaviour: {{answers: {{leniency: {leniency}}}}}"
    file.write_text(f"extends: retention-launch\nperiods: 12\n{scores}\n{own}\n", encoding="utf-8")
    scenario = load(file)
    asked = Asking(scenario, unknowns_of(scenario), {}, 64, Runner.of({}))
    assert len(matched_answers(asked)) == told
    assert settings_of_answers(asked) == ["behaviour.answers.leniency"] * told


def test_draws_carry_weights_that_sum_to_one(found):
    assert list(found.draws) == [NEGLECT, COST, "weight"]
    assert found.draws["weight"].sum() == pytest.approx(1.0)
    assert found.draws[NEGLECT].between(10.0, 30.0).all()


def test_the_page_says_of_every_value_what_was_told(found):
    text = " ".join(fit_sentences(found))
    assert all(name_of_value(one.name) in text for one in found.asked.factors)
    note = note_of(found)
    assert [row[2].endswith(" (as it was)") for row in note.tables[0].rows] == [
        word == NOT_TOLD for word in found.told
    ]
    assert [len(table.rows) for table in note.tables[:2]] == [2, 2]
    assert all(picture.svg for picture in note.pictures)
    assert not note.attempts.failures


@pytest.mark.slow
def test_a_figure_out_of_reach_is_said_first_and_nothing_is_called_known():
    fit = relsim.fit(market([{"measure": "lost_to_neglect", "value": 390, "give_or_take": 1}]), draws=64)
    assert not fit.figures["evidence"][0]["reachable"]
    said = fit_sentences(fit)
    assert said[0].startswith(
        "The model or the figure is wrong: no values in the ranges give the only figure"
    )
    most = max(fit.asked.seen(places_drawn(64, 2, 1))[:, 0])
    assert said[1].startswith("Lost to neglect, months 1 to 12 (`evidence`): 390 was measured, ")
    assert float(said[1].split("at most ")[1].rstrip(".")) == pytest.approx(most, abs=4)
    assert said[2].startswith(
        f"What to do about the first: widen the range of {name_of_value(NEGLECT)} upwards"
    )
    assert said[2].endswith("leave that figure out of `evidence`.")
    assert KNOWN not in fit.told
    again = document_in(fit.scenario.to_yaml(), "fitted.yaml")
    assert again.notes == fit.scenario.document.notes
    assert not any(note.estimated.reached for note in again.notes.values() if note.estimated)
    assert untold(fit.scenario)[0].startswith("The fit failed")


def test_a_fit_is_the_same_with_any_number_of_workers_and_from_a_store(tmp_path):
    one = relsim.fit(market(), draws=64, jobs=1, store=tmp_path / "tasks")
    two = relsim.fit(market(), draws=64, jobs=2)
    again = relsim.fit(market(), draws=64, store=tmp_path / "tasks")
    assert one.figures == two.figures == again.figures
    pd.testing.assert_frame_equal(one.draws, two.draws)


def test_every_draw_has_luck_of_its_own():
    scenario = market()
    chances = np.full((3, 2), 0.5)
    from relsim.questions.fit.request import Asking, unknowns_of
    from relsim.runs.options import Runner

    asked = Asking(scenario, unknowns_of(scenario), {}, 64, Runner.of({}))
    assert len(np.unique(asked.seen(chances), axis=0)) == 3


@pytest.mark.slow
def test_tables_of_any_kind_are_evidence(tmp_path):
    survey = tmp_path / "survey.csv"
    survey.write_text(
        "customer,date,recommend\n" + "\n".join(f"{n},2025-03-0{1 + n % 9},{n % 11}" for n in range(60))
    )
    periods = tmp_path / "periods.csv"
    rows = "\n".join(f"2025-{month:02d},{110 - month},{3},{4},{3300}" for month in range(1, 13))
    periods.write_text(f"month,customers,won,lost,revenue\n{rows}\n")
    fit = relsim.fit(market([]), {"survey": survey, "periods": periods}, draws=64)
    told = {one["evidence"]: one for one in fit.figures["evidence"]}
    assert {one["source"] for one in told.values()} == {"survey", "periods"}
    assert told["churn, periods 1 to 6"]["data"] == pytest.approx(24 / (109 + 109 + 108 + 107 + 106 + 105))


def test_answers_are_weighed_by_how_readily_people_answer(tmp_path):
    file = tmp_path / "survey.csv"
    answers = [10] * 30 + [8] * 20 + [3] * 40
    file.write_text("customer,recommend\n" + "\n".join(f"k{n},{one}" for n, one in enumerate(answers)) + "\n")
    tables = {"survey": relsim.audit(file).tables[0]}
    plain = market([])
    (alike,) = target_of(plain, tables).figures
    assert (alike.value, alike.source) == (pytest.approx(100 * (30 - 40) / 90), "survey")
    assert alike.give_or_take == pytest.approx(100 * np.std([1] * 30 + [0] * 20 + [-1] * 40) / 90**0.5)
    weighed = plain.changed({"survey": {"promoters": 1.5, "detractors": 2}})
    (figure,) = target_of(weighed, tables).figures
    assert figure.value == pytest.approx(100 * (20 - 20) / 60)
    assert "detractors 2 times" in figure.source
    one, other = (relsim.Variant.of(each).fingerprint for each in (plain, weighed))
    assert one == other


def test_a_readiness_to_answer_below_zero_is_refused_where_it_stands():
    with pytest.raises(ScenarioError, match=r"survey\.detractors: expected a number above zero"):
        market([]).changed({"survey": {"detractors": -1}})


def test_nothing_to_fit_is_refused_in_one_sentence():
    with pytest.raises(InputError, match="nothing to fit to"):
        relsim.fit(market([]))
    with pytest.raises(InputError, match="no value has a range"):
        relsim.fit("leaky-bucket")
    with pytest.raises(
        InputError, match='no kind of table is called "transaction"; did you mean "transactions"'
    ):
        relsim.fit(market(), {"transaction": "x.csv"})


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"measure": "losst", "value": 1}, 'did you mean "lost"'),
        ({"measure": "lost", "value": 1, "firm": "harbor"}, 'did you mean "harbour"'),
        ({"measure": "lost", "value": 1, "segment": "saver"}, 'did you mean "savers"'),
        ({"measure": "nps", "value": 1, "segment": "savers"}, "not counted for a segment"),
        ({"measure": "lost", "value": 1, "period": "7 to 3"}, 'did you mean "1 to 12"'),
        ({"measure": "lost", "value": 1, "give_or_take": -1}, "zero or more"),
        ({"measure": "lost", "value": "60%"}, '"lost" is no share; expected one such as 120'),
        ({"measure": "lost", "value": 60, "give_or_take": "5%"}, "expected how far it may be off, such as 3"),
        ({"measure": "cost_to_acquire", "value": 60, "give_or_take": "5%"}, "is no share"),
        ({"measure": "lost", "value": -60}, "expected a number of zero or more"),
        ({"measure": "yearly_retention", "value": 78}, 'did you mean "78%"'),
        ({"measure": "nps", "value": 178}, "expected one from -100 to 100"),
    ],
)
def test_wrong_evidence_is_refused_where_it_stands(wrong, says):
    with pytest.raises(ScenarioError, match=says):
        market([wrong])


def test_a_figure_that_stands_there_twice_and_differs_is_told():
    lost = {"measure": "lost", "value": 60, "give_or_take": 3}
    told = told_twice(
        market([lost, lost | {"value": 64}, lost | {"value": 20}, lost | {"firm": "summit", "value": 9}])
    )
    assert told == ["Lost stands under `evidence` twice, as 60 and 20: both cannot be right."]


def test_points_of_a_score_are_its_unit():
    (score,) = market([{"measure": "nps", "value": 20, "give_or_take": "5 points"}]).evidence
    (kept,) = market([{"measure": "yearly_retention", "value": "78%", "give_or_take": "2 points"}]).evidence
    assert (score.give_or_take, kept.give_or_take) == (5.0, 0.02)


def test_how_long_a_market_is_run_is_nothing_that_data_tell(tmp_path):
    file = tmp_path / "market.yaml"
    file.write_text(
        "title: x\nperiods: {value: 12, range: [6, 12]}\nreplications: {value: 30, range: [20, 40]}\n"
        "firms:\n  one: {price: {value: 10, range: [5, 20]}}\n"
    )
    assert [one.name for one in unknowns_of(load(file))] == ["firms.one.price"]


def test_a_figure_of_a_period_that_is_not_run_is_refused_by_the_fit_alone():
    late = market([{"measure": "lost", "value": 1, "period": "9 to 13"}])
    with pytest.raises(ScenarioError, match="the run has 12 months, expected periods within it"):
        relsim.fit(late, draws=64)


def toy(chances, luck):
    noise = luck.standard_normal(chances.shape)
    told = chances[:, 0] + 0.05 * noise[:, 0]
    both = chances[:, 1] + chances[:, 2] + 0.02 * noise[:, 1]
    return np.column_stack([told, both, noise[:, 2]])


def test_intervals_hold_what_they_promise_and_a_pair_that_trades_off_is_not_told():
    luck = np.random.default_rng(7)
    chances, truth = places_drawn(1024, 4, 1), luck.random((40, 4))
    known = learnt(toy(chances, luck), chances, toy(truth, luck), 1)
    reference = Reference(chances, known.seen, known.error)
    held, words = [], []
    for place, one in enumerate(truth):
        left = reference.calibrated(known.asked[place])
        low, high = left.interval
        held.append((low <= one) & (one <= high))
        words.append(words_told(left, known.r2, pairs_that_trade_off(left, known.r2), reached=True))
    assert abs(np.mean(held) - HELD) < 0.06
    columns = list(zip(*words, strict=True))
    assert set(columns[0]) == {KNOWN}
    assert set(columns[1]) == set(columns[2]) == set(columns[3]) == {NOT_TOLD}


def test_an_interval_reaches_to_the_end_of_the_range_where_values_crowd_there_and_only_there():
    luck, even = np.random.default_rng(5), np.full(4000, 1.0)
    crowding = np.column_stack([luck.beta(1, 5, 4000), luck.beta(5, 1, 4000), luck.beta(5, 5, 4000)])
    low, high = Posterior(crowding, even, np.arange(4000)).interval
    assert (low[0], high[1]) == (0.0, 1.0)
    assert (crowding[:, 2] < low[2]).mean() == pytest.approx(0.05, abs=0.001)
    inside = ((low <= crowding) & (crowding <= high)).mean(axis=0)
    assert np.abs(inside - HELD).max() < 0.01
    assert high[0] < np.quantile(crowding[:, 0], 0.95)


@pytest.mark.parametrize("truth", [0.0, 1.0])
def test_a_value_at_the_very_end_of_its_range_is_held(truth):
    luck, chances = np.random.default_rng(9), places_drawn(256, 1, 1)
    summaries = chances + 0.1 * luck.standard_normal(chances.shape)
    reference = Reference(chances, summaries, np.array([0.1]))
    held = 0
    for seen in truth + 0.1 * luck.standard_normal((10, 1)):
        low, high = reference.calibrated(seen).interval
        held += int(low[0] <= truth <= high[0])
    assert held >= 7


def test_a_value_of_which_nothing_is_told_keeps_its_range_however_far_the_data_lie_from_all_draws():
    luck, chances = np.random.default_rng(11), places_drawn(256, 4, 1)
    noise = luck.standard_normal((256, 8))
    figures = np.column_stack([chances[:, 0] + 0.02 * noise[:, 0], noise[:, 1:]])
    known = learnt(figures, chances, np.array([[-0.4, *np.full(7, 2.0)]]), 1)
    assert known.r2[0] > 0.8 and (known.r2[1:] < LEAST_TOLD).all()
    low, high = reference_of(chances, known).calibrated(known.asked[0]).interval
    assert high[0] - low[0] < 0.2
    assert (high[1:] - low[1:] > 0.75).all()
    moved = Reference(chances, known.seen, known.error).calibrated(known.asked[0]).interval
    assert (moved[1] - moved[0])[1:].min() < (high - low)[1:].min()


@pytest.mark.slow
def test_only_the_worst_misses_are_told_in_full_and_in_dates_where_there_are_any(tmp_path):
    rows = [f"{2023 + n // 12}-{1 + n % 12:02},{1000},{400},{300}" for n in range(24)]
    table = tmp_path / "months.csv"
    table.write_text("\n".join(["month,customers,won,lost", *rows]) + "\n", encoding="utf-8")
    wide = market([{"measure": "nps", "value": 99, "give_or_take": 0.1}])
    fit = relsim.fit(wide, {"periods": table}, draws=64)
    said = fit_sentences(fit)
    assert said[0].startswith("Contradiction, one of ") and fit.figures["tables"] == said[:1]
    assert "give 5 of 5 figures" in said[1]
    assert sum(" was measured" in one for one in said) == 3
    assert "2 more are in the table of the evidence." in said
    told = " ".join(said)
    assert "won_per_customer" not in told and "in a month, 2023-01 to 2023-06 (months.csv): " in told
    assert "leave out --periods" in told or "leave that figure out" in told
    assert said == [one for one in said if one] and fit.figures["calendar"] == said[-1:]


def test_nothing_of_a_figure_is_cut_off(found):
    for draw in (spans_left, data_and_model):
        ax = draw(found)
        figure = ax.get_figure()
        figure.canvas.draw()
        label = ax.xaxis.label.get_window_extent()
        assert figure.bbox.x0 <= label.x0 and label.x1 <= figure.bbox.x1


def test_what_is_half_told_is_narrowed():
    luck = np.random.default_rng(3)
    chances = places_drawn(512, 1, 1)
    seen = chances + 0.2 * luck.standard_normal(chances.shape)
    known = learnt(seen, chances, np.array([[0.5]]), 1)
    left = Reference(chances, known.seen, known.error).calibrated(known.asked[0])
    assert words_told(left, known.r2, [], reached=True) == [NARROWED]
    assert resampled(left, 50, 1).mean() == pytest.approx(0.5, abs=0.15)


def test_a_place_in_the_ranges_is_a_market_with_all_its_values():
    scenario = market()
    changed = market_at(scenario, unknowns_of(scenario), [0.0, 1.0])
    assert str(changed.behaviour.departure.neglect) == "10% per year"
    assert changed.firms["harbour"].contact.cost == 4.0


def test_the_command_leaves_market_draws_figures_and_page(tmp_path, capsys):
    file, out = tmp_path / "mine.yaml", tmp_path / "out"
    file.write_text(market().to_yaml(), encoding="utf-8")
    assert called("fit", str(file), "--draws", "64", "--out", str(out), "--resume") == 2
    assert "nothing to go on from" in capsys.readouterr().err
    assert called("fit", str(file), "--draws", "64", "--out", str(out)) == 0
    said = capsys.readouterr().err
    assert "0 of 64 markets drawn from the ranges" in said and "0 of 64 markets run again" in said
    assert {"mine.fitted.yaml", "draws.parquet", "fit.html", "fit.json"} <= {
        one.name for one in out.iterdir()
    }
    told = json.loads((out / "fit.json").read_text(encoding="utf-8"))
    assert [one["value"] for one in told["values"]] == [NEGLECT, COST]
    assert called("fit", str(file), "--draws", "64", "--out", str(out), "--resume") == 0
    assert json.loads((out / "fit.json").read_text(encoding="utf-8")) == told
