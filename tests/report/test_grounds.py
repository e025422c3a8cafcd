"""Claims about what a verdict rests on: evidence that the market misses, and what a fit has not told."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from relsim.questions.compare.grounds import grounds, held_evidence, table_of_evidence
from relsim.questions.compare.page import findings, verdict_note
from relsim.questions.compare.question import Comparison
from relsim.questions.compare.run import Result, run
from relsim.questions.compare.subject import Subject
from relsim.report.fitted_figures import figures_fitted, table_of_fitted
from relsim.runs.hashes import file_hash
from relsim.scenario.load import load
from relsim.scenario.yaml.notes import EstimatedValue, ValueNote

FIRM = "har$bour$"


def with_evidence(results: Comparison | Result, *figures: dict[str, object]) -> Subject:
    return Subject(replace(results, scenario=results.scenario.changed({"evidence": list(figures)})))


def lost_in(results: Comparison) -> float:
    rows = results.periods[(results.periods["firm"] == FIRM) & (results.periods["policy"] == "keep")]
    return float(rows.groupby("replication")["lost"].sum().mean())


def test_a_market_that_gives_its_evidence_says_so_in_one_line(comparison: Comparison) -> None:
    given = {"measure": "lost", "value": round(lost_in(comparison)), "give_or_take": 5}
    told = ["The market gives what was measured: 2 of 2 figures are met."]
    assert grounds(with_evidence(comparison, given, given)) == told
    assert grounds(Subject(comparison)) == []


def test_figures_of_the_last_year_are_held_against_the_first_of_a_run(comparison: Comparison) -> None:
    year = {"measure": "lost", "value": 1_000_000, "period": "last year"}
    of_last, of_first = (
        with_evidence(comparison, year | {"period": one}) for one in ("last year", "1 to 12")
    )
    assert held_evidence(of_last)[0].given == held_evidence(of_first)[0].given > 0.0
    assert " customers lost in a year were measured" in " ".join(grounds(of_last))
    assert " customers lost in months 1 to 12 were measured" in " ".join(grounds(of_first))


def test_typed_figures_that_are_met_do_not_hide_a_fit_that_failed(comparison: Comparison) -> None:
    given = {"measure": "lost", "value": round(lost_in(comparison)), "give_or_take": 5}
    subject = with_evidence(comparison, given)
    document = subject.scenario.document
    path = ("firms", FIRM, "price")
    notes = {**document.notes, path: ValueNote(estimated=EstimatedValue((1, 2), "narrowed", reached=False))}
    scenario = subject.scenario.model_copy()
    scenario = type(scenario).of(replace(document, notes=notes), scenario.founding_prices)
    subject = Subject(replace(subject.results, scenario=scenario))
    told = grounds(subject)
    assert told[0].startswith("Of what is typed in under `evidence`, 1 of 1 figures is met")
    assert any(one.startswith("The fit failed") for one in told)
    (table,) = table_of_evidence(subject)
    assert "fit.html" in table.remark


def test_figures_of_tables_stand_below_as_the_fit_has_left_them(tmp_path: Path) -> None:
    market = tmp_path / "shop.fitted.yaml"
    market.write_text("extends: retention-launch\n", encoding="utf-8")

    def figure(name: str, source: str, reachable: bool) -> dict[str, object]:
        spans = {"before": [0.1, 0.2, 0.3], "after": [0.01, 0.016, 0.02]}
        return {"evidence": name, "source": source, "data": 0.018, "reachable": reachable, **spans}

    figures = [
        figure("churn, periods 1 to 6", "periods", True),
        figure("lost, periods 1 to 12", "our books", True),
        *(figure(f"nps, periods {at}", "survey, promoters taken to answer", False) for at in range(12)),
    ]
    told = {"evidence": figures, "files": {market.name: file_hash(market)}}
    (tmp_path / "fit.json").write_text(json.dumps(told), encoding="utf-8")
    scenario = load(str(market))
    assert len(figures_fitted(scenario)) == 13
    (table,) = table_of_fitted(scenario)
    assert len(table.rows) == 12 and table.rows[0][-1] == "no" and "1 more is in fit.html" in table.remark
    figures[:] = [figures[0], figures[1]]
    (tmp_path / "fit.json").write_text(json.dumps(told), encoding="utf-8")
    shown = [row for table in table_of_fitted(scenario) for row in table.rows]
    assert [[cell.replace("\xa0", " ") for cell in row] for row in shown] == [
        ["Churn, periods 1 to 6", "periods", "1.8 %", "20.0 %", "1.6 %", "yes"]
    ]
    market.write_text("extends: retention-launch\nperiods: 6\n", encoding="utf-8")
    assert table_of_fitted(load(str(market))) == []


@pytest.mark.parametrize(
    ("period", "words"),
    [("1", "in month 1 "), ("3 to 3", "in month 3 "), ("1 to 6", "in months 1 to 6 ")],
)
def test_a_figure_of_one_period_is_told_as_that(comparison: Comparison, period: str, words: str) -> None:
    figure = {"measure": "lost", "value": 10_000, "give_or_take": 1, "period": period}
    assert f"customers lost {words}were measured" in grounds(with_evidence(comparison, figure))[0]


def test_the_worst_three_misses_are_told_and_all_figures_stand_on_the_page(comparison: Comparison) -> None:
    lost = lost_in(comparison)
    values = [round(factor * lost) for factor in (1, 3, 8, 2, 5)]
    subject = with_evidence(comparison, *({"measure": "lost", "value": one} for one in values))
    (told,) = [one for one in grounds(subject) if one.startswith("The market misses its evidence")]
    assert "(1 of 5 figures is met)" in told and "1 more are on the page" not in told
    assert told.index(f"{values[2]:,} customers lost") < told.index(f"{values[4]:,} customers lost")
    assert told.endswith("; 1 more is on the page.") and f"{values[3]:,} customers lost" not in told
    (table,) = table_of_evidence(subject)
    assert [row[-1] for row in table.rows] == ["yes", "no", "no", "no", "no"]
    assert findings(subject)["measured"] == [table]
    assert table_of_evidence(Subject(comparison)) == []


@pytest.mark.parametrize("replications", [1, 2, 4])
def test_luck_is_never_said_of_a_gap_that_is_larger_than_the_luck_that_is_told(replications: int) -> None:
    results = run(load("retention-launch").scaled_to(300).changed({"periods": 12}), replications=replications)
    rows = results.periods[results.periods["firm"] == results.scenario.focal_firm]
    lost = float(rows["lost"].sum()) / replications
    room = 1.645 * (lost / replications) ** 0.5
    for gap in (0.5, 0.9, 1.1, 2.0, 4.0):
        value = (lost + gap * room) / results.scenario.scale
        figure = {"measure": "lost", "value": value, "give_or_take": 0.01, "period": "1 to 12"}
        told = " ".join(grounds(with_evidence(results, figure)))
        is_near = gap * room <= max(room, 0.05 * (lost + gap * room))
        assert ("by luck" in told) <= is_near
        assert ("The market misses its evidence" in told) == (not is_near)


@pytest.mark.parametrize(
    "figure",
    [
        {"measure": "lost", "value": 3_000_000},
        {"measure": "acquired", "value": 20_000, "give_or_take": 100, "period": "1 to 12"},
        {"measure": "yearly_retention", "value": "1%", "give_or_take": "1 point"},
        {"measure": "customers", "value": 90_000, "firm": "summit", "period": 24},
        {"measure": "revenue", "value": 5},
    ],
    ids=str,
)
def test_evidence_that_is_far_off_is_told_with_both_numbers(
    comparison: Comparison, result: Result, figure: dict[str, object]
) -> None:
    for results in (comparison, result):
        (told,) = grounds(with_evidence(results, figure))
        assert told.startswith("The market misses its evidence (0 of 1 figures are met): ")
        assert "measured" in told
    subject = with_evidence(comparison, figure)
    note = verdict_note(subject)
    assert grounds(subject)[0] in note["said"] and grounds(subject)[0] in note["board"]["said"]


def test_large_numbers_are_told_in_millions(comparison: Comparison) -> None:
    (told,) = grounds(with_evidence(comparison, {"measure": "lost", "value": 5_800_000}))
    assert "5.8 million customers lost in 24 months were measured" in told


def test_a_figure_that_the_run_does_not_have_is_not_judged(comparison: Comparison) -> None:
    late = {"measure": "lost", "value": 9_000_000, "period": "20 to 30"}
    of_some = {"measure": "lost", "value": 9_000_000, "segment": "everybody"}
    assert held_evidence(with_evidence(comparison, late, of_some)) == []


def test_how_far_luck_may_carry_few_markets_is_told_where_they_are_not_what_was_measured(
    comparison: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = lost_in(comparison)
    gap = 1.4 * (lost / comparison.replications) ** 0.5
    near = {"measure": "lost", "value": round(lost + gap), "give_or_take": 1}
    monkeypatch.setattr("relsim.questions.compare.grounds.WORTH_TELLING", 0.0)
    met, told = grounds(with_evidence(comparison, near))
    assert "1 of 1 figures is met" in met
    assert f"The mean of {comparison.replications} markets strays by luck: " in told
    assert "customers lost in 24 months were measured" in told and "luck may carry it" in told
    room = float(told.split("may carry it ")[1].split(" ")[0].replace(",", ""))
    assert room == pytest.approx(1.645 * (lost / comparison.replications) ** 0.5, rel=0.02)
    monkeypatch.setattr("relsim.questions.compare.grounds.ENOUGH_MARKETS", comparison.replications)
    assert not any("by luck" in one for one in grounds(with_evidence(comparison, near)))


def test_that_everybody_knows_the_firm_is_told_where_far_too_many_are_won(comparison: Comparison) -> None:
    few = {"measure": "acquired", "value": 1, "give_or_take": 0.1}
    assert "everybody knows" in grounds(with_evidence(comparison, few))[1].casefold()


def fitted(results: Comparison, told: dict[tuple[str, ...], str], reached: bool = True) -> Subject:
    document = results.scenario.document
    notes = {path: ValueNote(estimated=EstimatedValue((1, 2), word, reached)) for path, word in told.items()}
    scenario = results.scenario.of(replace(document, notes=notes), results.scenario.founding_prices)
    return Subject(replace(results, scenario=scenario))


def test_values_that_were_not_told_are_counted_and_those_that_policies_set_named(
    comparison: Comparison,
) -> None:
    frequency, price = ("firms", FIRM, "contact", "frequency"), ("firms", FIRM, "price")
    (said,) = grounds(fitted(comparison, {frequency: "not told", price: "not told", ("customers",): "known"}))
    assert "Not told by the data are 2 of 3 fitted values, among them" in said
    assert f"contact frequency of {FIRM}, which" in said and "attentive" in said and "price" not in said
    assert "the verdict rests on their ranges" in said


def test_a_fit_without_doubts_adds_no_sentence_and_one_that_failed_is_remembered(
    comparison: Comparison,
) -> None:
    told = {("customers",): "narrowed"}
    assert grounds(fitted(comparison, told)) == []
    assert grounds(fitted(comparison, told, reached=False))[0].startswith("The fit failed")
