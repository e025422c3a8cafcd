"""Claims about quantiles: those of the special functions of SciPy, as far as single precision shows."""

from hashlib import sha256

import numpy as np
import pytest
from scipy import special

from relsim.market import quantiles
from relsim.market.quantiles import beta_quantiles, gamma_quantiles, inverse_gamma

U = np.random.default_rng(5).random(20_000)
ENDS = np.array([1e-12, 1e-6, 3e-5, 0.5, 1 - 3e-5, 1 - 1e-6, 1 - 1e-9])


@pytest.mark.parametrize("shape", [0.001, 0.05, 0.3, 0.7, 1.0, 1 / 0.75**2, 4.0, 11.1, 300.0, 1e5])
def test_gamma_quantiles_are_the_exact_ones(shape):
    for u in (U, ENDS):
        exact = special.gammaincinv(shape, u) * 1.7 / shape
        assert gamma_quantiles(shape, 1.7, u) == pytest.approx(exact, rel=5e-8, abs=1e-300)


@pytest.mark.parametrize("shape", [1.001, 1.5, 3.0, 20.0, 1e4])
def test_inverse_gamma_quantiles_are_the_exact_ones(shape):
    for u in (U, ENDS):
        exact = 2.0 * (shape - 1.0) / special.gammainccinv(shape, u)
        assert inverse_gamma(shape, 2.0, u) == pytest.approx(exact, rel=5e-8)


@pytest.mark.parametrize("shapes", [(0.001, 0.001), (0.02, 0.5), (1, 1), (2, 3), (0.1, 90), (3e4, 1e4)])
def test_beta_quantiles_are_the_exact_ones_at_the_ends_of_all_steps(shapes):
    u = np.arange(0, 4096) / 4096
    exact = special.betaincinv(*shapes, u)
    found = beta_quantiles(shapes[0] / sum(shapes), 0.0, shapes[0], u)
    assert found == pytest.approx(exact, rel=5e-8, abs=1e-300)


@pytest.mark.parametrize("shape", [4.0, 300.0])
def test_where_there_is_a_table_few_quantiles_are_worked_out(shape, monkeypatch):
    def counted(distribution, u):
        asked.append(np.size(u))
        return exact(distribution, u)

    asked, exact = [], quantiles.Distribution.quantiles
    gamma_quantiles(shape, 1.0, U)
    monkeypatch.setattr(quantiles.Distribution, "quantiles", counted)
    gamma_quantiles(shape, 1.0, U)
    assert sum(asked) < 0.001 * len(U)


def test_a_shape_for_which_no_table_is_close_enough_has_none():
    assert quantiles._gamma(0.05, 1.0).curve is None
    assert quantiles._gamma(4.0, 1.0).curve is not None


@pytest.mark.parametrize("shape", [1e-300, 1e-9, 1e14, 1e100])
def test_the_widest_and_the_narrowest_shapes_have_quantiles(shape):
    assert np.isfinite(gamma_quantiles(shape, 1.0, ENDS)).all()
    assert np.isfinite(beta_quantiles(0.3, 0.0, shape, ENDS)).all()


def test_quantiles_are_the_same_bits_on_every_machine():
    u = (np.arange(5_000) + 0.5) / 5_000
    bits = sha256()
    for shape in (0.3, 1.7, 40.0):
        for found in (
            gamma_quantiles(shape, 1.0, u),
            inverse_gamma(shape + 1.0, 1.0, u),
            beta_quantiles(0.3, 0.0, shape, u),
        ):
            bits.update(found.tobytes())
    assert bits.hexdigest()[:16] == "8e07479f6f5260c4"


def test_the_smallest_shapes_give_quantiles_of_zero_and_no_warning():
    assert gamma_quantiles(0.001, 1.0, np.array([0.01, 0.1]))[0] == 0.0
