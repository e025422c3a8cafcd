"""Claims about priors: a value is drawn from one, within what is valid; what is none is refused."""

import pytest
from scipy import stats

import relsim
from relsim.errors import InputError
from relsim.questions.fit.draws import market_at
from relsim.questions.fit.request import unknowns_of
from relsim.scenario.lint.scenario import warnings


def market_of(folder, note):
    file = folder / "market.yaml"
    file.write_text(f"title: Priors\nfirms:\n  one: {{price: 10, service: {{quality: {note}}}}}\n")
    return relsim.load(file)


def drawn(market, chance):
    (one,) = unknowns_of(market)
    return market_at(market, [one], [chance]).firms["one"].service.quality


@pytest.mark.parametrize(
    ("note", "distribution"),
    [
        ("{value: 20%, prior: {normal: [0.2, 0.05]}}", stats.norm(0.2, 0.05)),
        ("{value: 20%, prior: {normal: [20%, 5%]}}", stats.norm(0.2, 0.05)),
        ("{value: 0.3, prior: {beta: [2, 5]}}", stats.beta(2, 5)),
        ("{value: 30%, prior: {beta: [2, 5]}}", stats.beta(2, 5)),
        ("{value: 0.2, prior: {lognormal: [0.2, 0.3]}}", stats.lognorm(0.3, scale=0.2)),
        ("{value: 0.2, prior: {gamma: [9, 0.2]}}", stats.gamma(9, scale=0.2 / 9)),
        ("{value: 0.2, prior: {uniform: [0.1, 0.3]}}", stats.uniform(0.1, 0.2)),
    ],
)
def test_a_value_is_drawn_from_its_prior(tmp_path, note, distribution):
    market = market_of(tmp_path, note)
    for chance in (0.05, 0.3, 0.5, 0.9):
        assert drawn(market, chance) == pytest.approx(distribution.ppf(chance), rel=0.01)


def test_a_prior_is_cut_where_the_value_has_its_bounds(tmp_path):
    market = market_of(tmp_path, "{value: 90%, prior: {normal: [90%, 10%]}}")
    within = stats.norm(0.9, 0.1).cdf(1.0)
    assert drawn(market, 1.0) == 1.0
    assert drawn(market, 0.5) == pytest.approx(stats.norm(0.9, 0.1).ppf(0.5 * within), abs=0.001)


def test_a_prior_is_written_back(tmp_path):
    market = market_of(tmp_path, "{value: 20%, prior: {normal: [0.2, 0.05]}}")
    assert "prior: {normal: [0.2, 0.05]}" in market.to_yaml()


REFUSED = {
    "{value: 0.3, prior: {nomal: [0.1, 0.2]}}": 'did you mean "normal"',
    "{value: 0.3, prior: {normal: [0.1]}}": "expected two values, mean and standard deviation",
    "{value: 0.3, prior: normal}": "expected a distribution with its parameters",
    "{value: 0.3, prior: {normal: [0.1, -0.2]}}": "standard deviation of a normal prior must be above zero",
    "{value: 0.3, prior: {uniform: [0.5, 0.1]}}": "from a lower value to a higher one",
    "{value: 0.3, prior: {normal: [2, 0.1]}}": "the middle of the prior, 2.0, is not valid here",
    "{value: 0.3, prior: {normal: [2 per year, 0.1]}}": "has another unit than the value",
    "{value: 0.3, range: [0.1, 0.4], prior: {normal: [0.3, 0.1]}}": "either a range or a prior",
    "{value: 0.3, prior: {normal: [0.3, 0]}}": "standard deviation of a normal prior must be above zero",
    "{value: 0.3, prior: {normal: [a, b]}}": 'parameter of a prior, found the text "a"',
    "{value: 0.3, prior: {normal: [inf, 0.1]}}": "expected a number as the parameter of a prior",
    "{value: 0.3, prior: {normal: [true, 0.1]}}": "expected two values, mean and standard deviation",
    "{value: 0.3, prior: {gamma: [2, 1e-320]}}": "beyond any parameter of a prior",
    "{value: 0.3, prior: {beta: [2 per year, 5]}}": 'takes a plain number; did you mean "2"',
    "{value: 0.3, prior: {lognormal: [0.3, 1e6]}}": "the standard deviation of a logarithm is at most 5",
}


@pytest.mark.parametrize("note", REFUSED)
def test_a_prior_that_is_none_is_refused_where_it_stands(tmp_path, note):
    with pytest.raises(InputError) as refused:
        market_of(tmp_path, note)
    assert REFUSED[note] in str(refused.value)
    assert "market.yaml:3:" in str(refused.value)


def test_a_beta_prior_is_refused_where_a_value_may_be_more_than_a_share(tmp_path):
    file = tmp_path / "market.yaml"
    file.write_text("title: x\nfirms:\n  one: {price: {value: 10, prior: {beta: [2, 5]}}}\n")
    with pytest.raises(
        InputError, match=r"market\.yaml:3:35  firms\.one\.price\.prior: a beta prior is one of shares"
    ):
        relsim.load(file)


def test_a_value_outside_of_its_prior_is_warned_of(tmp_path):
    (said,) = warnings(market_of(tmp_path, "{value: 0.9, prior: {normal: [0.3, 0.01]}}"))
    assert "0.9 lies outside of what its prior allows, 0.267 to 0.333" in str(said)


def test_a_value_outside_of_its_range_is_warned_of(tmp_path):
    (said,) = warnings(market_of(tmp_path, "{value: 0.9, range: [0.2, 0.3]}"))
    assert "0.9 lies outside of its range, 0.2 to 0.3" in str(said)
    assert not warnings(market_of(tmp_path, "{value: 30%, range: [20%, 30%]}"))
