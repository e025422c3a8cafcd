"""Claims about kernels: each is made for a number of firms, and refuses another."""

import re

import numba
import numpy as np
import pytest
from numba.core.compiler import Compiler
from worlds import world

from relsim.engine.compiled import driver as compiled
from relsim.engine.compiled.inlining import make_compilable, make_own_compilable
from relsim.engine.compiled.lengths import with_length
from relsim.engine.compiled.parts import CompilerOfKernels, PartOfKernel
from relsim.engine.market import Market
from relsim.luck import mixed, uniform
from relsim.rules.rulebook import rulebook


def test_kernels_for_few_firms_are_made_for_their_number_and_one_serves_all_others():
    book = rulebook(dict(world().mechanisms))
    one, two, three, four = (compiled.kernel(book, firms, False) for firms in (1, 2, 3, 4))
    assert one is not two
    assert two is not three
    assert three is four


def test_a_kernel_made_for_another_number_of_firms_refuses_to_run(monkeypatch):
    state = Market(world(customers=20, periods=2)).state
    for_one = compiled.kernel(state.rulebook, 1, False)
    monkeypatch.setattr(compiled, "kernel", lambda *_: for_one)
    with pytest.raises(ValueError, match="another number of firms"):
        compiled.advance(state, 0, 2)


def test_what_a_kernel_calls_has_no_machine_code_of_its_own(monkeypatch):
    parts = []
    take_in = PartOfKernel.add_llvm_module

    def taken_in(part, written):
        parts.append(part)
        take_in(part, written)

    monkeypatch.setattr(PartOfKernel, "add_llvm_module", taken_in)

    def rule(number):
        return number * 3

    make_compilable(rule)
    kernel = numba.njit(lambda number: rule(number) + 1, no_cfunc_wrapper=True)
    assert kernel(2) == 7
    (part,) = parts
    (written,) = [function.name for function in part.get_defined_functions()]
    engine = kernel.overloads[kernel.signatures[0]].library.codegen._engine
    assert "rule" in written
    assert not engine.is_symbol_defined(written)


def test_a_length_that_the_compiler_is_told_is_the_one_it_goes_by():
    @numba.njit(no_cfunc_wrapper=True)
    def of_two(numbers):
        total = 0
        for number in range(len(with_length(numbers, 0, 2))):
            total += numbers[number]
        return total

    assert of_two(np.array([1, 2, 4])) == 3


def test_a_rule_holds_no_number_in_memory_when_a_kernel_takes_it_in():
    def summed(last):
        total = 0
        for number in range(last):
            total += number
        return total

    make_compilable(summed)
    kernel = numba.njit(lambda last: summed(last), no_cfunc_wrapper=True)
    assert kernel(5) == 10
    linked = kernel.overloads[kernel.signatures[0]].library._linking_libraries
    (part,) = [one for one in linked if "summed" in one.name]
    assert not re.search(r"%total\S* = alloca", str(part._final_module))


def test_the_loops_of_a_kernel_have_no_vectors_but_those_of_what_it_calls_have():
    def doubled(numbers):
        for place in range(len(numbers)):
            numbers[place] *= 2.0

    options = {"no_cfunc_wrapper": True, "_nrt": False}
    code = {}
    for which in (Compiler, CompilerOfKernels):
        made = numba.njit(doubled, pipeline_class=which, **options)
        made(np.ones(100))
        (code[which],) = made.inspect_llvm().values()
    assert "vector.body" in code[Compiler]
    assert "vector.body" not in code[CompilerOfKernels]


def test_no_address_of_luck_is_worked_out_before_it_is_asked_for():
    make_compilable(mixed)

    @numba.njit(no_cfunc_wrapper=True)
    def seldom(key, times, asked):
        total = 0.0
        for time in range(times):
            if asked:
                total += uniform(key, 7, time)
        return total

    key = np.uint64(2**63 + 5)
    assert seldom(key, 3, True) == sum(uniform(int(key), 7, time) for time in range(3))
    (code,) = seldom.inspect_llvm().values()
    assert 'asm "", "=r,0"' in code


def test_a_users_function_may_be_more_than_a_rule_is():
    def scaled(number):
        def twice(other):
            return 2 * other

        return twice(number) + twice(number)

    make_own_compilable(scaled)
    assert numba.njit(lambda number: scaled(number), no_cfunc_wrapper=True)(3) == 12
