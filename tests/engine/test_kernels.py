"""Claims about kernels: each is made for a number of firms, and refuses another."""

import numba
import pytest
from numba.core.codegen import Codegen
from worlds import world

from relsim.engine.compiled import driver as compiled
from relsim.engine.compiled.inlining import make_compilable
from relsim.engine.market import Market
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


def test_what_a_kernel_calls_is_compiled_for_the_kernel_alone(monkeypatch):
    libraries = []
    build = Codegen.create_library

    def created(codegen, name, **options):
        libraries.append(build(codegen, name, **options))
        return libraries[-1]

    monkeypatch.setattr(Codegen, "create_library", created)

    def rule(number):
        return number * 3

    make_compilable(rule)
    assert numba.njit(lambda number: rule(number) + 1, no_cfunc_wrapper=True)(2) == 7
    defined = [function.name for library in libraries for function in library.get_defined_functions()]
    assert any("rule" in name for name in defined)
    assert not [name for name in defined if name.startswith("cfunc.")]
