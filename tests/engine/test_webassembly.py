"""Claims about the portable kernel: in WebAssembly the same customers with the same luck, to the last bit."""

from typing import Any

import numpy as np
import pytest
import wasmtime
from hypothesis import given
from hypothesis import strategies as st
from worlds import world

import relsim
from relsim.engine.compiled.driver import arguments_of_periods, kernel
from relsim.engine.compiled.sections import (
    IMPORT,
    MAGIC,
    Needed,
    module_of,
    name_written,
    number_at,
    number_written,
    sized,
    vector,
)
from relsim.engine.compiled.webassembly import portable_kernel, with_own_roots
from relsim.engine.market import Market

PAGE = 65_536
SCENARIOS = ("broken-journey", "coupon-puzzle", "who-stays")
"""Contracts, open choice, and a market of one firm."""

TOWN = ("first", "neighbours", "meetings", "since", "voices", "speaking", "heard")
SCRATCH = ("desks", "keys", "numbers", "tallies", "books")
"""What only compiled code has: its desks, luck drawn together, and the tallies of one period."""

NAMES = (
    "start",
    "stop",
    "root",
    "lasting_key",
    "people",
    "ties",
    *TOWN,
    "firms",
    "behaviour",
    *SCRATCH,
    "records",
    "standings",
)


def flat(arguments: Any) -> list[Any]:
    """Arguments as compiled code gets them: the parts of a tuple one after the other."""
    return [one for each in arguments for one in (each if isinstance(each, tuple) else (each,))]


def lived_in_webassembly(module: bytes, arguments: list[Any]) -> None:
    """Call the periods of a module, and put what its memory then holds into the arrays it was called with."""
    store = wasmtime.Store()
    exports = wasmtime.Instance(store, wasmtime.Module(store.engine, module), []).exports(store)
    memory, top = exports["memory"], exports["__heap_base"].value(store)
    places: dict[int, int] = {}
    passed: list[int] = [top, top + 64]
    top += 128
    for one in arguments:
        if not isinstance(one, np.ndarray):
            passed.append(int(np.uint64(one).astype(np.int64)))
            continue
        address = one.__array_interface__["data"][0]
        if address not in places or one.size == 0:
            places[address], top = top, top + one.nbytes + -one.nbytes % 16
        passed += [0, 0, one.size, one.itemsize, places[address], *one.shape, *one.strides]
    memory.grow(store, top // PAGE + 1 - memory.size(store))
    arrays = [one for one in arguments if isinstance(one, np.ndarray)]
    for one in arrays:
        memory.write(store, one.tobytes(), places[one.__array_interface__["data"][0]])
    assert exports["periods"](store, *passed) == 0
    for one in arrays:
        if one.size:
            start = places[one.__array_interface__["data"][0]]
            held = bytes(memory.read(store, start, start + one.nbytes))
            one.reshape(-1).view(np.uint8)[:] = np.frombuffer(held, np.uint8)


def small(name: str) -> Any:
    """A shipped market, short and with few customers."""
    return relsim.load(name).changed({"periods": 9}).scaled_to(150)


def arrays_of(arguments: Any) -> dict[str, np.ndarray]:
    """The arrays among arguments, by name."""
    return {name: one for name, one in zip(NAMES, arguments, strict=True) if isinstance(one, np.ndarray)}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_market_in_webassembly_ends_with_the_bits_of_both_drivers(name):
    scenario = small(name)
    here, there = (Market(scenario, seed=7).state for _ in range(2))
    portable = flat(arguments_of_periods(there, 0, scenario.periods, 1))
    compiled = arguments_of_periods(here, 0, scenario.periods, 1)
    before = {each: one.tobytes() for each, one in arrays_of(portable).items()}
    kernel(here.rulebook, here.firms, False)(*compiled)
    lived_in_webassembly(portable_kernel(there), portable)
    agents = Market(scenario, seed=7, driver="agents").run().state
    stepped = arrays_of(flat(arguments_of_periods(agents, 0, scenario.periods, 1)))
    native = arrays_of(flat(compiled))
    for each, one in arrays_of(portable).items():
        assert one.tobytes() == native[each].tobytes(), each
        assert each in SCRATCH or one.tobytes() == stepped[each].tobytes(), each
    changed = {each for each, one in arrays_of(portable).items() if one.tobytes() != before[each]}
    assert changed >= {"ties", "tallies", "records", "standings"}


def test_a_module_needs_nothing_of_whoever_runs_it():
    module = portable_kernel(Market(small("who-stays")).state)
    assert wasmtime.Module(wasmtime.Engine(), module).imports == []


def of_firms(number: int) -> Any:
    """A market of so many firms before its first period."""
    firms = {f"firm-{one}": {"price": 30, "unit_cost": 8} for one in range(number)}
    return Market(world(firms=firms, customers=30, periods=2)).state


def test_a_kept_module_serves_only_markets_whose_voices_are_as_wide(monkeypatch, tmp_path):
    made = []
    monkeypatch.setenv("RELSIM_CACHE", str(tmp_path))
    monkeypatch.setattr("relsim.engine.compiled.webassembly.llvm_code", lambda *_: "")
    monkeypatch.setattr(
        "relsim.engine.compiled.webassembly.linked", lambda _: bytes([made.append(1) or len(made)])
    )
    few, also_few, many = of_firms(3), of_firms(4), of_firms(12)
    modules = [portable_kernel(one) for one in (few, also_few, many, few, many)]
    assert modules == [b"\1", b"\1", b"\2", b"\1", b"\2"]


def test_an_object_that_calls_what_it_does_not_have_is_refused_by_name():
    called = name_written("env") + name_written("PyErr_SetString") + bytes((0, 0))
    with pytest.raises(Needed, match="PyErr_SetString"):
        module_of(MAGIC + bytes((IMPORT,)) + sized(vector([called])), "periods")


@given(number=st.integers(0, 2**31 - 1))
def test_whole_numbers_are_read_as_they_were_written(number):
    written = number_written(number)
    assert number_at(b"\x80" + written, 1) == (number, 1 + len(written))


@pytest.mark.parametrize("declared", ["", "declare double @llvm.sqrt.f64(double)\n"])
def test_a_square_root_needs_no_function_of_whoever_runs_it(declared):
    code = f"{declared}declare double @sqrt(double) #3\n%y = call double @sqrt(double %x) #4\n"
    own = with_own_roots(code)
    assert "@sqrt(" not in own
    assert "%y = call double @llvm.sqrt.f64(double %x) #4" in own
    assert own.count("declare double @llvm.sqrt.f64(double)") == 1
    assert with_own_roots(own) == own
