"""Claims about figures that would tell more: they are found in the market itself, and bringing them helps."""

from collections import Counter

import numpy as np
import pytest

import relsim
from relsim.measures.kinds_of_figures import (
    KINDS_OF_FIGURES,
    SURVEYED,
    KindOfFigures,
    asked_of_sample,
)
from relsim.questions.fit.look import Sought
from relsim.questions.fit.page import fit_sentences, note_of
from relsim.questions.fit.request import Asking, unknowns_of
from relsim.questions.fit.words import NOT_TOLD
from relsim.questions.fit.would_tell import FurtherFigure, further_figures, would_tell
from relsim.runs.options import Runner
from relsim.scenario.schema.evident import EVIDENT, LONGEST_BEFORE

pytestmark = pytest.mark.usefixtures("undrawn")

NEGLECT, COST = "behaviour.departure.neglect", "firms.harbour.contact.cost"


def market(*figures):
    base = relsim.load("retention-launch").changed({"periods": 12}).scaled_to(400)
    return base.changed({"evidence": [{"period": "1 to 12", **one} for one in figures]})


WON_AND_LOST = (
    {"measure": "acquired", "value": 62, "give_or_take": 8},
    {"measure": "lost", "value": 25, "give_or_take": 5},
)


@pytest.fixture(scope="module")
def found():
    return relsim.fit(market(*WON_AND_LOST), draws=64)


def told_with(fit, value):
    """What each kind of figures would tell of a value, by its name."""
    return {one["figures"]: one for one in fit.figures["would_tell"] if one["value"] == value}


def test_every_measure_that_can_be_evidence_is_of_one_kind():
    ours = Counter(name for kind in KINDS_OF_FIGURES if not kind.of_rivals for name in kind.measures)
    assert set(ours) == set(EVIDENT) - set(LONGEST_BEFORE)
    assert set(ours.values()) == {1}
    assert all(name in EVIDENT for kind in KINDS_OF_FIGURES for name in kind.measures)


def test_after_won_and_lost_alone_it_is_said_which_figures_would_narrow_what_is_not_told(found):
    words = dict(zip((one.name for one in found.asked.factors), found.told, strict=True))
    assert words[COST] == NOT_TOLD
    kinds = told_with(found, COST)
    assert next(name for name, one in kinds.items() if one["narrows"]) == "books"
    assert not kinds["reasons"]["narrows"] and not kinds["survey"]["narrows"]
    assert any(
        one.startswith("Costs and profit by line (`evidence`) would narrow") and "contact cost" in one
        for one in fit_sentences(found)
    )
    (table,) = [one for one in note_of(found).tables if one.caption == "What would tell more"]
    assert ["contact cost of harbour", "costs and profit by line"] in [row[:2] for row in table.rows]


@pytest.mark.slow
def test_who_brings_the_figures_that_were_named_learns_as_much_as_was_said(found):
    books = found.asked.further
    kept = next(place for place, one in enumerate(books) if one.sought.measure == "cost_to_retain")
    middle = float(np.median(found.asked.seen_with_further(np.full((3, 2), 0.5))[1][:, kept]))
    brought = relsim.fit(market(*WON_AND_LOST, {"measure": "cost_to_retain", "value": middle}), draws=64)
    told = {one["value"]: one for one in brought.figures["values"]}
    before = {one["value"]: one for one in found.figures["values"]}
    assert told[COST]["r2"] > before[COST]["r2"] + 0.4
    assert told[COST]["r2"] == pytest.approx(told_with(found, COST)["books"]["r2_with"], abs=0.2)
    assert told[COST]["told"] != NOT_TOLD and not told_with(brought, COST)


def test_what_a_table_tells_that_is_there_is_not_asked_for():
    scenario = market(*WON_AND_LOST)
    target = Asking(scenario, unknowns_of(scenario), {}, 64, Runner.of({})).target
    every = {one.kind.name for one in further_figures(target, [])}
    assert every == {kind.name for kind in KINDS_OF_FIGURES}
    assert every - {one.kind.name for one in further_figures(target, ["transactions", "survey"])} == {
        "purchases",
        "survey",
    }
    assert not set(target.sought) & {one.sought for one in further_figures(target, [])}


PLANTED = tuple(KindOfFigures(name, name, (name,)) for name in ("one", "half", "other half", "chance"))


def test_kinds_are_named_by_what_they_tell_alone_or_only_together():
    luck = np.random.default_rng(1)
    drawn = luck.random((600, 4))
    noise = luck.standard_normal((600, 5))
    mixed = luck.standard_normal(600)
    seen = np.column_stack(
        [drawn[:, 0] + 0.05 * noise[:, 0], drawn[:, 1] + 3.0 * mixed, drawn[:, 1] - 3.0 * mixed, noise[:, 1]]
    )
    figures = [FurtherFigure(kind, Sought(kind.name, "ours", None, (0, 12))) for kind in PLANTED]
    measured, r2 = (drawn[:, 3] + 0.05 * noise[:, 2])[:, np.newaxis], np.array([0.0, 0.0, 0.0, 0.95])
    told = would_tell(figures, seen, measured, drawn, r2, [*[NOT_TOLD] * 3, "known"], 1)
    enough = {(one.number, one.kind.name if one.kind else None) for one in told if one.is_enough}
    assert enough == {(0, "one"), (0, None), (1, None)}
    assert {one.number for one in told} == {0, 1, 2}


def test_a_survey_is_of_those_who_are_asked():
    assert asked_of_sample("nps", 20.0, SURVEYED) == pytest.approx(5.0)
    assert asked_of_sample("clients_share", 0.5, 100) == pytest.approx(0.05)
    assert asked_of_sample("failures", 300.0, 100) == 0.0
