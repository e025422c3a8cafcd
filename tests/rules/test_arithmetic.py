"""Claims about exponentials and logarithms: close to exact, and the same bits for everybody."""

import re
from decimal import Decimal, localcontext
from hashlib import sha256
from math import inf, isnan, nan, nextafter, ulp
from struct import pack

import numba
import numpy as np
import pytest

import relsim
from relsim import arithmetic
from relsim.arithmetic import exp, expm1, log, log1p, whole_power
from relsim.engine.compiled import driver, inlining
from relsim.engine.market import Market
from relsim.luck import normal
from relsim.market.arrays import exp_of, log_of, normal_of

SEED = 20
TINY, LEAST, GREATEST = 2.0**-1022, 5e-324, 1.7976931348623157e308
HAS_MORE_DIGITS = np.finfo(np.longdouble).nmant >= 63

EXACT = {
    exp: lambda x: x.exp(),
    log: lambda x: x.ln(),
    expm1: lambda x: x.exp() - 1,
    log1p: lambda x: (1 + x).ln(),
}
CLOSER = {exp: np.exp, log: np.log, expm1: np.expm1, log1p: np.log1p}
BOUND = {exp: 1.0, log: 1.0, expm1: 1.25, log1p: 1.0}
"""How far from exact each may be, in units in the last place."""


def arguments(function, number, seed=SEED):
    """Numbers of every size that a function takes, and more of those that it meets in rules."""
    rng = np.random.default_rng(seed)
    few = number // 5
    signs = rng.choice([-1.0, 1.0], few)
    any_size = rng.integers(1, 0x7FF << 52, few).view(np.float64)
    small = np.ldexp(rng.random(few), rng.integers(-60, 1, few))
    ranges = {
        exp: [
            rng.uniform(-745.1, 709.7, few),
            rng.uniform(-745.1, -708.0, few),
            rng.uniform(-20.0, 5.0, few),
        ],
        log: [any_size, rng.uniform(0.0, 2.0, few), 1.0 + signs * small * 0.5],
        expm1: [rng.uniform(-40.0, 709.7, few), rng.uniform(-2.0, 2.0, few), signs * small],
        log1p: [any_size, rng.uniform(-1.0, 3.0, few), signs * small * 0.99],
    }
    chosen = ranges[function]
    return np.concatenate([*chosen, rng.uniform(0.5, 1.5, few), small])


def off(function, x, y):
    """How far a result is from the exact one, in units in the last place of that."""
    with localcontext() as context:
        context.prec, context.Emin, context.Emax = 60 + max(0, -Decimal(x).adjusted()), -999_999, 999_999
        exact = EXACT[function](Decimal(x))
        return float(abs(Decimal(y) - exact) / Decimal(ulp(min(float(abs(exact)), GREATEST))))


def most_off(function, x, y):
    """How far the worst of many results is from the exact one, found with the longer numbers of x86."""
    exact = CLOSER[function](x.astype(np.longdouble))
    power = np.frexp(np.abs(exact))[1]
    unit = np.ldexp(np.longdouble(1.0), np.maximum(power - 53, -1074))
    return float(np.max(np.abs(y.astype(np.longdouble) - exact) / unit))


@pytest.fixture(scope="module")
def in_compiled_code():
    """Each function over an array, as kernels compute it."""
    assert inlining.COMPILABLE

    def over(function):
        @numba.njit(error_model="numpy", _nrt=False)
        def loop(x, y):
            for i in range(len(x)):
                y[i] = function(x[i])

        def filled(x):
            loop(x, y := np.empty_like(x))
            return y

        filled.loop = loop
        return filled

    return {function: over(function) for function in EXACT}


@pytest.mark.parametrize("function", EXACT, ids=lambda function: function.__name__)
def test_results_are_less_than_a_unit_in_the_last_place_from_exact_ones(function):
    x = arguments(function, 25_000)
    y = np.array([function(number) for number in x.tolist()])
    assert (
        max(off(function, *each) for each in zip(x[::97].tolist(), y[::97].tolist(), strict=True))
        < BOUND[function]
    )
    if HAS_MORE_DIGITS:
        assert most_off(function, x, y) < BOUND[function]


@pytest.mark.slow
@pytest.mark.skipif(not HAS_MORE_DIGITS, reason="nothing to compare ten million results with")
@pytest.mark.parametrize("function", EXACT, ids=lambda function: function.__name__)
def test_ten_million_results_are_less_than_a_unit_in_the_last_place_from_exact_ones(
    in_compiled_code, function
):
    for part in range(10):
        x = arguments(function, 1_000_000, part)
        assert most_off(function, x, in_compiled_code[function](x)) < BOUND[function]


@pytest.mark.slow
@pytest.mark.parametrize("function", EXACT, ids=lambda function: function.__name__)
def test_compiled_code_finds_the_same_bits_for_millions_of_arguments(in_compiled_code, function):
    x = arguments(function, 2_000_000)
    y = np.array([function(number) for number in x.tolist()])
    assert y.tobytes() == in_compiled_code[function](x).tobytes()


@pytest.mark.parametrize("function", [exp, log], ids=lambda function: function.__name__)
def test_compiled_code_finds_the_same_bits(in_compiled_code, function):
    edges = [0.0, -0.0, 1.0, inf, -inf, nan, LEAST, -LEAST, TINY, GREATEST, -1.0, 709.78, -745.2, 1e300]
    x = np.concatenate([arguments(function, 20_000), edges])
    y = np.array([function(number) for number in x.tolist()])
    assert y.tobytes() == in_compiled_code[function](x).tobytes()


@pytest.mark.parametrize("function", [exp, log], ids=lambda function: function.__name__)
def test_compiled_code_fuses_no_operations_and_asks_nothing_of_a_c_library(in_compiled_code, function):
    loop = in_compiled_code[function].loop
    loop(np.ones(1), np.ones(1))
    (assembly,) = loop.inspect_asm().values()
    (code,) = loop.inspect_llvm().values()
    assert not any(fused in assembly for fused in ("fmadd", "fmsub", "fnmadd", "fmla"))
    assert not any(f"@{prefix}{function.__name__}(" in code for prefix in ("", "llvm.", "llvm.f64."))


def test_arrays_hold_the_bits_of_single_numbers():
    u = np.random.default_rng(SEED).random(20_000)
    for together, alone, x in (
        (exp_of, exp, np.append(arguments(exp, 20_000), [-800.0, 800.0, -inf, inf])),
        (log_of, log, np.append(arguments(log, 20_000), [LEAST, TINY, GREATEST])),
        (normal_of, normal, np.append(u, [2.0**-53, 1.0 - 2.0**-53, 0.02425, 0.97575])),
    ):
        with np.errstate(over="ignore"):
            found = together(x)
        assert found.tolist() == [alone(number) for number in x.tolist()]


def test_the_bits_are_those_of_every_machine():
    bits = sha256()
    for function in EXACT:
        for k in range(1, 5_001):
            x = k * 0.1371
            bits.update(pack("<dd", function(x), function(1.0 / x)))
            if function in (exp, expm1):
                bits.update(pack("<d", function(-x)))
    assert bits.hexdigest()[:16] == "82c93d39031389a1"


def test_the_edges_of_the_exponential():
    assert exp(0.0) == exp(-0.0) == exp(LEAST) == 1.0
    assert exp(inf) == exp(709.782712893385) == exp(1e300) == inf
    assert exp(-inf) == exp(-745.1332191019413) == exp(-1e300) == 0.0
    assert exp(-745.1332191019411) == LEAST
    assert exp(1.0) == 2.718281828459045
    assert isnan(exp(nan))
    edges = [
        709.782712893384,
        -708.3964185322641,
        -708.4,
        -744.44,
        2.0**-53,
        -(2.0**-54),
        0.34657359027997264,
    ]
    assert max(off(exp, x, exp(x)) for x in edges) < 1.0


def test_the_edges_of_the_logarithm():
    assert log(1.0) == 0.0
    assert log(0.0) == log(-0.0) == -inf
    assert log(inf) == inf
    assert isnan(log(nan)) and isnan(log(-1.0)) and isnan(log(-inf)) and isnan(log(-LEAST))
    around = [
        nextafter(1.0, 0.0),
        nextafter(1.0, 2.0),
        nextafter(0.7071067811865476, 0.0),
        1.4142135623730951,
    ]
    edges = [LEAST, nextafter(TINY, 0.0), TINY, GREATEST, 0.7071067811865476, 2.0, 0.5, *around]
    assert max(off(log, x, log(x)) for x in edges) < 1.0


def test_the_edges_of_what_is_close_to_nothing():
    assert expm1(0.0) == log1p(0.0) == 0.0
    assert expm1(LEAST) == log1p(LEAST) == LEAST
    assert expm1(-inf) == expm1(-800.0) == -1.0
    assert expm1(inf) == log1p(inf) == inf
    assert log1p(-1.0) == -inf
    assert isnan(expm1(nan)) and isnan(log1p(nan)) and isnan(log1p(-1.5))


@pytest.mark.parametrize("base", [0.5, 1.0, 1.07, 3.0, 0.0])
def test_a_whole_power_is_a_product(base):
    for exponent in (0, 1, 2, 3, 7, 40):
        assert whole_power(base, exponent) == pytest.approx(base**exponent, rel=1e-14)


def test_every_function_of_the_arithmetic_can_be_compiled():
    functions = {one for one in vars(arithmetic).values() if callable(one) and hasattr(one, "__code__")}
    assert functions == (inlining.COMPILABLE | inlining.BY_HAND) & functions


@pytest.mark.slow
def test_a_whole_kernel_asks_only_for_roots_and_fuses_nothing(monkeypatch):
    made = []
    monkeypatch.setattr(driver, "keep", lambda kernel, folder: made.append(kernel) or kernel)
    driver._made.cache_clear()
    Market(relsim.load("retention-launch").scaled_to(100), threads=1, seed=1).step()
    driver._made.cache_clear()
    (code,), (assembly,) = ([*texts.values()] for texts in (made[0].inspect_llvm(), made[0].inspect_asm()))
    declared = set(re.findall(r'^declare [^@]*@"?([^"(]+)', code, re.MULTILINE))
    assert {name for name in declared if not name.startswith(("Py", "numba_", "llvm."))} == {"sqrt"}
    assert not re.search(r"llvm\.(exp|log|pow|sin|cos|fma)", code)
    assert not re.search(r"\bv?fn?m(add|sub)|\bfml[as]", assembly)
