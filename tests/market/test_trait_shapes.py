"""Traits take the shapes that the literature prints, exactly."""

import numpy as np
import pytest
from scipy import stats
from worlds import differing, finished, world

from relsim.errors import ScenarioError
from relsim.scenario.schema.people import Segment

PEOPLE = 20_000


def drawn(name, **segment):
    """A trait of many customers."""
    scenario = world(customers=PEOPLE, periods=1, segments=[segment])
    from relsim.engine.market import Market

    return np.asarray(Market(scenario, seed=3).columns.people[name], np.float64)


@pytest.mark.parametrize(
    ("name", "segment", "expected"),
    [
        ("need_rate", {"mean": "0.5 per month", "shape": 0.243}, stats.gamma(0.243, scale=0.5 / 0.243)),
        (
            "need_rate",
            {"mean": "0.6 per month", "shape": 1.2, "distribution": "beta"},
            stats.beta(1.2, 0.8),
        ),
        (
            "need_rate",
            {"mean": "0.5 per month", "spread": 0.5, "distribution": "beta"},
            stats.beta(1.5, 1.5),
        ),
        (
            "basket",
            {"mean": 35.0, "shape": 3.745, "distribution": "inverse gamma"},
            stats.invgamma(3.745, scale=35.0 * 2.745),
        ),
        (
            "basket",
            {"mean": 2.0, "spread": 0.5, "distribution": "inverse gamma"},
            stats.invgamma(6.0, scale=10.0),
        ),
        (
            "basket",
            {"mean": 2.0, "shape": 0.453, "distribution": "gamma"},
            stats.gamma(0.453, scale=2 / 0.453),
        ),
        (
            "restlessness",
            {"mean": 1.0, "spread": 0.75, "distribution": "gamma"},
            stats.gamma(1 / 0.75**2, scale=0.75**2),
        ),
        ("fickleness", {"alpha": 0.704, "beta": 1.182}, stats.beta(0.704, 1.182)),
        ("fickleness", {"mean": 0.2, "spread": 0.1}, stats.beta(3.0, 12.0)),
    ],
)
def test_a_trait_has_the_distribution_of_its_shapes(name, segment, expected):
    """Kolmogorov-Smirnov; false alarms: 1 in 1,000 seeds for each."""
    values = drawn(name, **{name: segment})
    assert stats.kstest(values, expected.cdf).pvalue > 0.001


@pytest.mark.parametrize("name", ["restlessness", "proneness", "basket"])
def test_a_trait_of_which_only_the_spread_is_given_keeps_its_usual_mean_and_distribution(name):
    usual = getattr(Segment(), name)
    scenario = world(segments=[{name: {"spread": usual.spread}}])
    assert getattr(scenario.segments[0], name) == usual
    assert drawn(name, **{name: {"spread": 0.1}}).mean() == pytest.approx(usual.mean, rel=0.02)


def test_a_shape_and_the_spread_it_implies_make_the_same_people():
    by_shape = world(
        customers=200, periods=2, segments=[{"need_rate": {"mean": "1 per month", "shape": 4.0}}]
    )
    by_spread = world(
        customers=200, periods=2, segments=[{"need_rate": {"mean": "1 per month", "spread": 0.5}}]
    )
    one, other = (finished(scenario, driver="agents") for scenario in (by_shape, by_spread))
    assert differing(one, other) == []


@pytest.mark.parametrize(
    ("segment", "message"),
    [
        ({"need_rate": {"mean": "1 per month", "shape": 2, "spread": 0.5}}, "either a spread or a shape"),
        ({"basket": {"mean": 1, "shape": 2}}, "a lognormal has no shape"),
        ({"basket": {"mean": 1, "shape": 1, "distribution": "inverse gamma"}}, "shape above 1"),
        ({"fickleness": {"mean": 0.2, "alpha": 1, "beta": 2}}, "either a mean, or alpha and beta"),
        ({"fickleness": {"alpha": 1}}, "either a mean, or alpha and beta"),
        ({"prone": {"spread": 0.1}}, "proneness"),
        ({"name": {"spread": 0.1}}, "name"),
    ],
)
def test_contradictory_shapes_are_refused(segment, message):
    with pytest.raises(ScenarioError, match=message):
        world(segments=[segment])


def test_a_row_of_the_ladder_sums_to_at_most_one():
    row = {"client": {"supporter": 0.7, "lapsed": 0.4}}
    with pytest.raises(ScenarioError, match=r"sum to 1\.1, expected at most 1"):
        world({"firms.harbour.moves": row})
