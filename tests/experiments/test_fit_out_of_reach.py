"""Claims about figures that no market in the ranges gives: the others are fitted without, and it is said."""

from dataclasses import replace

import pandas as pd
import pytest

import relsim
from relsim.questions.fit.elsewhere import Elsewhere
from relsim.questions.fit.page import fit_sentences, note_of
from relsim.questions.fit.target import Measured
from relsim.questions.fit.words import KNOWN, NOT_TOLD, Reach

pytestmark = pytest.mark.usefixtures("sketched")

GIVEN = [
    {"measure": "lost_to_neglect", "value": 13},
    {"measure": "lost_to_neglect", "firm": "summit", "value": 13},
]
OUT_OF_REACH = {"measure": "acquired", "value": 100_000, "period": "1 to 6"}


def fitted(*evidence):
    base = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(400)
    return relsim.fit(base.changed({"evidence": list(evidence)}), draws=64)


@pytest.fixture(scope="module")
def dragged():
    return fitted(GIVEN[0], OUT_OF_REACH, GIVEN[1])


@pytest.mark.slow
def test_a_figure_out_of_reach_does_not_move_what_the_others_tell(dragged):
    alone = fitted(*GIVEN)
    pd.testing.assert_frame_equal(dragged.draws, alone.draws)
    assert [one["estimate"] for one in dragged.figures["values"]] == [
        one["estimate"] for one in alone.figures["values"]
    ]
    assert not any(one["set_aside"] for one in alone.figures["evidence"])


def test_a_fit_without_a_figure_is_told_first_and_is_no_fit_of_all_of_them(dragged):
    assert [one["set_aside"] for one in dragged.figures["evidence"]] == [False, True, False]
    assert [one["reachable"] for one in dragged.figures["evidence"]] == [True, False, True]
    said = fit_sentences(dragged)
    assert said[0].startswith("The model or the figure is wrong: no values in the ranges give 1 of 3 figures")
    assert said[1].startswith(
        "This is a fit of the other 2 figures alone, without customers won, months 1 to 6, "
    )
    assert KNOWN not in dragged.told
    notes = dragged.scenario.document.notes.values()
    assert not any(one.estimated.reached for one in notes if one.estimated)


FAR_OFF = [
    {"measure": "acquired", "value": 100_000, "period": "1 to 6"},
    {"measure": "complaints", "value": 9_000},
    {"measure": "acquired", "value": 300, "period": "7 to 12"},
]


@pytest.fixture(scope="module")
def impossible():
    return fitted(GIVEN[0], *FAR_OFF)


def test_where_most_figures_are_out_of_reach_no_value_is_narrowed_by_the_few_left(impossible, dragged):
    assert set(impossible.told) == {NOT_TOLD}
    assert [one["width"] for one in impossible.figures["values"]] == pytest.approx([1.0, 1.0], abs=0.05)
    assert len(dragged.draws) < dragged.asked.draws
    for one, factor in zip(impossible.figures["values"], impossible.asked.factors, strict=True):
        assert one["estimate"] == str(factor.value)
    document, notes = impossible.scenario.document, impossible.asked.scenario.document
    assert document.data == notes.data
    assert not any(one.estimated.reached for one in document.notes.values() if one.estimated)
    assert len(impossible.draws) == impossible.asked.draws
    assert impossible.draws["weight"].nunique() == 1


def test_where_most_figures_are_out_of_reach_it_is_said_plainly_with_the_nearest(impossible):
    said = fit_sentences(impossible)
    assert "no values in the ranges give 3 of 4 figures" in said[0]
    assert said[1].startswith("This market cannot make these figures together. No value is narrowed")
    near = impossible.reaches[3]
    assert said[2].startswith("Nearest to being given is customers won, months 7 to 12: 300 measured, ")
    assert f" {near.nearest:.0f} comes nearest" in said[2]
    assert not any("This is a fit of the other" in one for one in said)
    note = note_of(impossible)
    assert "no estimate" in note.tables[1].remark
    assert not note.attempts.failures


def test_no_value_is_advised_that_leaves_a_figure_farther_than_the_ranges_do():
    nps = Measured("nps", 9.09, 4.6, "survey")
    reach = Reach(nps, (13.5, 40.0, 60.0), (30.0, 50.0, 55.0), False, 13.5, True, 9.0, None)
    advice = Elsewhere("firms.cloudy.price", 100, 70, reach, 29.3, 50.0)
    assert not advice.is_nearer
    assert replace(advice, figure=10.0).is_nearer
