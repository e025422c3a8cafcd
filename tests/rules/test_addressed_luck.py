"""Claims about luck: a number depends on its address and on nothing else."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

import relsim.draws
from relsim import luck
from relsim.engine.compiled.driver import make_compilable
from relsim.luck import deeper, gumbel, market_key, normal, uniform

KEYS = st.integers(0, 2**64 - 1)
PURPOSES = st.integers(0, 255)
PARTNERS = st.integers(0, 2**48 - 1)
EXTREME_KEYS = [0, 1, 2**63 - 1, 2**63, 2**64 - 1]


@pytest.fixture(scope="module")
def in_compiled_code():
    """`uniform` below a key, `normal` and `gumbel` of it, as a kernel computes them."""
    for function in (luck.unsigned, luck.mixed, luck.deeper, luck.uniform, luck.tail):
        make_compilable(function)
    for function in (luck.normal, luck.middle, luck.gumbel):
        make_compilable(function)

    @numba.njit(error_model="numpy")
    def three(root, number, purpose, partner):
        u = luck.uniform(luck.deeper(root, number), purpose, partner)
        return u, luck.normal(u), luck.gumbel(u)

    return lambda root, *address: three(np.uint64(root), *address)


@given(key=KEYS, purpose=PURPOSES, partner=PARTNERS)
def test_a_number_lies_strictly_between_0_and_1(key, purpose, partner):
    assert 0.0 < uniform(key, purpose, partner) < 1.0


def test_even_the_smallest_and_the_largest_number_lie_strictly_between_0_and_1(monkeypatch):
    for word, expected in ((0, 2.0**-53), (2**64 - 1, 1.0 - 2.0**-53)):
        monkeypatch.setattr(luck, "mixed", lambda z, word=word: word)
        u = luck.uniform(1, 2, 3)
        assert u == expected
        assert np.isfinite([gumbel(u), normal(u)]).all()


@given(keys=st.lists(KEYS, min_size=1, max_size=20), purpose=PURPOSES, partner=PARTNERS)
def test_arrays_and_plain_integers_hold_the_same_numbers(keys, purpose, partner):
    together = uniform(np.array(keys, np.uint64), purpose, partner)
    assert together.tolist() == [uniform(key, purpose, partner) for key in keys]


@given(root=KEYS, numbers=st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=20))
def test_arrays_and_plain_integers_find_the_same_keys(root, numbers):
    together = deeper(root, np.array(numbers, np.uint64))
    assert together.tolist() == [deeper(root, number) for number in numbers]


@given(
    root=st.one_of(st.sampled_from(EXTREME_KEYS), KEYS),
    number=st.integers(0, 2**62),
    purpose=PURPOSES,
    partner=PARTNERS,
)
def test_compiled_code_finds_the_same_numbers(in_compiled_code, root, number, purpose, partner):
    u = uniform(deeper(root, number), purpose, partner)
    assert in_compiled_code(root, number, purpose, partner) == (u, normal(u), gumbel(u))


def test_a_number_does_not_depend_on_what_was_asked_before():
    first = uniform(7, 1, 2)
    for purpose in range(100):
        uniform(7, purpose, 3)
    assert uniform(7, 1, 2) == first


@pytest.mark.parametrize("kind", ["seed", "replication", "period", "customer"])
def test_neighbouring_keys_share_no_luck(kind):
    roots = {
        "seed": [market_key(seed, 0) for seed in range(300)],
        "replication": [market_key(0, replication) for replication in range(300)],
        "period": [deeper(market_key(0, 0), t) for t in range(300)],
        "customer": [deeper(deeper(market_key(0, 0), 1), i) for i in range(300)],
    }[kind]
    numbers = np.array([[uniform(key, purpose, 0) for purpose in range(20)] for key in roots])
    assert len(np.unique(numbers)) == numbers.size
    assert abs(np.corrcoef(numbers[:-1].ravel(), numbers[1:].ravel())[0, 1]) < 0.05


def test_seed_0_is_a_seed_like_any_other():
    assert market_key(0, 0) != market_key(1, 0)
    assert market_key(0, 1) != market_key(1, 0)


def test_swapping_seed_and_replication_is_another_market():
    keys = {market_key(seed, replication) for seed in range(40) for replication in range(40)}
    assert len(keys) == 1600


def test_no_two_purposes_or_partners_share_an_address():
    key = deeper(market_key(1, 0), 5)
    numbers = {uniform(key, purpose, partner) for purpose in range(64) for partner in range(64)}
    assert len(numbers) == 64 * 64


def test_every_purpose_has_a_number_of_its_own_below_256():
    purposes = {name: value for name, value in vars(relsim.draws).items() if name.isupper()}
    assert len(set(purposes.values())) == len(purposes)
    assert all(0 < value < 256 for value in purposes.values())


def test_numbers_are_uniform_over_customers_periods_and_purposes():
    for purpose in (1, 3, 13):
        for t in (1, 2, 50):
            keys = deeper(deeper(market_key(3, 1), t), np.arange(20_000, dtype=np.uint64))
            assert stats.kstest(uniform(keys, purpose, 0), "uniform").pvalue > 1e-4


def test_normal_is_the_inverse_of_the_normal_distribution():
    points = [2.0**-53, 1e-9, 0.02424, 0.02426, 0.3, 0.5, 0.7, 0.97574, 0.97576, 1 - 2.0**-53]
    for u in points:
        assert normal(u) == pytest.approx(special.ndtri(u), rel=2e-9, abs=2e-9)


@given(one=st.floats(1e-12, 1 - 1e-12), other=st.floats(1e-12, 1 - 1e-12))
def test_more_luck_never_means_a_smaller_deviate(one, other):
    low, high = sorted((one, other))
    assert gumbel(low) <= gumbel(high)
    assert normal(low) <= normal(high) + 1e-9


def test_gumbel_is_the_inverse_of_the_gumbel_distribution():
    for u in (0.001, 0.2, 0.5, 0.9, 0.999):
        assert gumbel(u) == pytest.approx(stats.gumbel_r.ppf(u), rel=1e-12)


@given(mean=st.floats(0, 1e6), u=st.floats(0, 1, exclude_max=True))
def test_a_whole_number_by_luck_is_next_to_its_mean(mean, u):
    number = luck.whole_with_mean(mean, u)
    assert isinstance(number, int)
    assert mean - 1 <= number <= mean + 1


def test_whole_numbers_by_luck_have_their_mean():
    numbers = [luck.whole_with_mean(2.3, (i + 0.5) / 1000) for i in range(1000)]
    assert sum(numbers) / 1000 == pytest.approx(2.3)
