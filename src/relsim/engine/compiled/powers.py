"""Powers in a user's own function: compiled code refuses those that Python refuses.

numba would answer infinity for zero to a negative power, and cut off what a whole number to one has of parts.
"""

import operator
from typing import Any

from numba.core import ir
from numba.core.compiler import CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import FunctionPass, PassManager, register_pass
from numba.core.ir_utils import build_definitions
from numba.core.untyped_passes import IRProcessing

from relsim.engine.strict import powered

POWERS = (operator.pow, operator.ipow)


@register_pass(mutates_CFG=False, analysis_only=False)
class CarefulPowers(FunctionPass):  # type: ignore[misc]
    """Put a careful function in the place of every `**` whose exponent may be negative or a fraction."""

    _name = "careful_powers"

    def __init__(self) -> None:
        FunctionPass.__init__(self)

    def run_pass(self, state: Any) -> bool:
        """Change the function in hand; whether there was anything to change."""
        written = state.func_ir
        found = [
            (block, one)
            for block in written.blocks.values()
            for one in block.find_insts(ir.Assign)
            if is_power(one.value, written)
        ]
        for block, power in found:
            call_instead(block, power)
        written._definitions = build_definitions(written.blocks)
        return bool(found)


def is_power(value: Any, written: Any) -> bool:
    """Whether something is a power, unless its exponent is written as a whole number from 0 on."""
    if not isinstance(value, ir.Expr) or value.op not in ("binop", "inplace_binop"):
        return False
    if value.fn not in POWERS:
        return False
    exponent = written.get_definition(value.rhs)
    whole = isinstance(exponent, ir.Const) and isinstance(exponent.value, int)
    return not (whole and exponent.value >= 0)


def call_instead(block: Any, power: Any) -> None:
    """Let a call of the careful function give what the power would."""
    function = power.target.scope.redefine("careful_power", power.loc)
    named = ir.Assign(ir.Global("powered", powered, power.loc), function, power.loc)
    block.body.insert(block.body.index(power), named)
    power.value = ir.Expr.call(function, (power.value.lhs, power.value.rhs), (), power.loc)


class CompilerOfOwn(CompilerBase):  # type: ignore[misc]
    """numba's compiler for a user's own function."""

    def define_pipelines(self) -> list[PassManager]:
        """numba's usual steps, with careful powers."""
        steps = DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps.add_pass_after(CarefulPowers, IRProcessing)
        steps.finalize()
        return [steps]
