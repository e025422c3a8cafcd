"""Claims about quantiles from tables: the bits of the exact function, for every shape."""

import numpy as np
import pytest
from scipy import special

from relsim.market import quantiles
from relsim.market.quantiles import gamma_quantiles

U = np.random.default_rng(5).random(20_000)
ENDS = np.array([1e-12, 1e-6, 3e-5, 0.5, 1 - 3e-5, 1 - 1e-6, 1 - 1e-12])


@pytest.mark.parametrize("shape", [0.05, 0.3, 0.7, 1.0, 1 / 0.75**2, 4.0, 11.1, 300.0, 1e5])
def test_gamma_quantiles_are_rounded_from_the_exact_ones(shape):
    for u in (U, ENDS):
        exact = np.float32(special.gammaincinv(shape, u) * 1.7 / shape)
        assert gamma_quantiles(shape, 1.7, u).tobytes() == exact.tobytes()


@pytest.mark.parametrize("shape", [0.3, 1 / 0.75**2, 4.0, 300.0])
def test_where_there_is_a_table_few_quantiles_are_worked_out(shape, monkeypatch):
    def counted(shape, u):
        asked.append(np.size(u))
        return exact(shape, u)

    asked, exact = [], special.gammaincinv
    gamma_quantiles(shape, 1.0, U)
    monkeypatch.setattr(quantiles.special, "gammaincinv", counted)
    gamma_quantiles(shape, 1.0, U)
    assert sum(asked) < 0.02 * len(U)


def test_a_shape_for_which_no_table_is_close_enough_has_none():
    assert quantiles._gamma_curve(0.05) is None
    assert quantiles._gamma_curve(4.0) is not None


def test_the_smallest_shapes_give_quantiles_of_zero_and_no_warning():
    assert gamma_quantiles(0.001, 1.0, np.array([0.01, 0.1]))[0] == 0.0
