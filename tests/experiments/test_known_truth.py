"""Where the truth is known: a published model, fitted to exported purchases, finds what was simulated."""

import warnings
from pathlib import Path

import pandas as pd
import pytest

import relsim
from relsim.vocabulary import LAPSED

CLASSIC = Path(__file__).parents[2] / "experiments" / "classics" / "bg-nbd.yaml"
TRUE = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}
STANDARD_ERRORS = {"r": 0.0034, "alpha": 0.11, "a": 0.035, "b": 0.14}
"""Of maximum likelihood with 20,000 customers and 78 weeks, from the curvature at the estimate."""


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_bg_nbd_finds_its_parameters_and_who_is_still_there_in_exported_purchases():
    """Within four standard errors of Fader, Hardie and Lee's CDNOW values: about one false alarm in 4,000.

    The mean rate of purchase, the mean chance to leave and the share still there are held to 5 %, 5 %
    and 2 points. Weeks are discrete here and continuous in the model; that bias is within these limits.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        lifetimes = pytest.importorskip("lifetimes")
        utils = pytest.importorskip("lifetimes.utils")
    scenario = relsim.load(CLASSIC)
    log = relsim.transactions(scenario, seed=11)
    end = pd.Timestamp("2025-01-01") + pd.Timedelta(weeks=scenario.periods)
    seen = utils.summary_data_from_transaction_data(
        log, "customer", "date", observation_period_end=end, freq="D", freq_multiplier=7
    )
    assert len(seen) == scenario.customers
    model = lifetimes.BetaGeoFitter().fit(seen["frequency"], seen["recency"], seen["T"])
    for name, value in TRUE.items():
        assert model.params_[name] == pytest.approx(value, abs=4 * STANDARD_ERRORS[name]), name
    r, alpha, a, b = (model.params_[name] for name in TRUE)
    assert r / alpha == pytest.approx(TRUE["r"] / TRUE["alpha"], rel=0.05)
    assert a / (a + b) == pytest.approx(TRUE["a"] / (TRUE["a"] + TRUE["b"]), rel=0.05)
    market = relsim.Market(scenario, seed=11).run()
    still_there = (market.columns.rung[:, 0] != LAPSED).mean()
    guessed = model.conditional_probability_alive(seen["frequency"], seen["recency"], seen["T"])
    assert guessed.mean() == pytest.approx(still_there, abs=0.02)
