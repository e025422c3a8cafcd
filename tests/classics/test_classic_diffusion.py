"""The Bass model: diffusion by innovation and imitation, in continuous time and in whole years."""

import numpy as np
import pytest
from worlds import classic, finished

import relsim

WEEKS = 52.1775
P, Q = 0.03, 0.38


def adopters(scenario, replications=1):
    """Share of adopters after each period."""
    periods = relsim.run(scenario, replications=replications, seed=7).periods
    return periods.groupby("period")["customers"].mean().to_numpy() / scenario.customers


def closed_form(years):
    """The share of adopters in continuous time."""
    faded = np.exp(-(P + Q) * np.asarray(years))
    return (1 - faded) / (1 + Q / P * faded)


def in_steps(steps, p=P, q=Q):
    """The share of adopters after each whole year."""
    shares = [0.0]
    for _ in range(steps):
        shares.append(shares[-1] + (p + q * shares[-1]) * (1 - shares[-1]))
    return np.array(shares[1:])


@pytest.mark.slow
def test_weekly_diffusion_follows_the_closed_form_and_peaks_where_it_does():
    """D1 (Bass 1969), .01: four standard errors of three markets of 50,000 where they are largest.

    False alarms: below 1 in 1,000 seeds. The peak of adoptions smoothed over a year within half a year.
    """
    share = adopters(classic("bass-diffusion"), replications=3)
    years = np.array([1, 3, 5, 8, 10, 15, 20])
    assert closed_form(years) == pytest.approx(
        [0.0358, 0.1505, 0.3312, 0.6517, 0.8128, 0.9716, 0.9963], abs=1e-4
    )
    assert share[np.rint(years * WEEKS).astype(int) - 1] == pytest.approx(closed_form(years), abs=0.01)
    yearly = share[52:] - share[:-52]
    assert (yearly.argmax() + 27) / WEEKS == pytest.approx(np.log(Q / P) / (P + Q), abs=0.5)


@pytest.mark.slow
@pytest.mark.parametrize(("p", "q"), [(P, Q), (0.01, 0.5)])
def test_yearly_diffusion_follows_the_recursion(p, q):
    """D2, .005: four standard errors of twenty markets of 50,000. False alarms: below 1 in 1,000 seeds."""
    settings = {"behaviour.choice.innovation": f"{p} per year", "behaviour.choice.imitation": f"{q} per year"}
    share = adopters(classic("bass-diffusion-yearly", settings), replications=20)
    assert in_steps(20)[[0, 2, 4, 7, 9, 14]] == pytest.approx(
        [0.0300, 0.1228, 0.2729, 0.5881, 0.7826, 0.9782], abs=1e-4
    )
    assert share == pytest.approx(in_steps(20, p, q), abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["ring", "small world", "random"])
def test_no_network_with_the_same_rate_of_hearing_is_faster_than_complete_mixing(kind):
    """Structural check, with a slack of .005, more than three standard errors."""
    network = {"network.kind": kind, "network.neighbours": 4}
    share = adopters(classic("bass-diffusion-yearly", network), replications=10)
    assert (share <= in_steps(20) + 0.005).all()
    assert share[7] < in_steps(8)[7] - 0.01


def test_without_imitation_adoption_is_geometric():
    """Three standard errors of 800 customers, in plain Python."""
    alone = {"behaviour.choice.imitation": "0 per year", "customers": 800, "periods": 6}
    market = finished(classic("bass-diffusion-yearly", alone), driver="agents", seed=7)
    share = (market.columns.purchases > 0).mean()
    expected = 1 - 0.97**6
    assert share == pytest.approx(expected, abs=3 * np.sqrt(expected * (1 - expected) / 800))


def test_without_innovation_nobody_ever_adopts():
    idle = {"behaviour.choice.innovation": "0 per year", "customers": 200, "periods": 6}
    market = finished(classic("bass-diffusion-yearly", idle), driver="agents")
    assert (market.columns.purchases == 0).all()


def test_adopters_stay_adopters_and_buy_once():
    certain = {"behaviour.choice.innovation": "1 per year", "customers": 100, "periods": 4}
    market = finished(classic("bass-diffusion-yearly", certain), driver="agents")
    assert (market.columns.purchases == 1).all()
    assert market.records["acquired"][0].sum() == 100
