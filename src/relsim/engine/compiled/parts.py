"""Kernels and their parts: a rule is made ready to be inlined, and not to be called.

Of every function that compiled code calls, numba makes a library: optimized, turned into machine code, and
ready to be called from Python. A rule is inlined wherever it is called, so that none of this is ever used;
a third of the time that compiling takes goes there. The kernel is optimized as a whole, once.

It begins with loops, which are brought into a form that can be counted and unrolled. That fails where the
numbers that count them stand in memory, as they do where numba writes code down: every rule is freed of that.
Loops are left without vectors: they go over firms, months and neighbours, which are few.
"""

from typing import Any

from llvmlite.binding import create_new_function_pass_manager
from numba.core import untyped_passes
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompilerBase, DefaultPassBuilder
from numba.core.compiler_machinery import PassManager

FOR_OTHER_CODE = {
    untyped_passes.FindLiterallyCalls,
    untyped_passes.InlineClosureLikes,
    untyped_passes.InlineInlinables,
    untyped_passes.LiteralPropagationSubPipelinePass,
    untyped_passes.LiteralUnroll,
    untyped_passes.MakeFunctionToJitFunction,
    untyped_passes.RewriteDynamicRaises,
    untyped_passes.WithLifting,
}
"""What numba looks for in a function and no rule has: functions within it, `with` and the like."""


class Nobody:
    """Stands for those who would keep the surroundings of a function for calls from Python."""

    def set_env(self, name: str, surroundings: Any) -> None:
        """Keep nothing."""


class PartOfKernel(JITCodeLibrary):  # type: ignore[misc]
    """The code of a rule, hardly changed since it was written down, for a kernel to inline."""

    @property
    def codegen(self) -> Nobody:
        """Who would run the code: nobody."""
        return Nobody()

    def add_llvm_module(self, written: Any) -> None:
        """Take in what was written down, with values in place of the memory that held them."""
        written.data_layout = self._codegen._data_layout
        passes = create_new_function_pass_manager()
        passes.add_sroa_pass()
        for function in written.functions:
            if not function.is_declaration:
                passes.run(function, self._codegen._pass_builder())
        self._final_module.link_in(written)

    def get_pointer_to_function(self, name: str) -> int:
        """Where the machine code of a function is: nowhere."""
        self._ensure_finalized()
        return 0

    def _optimize_final_module(self) -> None:
        pass

    def _finalize_final_module(self) -> None:
        self._finalize_dynamic_globals()
        self._verify_declare_only_symbols()
        self._finalized = True


class CompilerOfParts(CompilerBase):  # type: ignore[misc]
    """numba's compiler as far as a rule needs it."""

    def define_pipelines(self) -> list[PassManager]:
        """The steps from a rule to what a kernel inlines."""
        codegen = self.state.targetctx.codegen()
        self.state.library = PartOfKernel(codegen, self.state.func_id.func_qualname)
        steps = DefaultPassBuilder.define_nopython_pipeline(self.state)
        steps.passes = [step for step in steps.passes if step[0] not in FOR_OTHER_CODE]
        steps.finalize()
        return [steps]


class CodeOfKernel(JITCodeLibrary):  # type: ignore[misc]
    """The code of a kernel with its rules, optimized as numba does, yet without vectors."""

    def _optimize_final_module(self) -> None:
        for how in ({"opt": 0, "cost": "cheap"}, {}):
            passes, builder = self._codegen._module_pass_manager(loop_vectorize=False, **how)
            passes.run(self._final_module, builder)


class CompilerOfKernels(Compiler):  # type: ignore[misc]
    """numba's compiler, for kernels."""

    def define_pipelines(self) -> list[PassManager]:
        """The steps from the loops of a kernel to machine code."""
        codegen = self.state.targetctx.codegen()
        self.state.library = CodeOfKernel(codegen, self.state.func_id.func_qualname)
        self.state.library.enable_object_caching()
        steps: list[PassManager] = super().define_pipelines()
        return steps
