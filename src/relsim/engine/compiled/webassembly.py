"""A kernel as WebAssembly: the same compiled rules, for a processor that every browser has.

numba makes LLVM code of the rules; LLVM makes of it what this machine runs, and here what any machine runs.
Both round alike, since nothing is fused or reordered.
"""

import re
from contextlib import suppress
from typing import Any

import llvmlite.binding as llvm
from numba import typeof

from relsim.engine.compiled.cache import ONE_AT_A_TIME, SealedFile, kernel_folder
from relsim.engine.compiled.driver import CODE_OF_KERNELS, FEW, arguments_of_periods, to_compile
from relsim.engine.compiled.kernel import ANY
from relsim.engine.compiled.sections import Needed, module_of
from relsim.engine.driver import State
from relsim.errors import InputError

EXPORTED = "periods"
"""What the module calls its only function."""

TRIPLE = "wasm32-unknown-unknown"
FEATURES = "+simd128,+bulk-memory,+sign-ext,+nontrapping-fptoint"
"""What browsers have had since 2021."""

OF_ANOTHER_MACHINE = re.compile(r'"(target-cpu|target-features|probe-stack)"="[^"]*"')

SQUARE_ROOT = "@llvm.sqrt.f64"

PRODUCT_OF_128_BITS = """
define void @__multi3(ptr %to, i64 %a, i64 %a_high, i64 %b, i64 %b_high) noinline optnone {
  %a0 = and i64 %a, 4294967295
  %a1 = lshr i64 %a, 32
  %b0 = and i64 %b, 4294967295
  %b1 = lshr i64 %b, 32
  %p00 = mul i64 %a0, %b0
  %p01 = mul i64 %a0, %b1
  %p10 = mul i64 %a1, %b0
  %p11 = mul i64 %a1, %b1
  %carried = lshr i64 %p00, 32
  %low01 = and i64 %p01, 4294967295
  %first = add i64 %carried, %low01
  %low10 = and i64 %p10, 4294967295
  %middle = add i64 %first, %low10
  %up = lshr i64 %middle, 32
  %up01 = lshr i64 %p01, 32
  %up10 = lshr i64 %p10, 32
  %h1 = add i64 %p11, %up
  %h2 = add i64 %h1, %up01
  %h3 = add i64 %h2, %up10
  %cross1 = mul i64 %a, %b_high
  %cross2 = mul i64 %a_high, %b
  %h4 = add i64 %h3, %cross1
  %high = add i64 %h4, %cross2
  %low = mul i64 %a, %b
  store i64 %low, ptr %to
  %above = getelementptr i8, ptr %to, i32 8
  store i64 %high, ptr %above
  ret void
}
"""
"""What LLVM calls for a product of two numbers of 128 bits, by the product of their halves."""


def portable_kernel(state: State) -> bytes:
    """The compiled periods that a state would be run by, as a WebAssembly module that needs nothing else.

    It exports `periods`, which is called as numba calls it, and `memory`. Raises InputError where a function
    of the user's own calls for what only Python has.
    """
    firms = state.firms if state.firms <= FEW else ANY
    kinds = kinds_of_arguments(state)
    with ONE_AT_A_TIME:
        words = f"{state.rulebook.words} {firms} {kinds} {TRIPLE}"
        folder = None if state.rulebook.own else kernel_folder(words, CODE_OF_KERNELS, __name__)
        kept = SealedFile(str(folder), EXPORTED, None) if folder else None
        if kept and (known := kept.load(TRIPLE)):
            return bytes(known)
        made = linked(llvm_code(state, firms, kinds))
        if kept:
            with suppress(OSError):
                kept.save(TRIPLE, made)
        return made


def kinds_of_arguments(state: State) -> tuple[Any, ...]:
    """What kinds of arguments the compiled periods of a state are called with; what people say needs wider
    numbers where there are many firms, and a module knows one width only."""
    return tuple(typeof(one) for one in arguments_of_periods(state, 0, state.plan.behaviour.size, 1))


def llvm_code(state: State, firms: int, kinds: tuple[Any, ...]) -> str:
    """What LLVM knows of the compiled periods."""
    made = to_compile(state.rulebook, firms, False)
    made.compile(kinds)
    return str(made.inspect_llvm(made.signatures[0]))


def linked(code: str) -> bytes:
    """LLVM code as a module; of its functions only the first is kept, with what it needs."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(opt=3, features=FEATURES, reloc="static")
    whole = llvm.parse_assembly(for_machine(code, machine) + PRODUCT_OF_128_BITS)
    made = [one for one in whole.functions if not one.is_declaration]
    for one in made[1:]:
        if one.name != "__multi3":
            one.linkage = "internal"
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(3))
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(whole, builder)
    try:
        return module_of(machine.emit_object(whole), EXPORTED)
    except Needed as need:
        raise InputError(f"a function of your own needs `{need}` of Python, which a page has not") from None


def for_machine(code: str, machine: Any) -> str:
    """The code with its layout of memory instead of that of the machine it was made on."""
    code = re.sub(r'target datalayout = ".*"', f'target datalayout = "{machine.target_data}"', code)
    code = re.sub(r'target triple = ".*"', f'target triple = "{TRIPLE}"', code)
    return with_own_roots(OF_ANOTHER_MACHINE.sub("", code).replace("= common ", "= internal "))


def with_own_roots(code: str) -> str:
    """The code with square roots as the one instruction that they are, of the same bits; some versions of
    numba call a function for them."""
    if "@sqrt(" not in code:
        return code
    code = re.sub(r"^declare .*@sqrt\(.*\n", "", code, flags=re.MULTILINE)
    code = code.replace("@sqrt(", f"{SQUARE_ROOT}(")
    declared = f"declare double {SQUARE_ROOT}("
    return code if declared in code else f"{code}\n{declared}double)\n"
