"""Claims about the market that a fit writes: it gives the figures as well as what is told of it allows."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

import relsim
from relsim.questions.fit import written_market as subject
from relsim.questions.fit.in_folder import next_step
from relsim.questions.fit.page import evidence_table, fit_sentences
from relsim.questions.fit.request import Asking, Left, unknowns_of
from relsim.questions.fit.words import KNOWN, NARROWED, NOT_TOLD
from relsim.questions.fit.written_market import EACH_RUN, beside_what_stays, written_market
from relsim.runs.options import Runner
from relsim.statistics.posterior import Posterior

NEGLECT = "behaviour.departure.neglect"


def going_together(correlation, count=4000):
    """What is left of two unknowns that go together so much, spread over the middle of their ranges."""
    luck = np.random.default_rng(1).standard_normal((count, 2))
    luck[:, 1] = correlation * luck[:, 0] + np.sqrt(1.0 - correlation**2) * luck[:, 1]
    return Posterior(1.0 / (1.0 + np.exp(-0.5 * luck)), np.ones(count), np.arange(count))


def at_chance(*chances):
    return [SimpleNamespace(chance=chance) for chance in chances]


def test_a_told_value_goes_with_one_that_stays_as_it_was():
    left, told = going_together(-0.8), [NARROWED, NOT_TOLD]
    below, middle, above = (
        beside_what_stays(left, at_chance(0.5, chance), told)[0] for chance in (0.3, 0.5, 0.7)
    )
    assert below > 0.56 > 0.51 > middle > 0.49 > 0.44 > above
    low, high = left.interval
    for chance in (0.0, 1.0):
        assert low[0] <= beside_what_stays(left, at_chance(0.5, chance), told)[0] <= high[0]


def test_values_that_do_not_go_together_stand_in_the_middle_of_what_is_left():
    left = going_together(0.0)
    told = beside_what_stays(left, at_chance(0.5, 0.2), [KNOWN, NOT_TOLD])
    assert told == pytest.approx(left.quantile(0.5), abs=0.01)
    for words in ([KNOWN, NARROWED], [NOT_TOLD, NOT_TOLD]):
        assert (beside_what_stays(left, at_chance(0.1, 0.9), words) == left.quantile(0.5)).all()


@pytest.fixture
def asked():
    """A market of two unknowns, of which contact pays nothing that is measured."""
    market = relsim.load("retention-launch").scaled_to(300).changed({"periods": 6})
    figures = [{"measure": "lost_to_neglect", "value": 12, "give_or_take": 1, "period": "1 to 6"}]
    market = market.changed({"evidence": figures})
    return Asking(market, unknowns_of(market), {}, 64, Runner.of({}))


def left_of(drawn, figures):
    posterior = Posterior(drawn, np.ones(len(drawn)), np.arange(len(drawn)))
    return Left(posterior, np.array([0.9, 0.0]), figures, drawn, np.array([True]))


def test_a_written_market_goes_to_where_the_figures_are_given_within_what_is_left(asked, monkeypatch):
    names = [one.name for one in asked.factors]
    place, unknown = names.index(NEGLECT), asked.factors[names.index(NEGLECT)]
    drawn = np.random.default_rng(2).uniform(0.2, 0.8, (200, 2))
    figures = 4.0 + 20.0 * drawn[:, [place]]

    def given(_, market):
        value = market.document.data["behaviour"]["departure"]["neglect"]
        chance = replace(unknown, value=value).chance
        return 4.0 + 20.0 * chance + np.linspace(-1.0, 1.0, EACH_RUN)[:, np.newaxis]

    monkeypatch.setattr(subject, "figures_given", given)
    told = [NARROWED if one == place else NOT_TOLD for one in range(2)]
    aim = replace(asked.target.figures[0], value=17.0)
    vars(asked)["target"] = replace(asked.target, figures=(aim,))
    written = written_market(asked, left_of(drawn, figures), told, reached=True)
    assert written.given == pytest.approx([17.0], abs=0.7)
    assert written.met.all()
    vars(asked)["is_exact"] = True
    exact = written_market(asked, left_of(drawn, figures), told, reached=True)
    assert exact.places == pytest.approx(left_of(drawn, figures).posterior.quantile(0.5), abs=0.05)
    vars(asked)["is_exact"] = False
    vars(asked)["target"] = replace(asked.target, figures=(replace(aim, value=24.0),))
    written = written_market(asked, left_of(drawn, figures), told, reached=True)
    _, high = left_of(drawn, figures).posterior.interval
    assert written.places[place] == pytest.approx(high[place])
    assert not written.met.any()


@pytest.fixture(scope="module")
def found():
    market = relsim.load("retention-launch").scaled_to(400).changed({"periods": 12})
    figure = {"measure": "lost_to_neglect", "value": 13, "give_or_take": 1, "period": "1 to 12"}
    return relsim.fit(market.changed({"evidence": [figure, {**figure, "firm": "summit"}]}), draws=128)


def test_a_fit_says_which_figures_its_market_gives_and_which_it_gave_before(found):
    row, other = found.figures["evidence"]
    met = int(row["met"]) + int(other["met"])
    before = int(found.written.met_before.sum())
    assert found.figures["written"] == {"figures": 2, "met": met, "met_before": before}
    again = relsim.run(found.scenario, replications=EACH_RUN, seed=9).periods
    mean = again[again["firm"] == "harbour"].groupby("replication")["lost_to_neglect"].sum().mean()
    assert row["given"] == pytest.approx(mean, rel=0.25)
    (told,) = [one for one in fit_sentences(found) if "run 16 times" in one]
    assert f"gives {met} of 2 figures; as it was, {before}." in told


def test_what_is_told_of_few_draws_is_called_a_first_look(found):
    (told,) = [one for one in fit_sentences(found) if "a first look" in one]
    assert told.startswith("These are 128 draws")
    many = replace(found, asked=replace(found.asked, draws=2048))
    assert not [one for one in fit_sentences(many) if "a first look" in one]


def test_a_market_that_was_nearer_as_it_was_is_told_to_be(found):
    worse = replace(found.written, met=np.array([False, True]), met_before=np.array([True, True]))
    (told,) = [one for one in fit_sentences(replace(found, written=worse)) if "run 16 times" in one]
    assert "gives 1 of 2 figures; as it was, 2. Missed: lost to neglect, " in told
    assert "Compare policies in both before you believe either" in told


def test_the_table_of_the_evidence_has_what_the_fitted_market_gives(found):
    worse = replace(found.written, given=np.array([13.2, 7.0]), met=np.array([True, False]))
    table = evidence_table(replace(found, written=worse))
    place = table.heads.index("fitted market")
    assert [row[place] for row in table.rows] == ["13.2", "7, missed"]
    assert not any("`" in cell for row in table.rows for cell in row)


def test_a_value_that_stays_as_it_was_lies_in_its_interval(found):
    for one in found.figures["values"]:
        written = (one["interval"][0], one["estimate"], one["interval"][1])
        low, estimate, high = (float(str(text).split()[0].rstrip("%")) for text in written)
        assert low <= estimate <= high


def test_a_failed_fit_does_not_send_to_a_comparison(found, tmp_path):
    fitted = tmp_path / "market.fitted.yaml"
    assert "relsim compare" in next_step(found, fitted)
    never = {"measure": "nps", "value": -99, "give_or_take": 1}
    failed = relsim.fit(found.asked.scenario.changed({"evidence": [never]}), draws=64)
    assert next_step(failed, fitted).endswith("this is no answer yet, since the fit of the market failed.")
