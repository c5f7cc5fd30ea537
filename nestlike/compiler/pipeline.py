"""A numba pipeline for kernels: the passes that plain loops over scalars need, and no more.

Kernels are compiled in a user's first run, so every pass counts.  Nothing is linked into this
process here either: the object file is made from the finished module, and loaded from there.
"""

from numba.core.compiler import CompilerBase
from numba.core.compiler_machinery import LoweringPass, PassManager, register_pass
from numba.core.typed_passes import (
    AnnotateTypes,
    NativeLowering,
    NoPythonBackend,
    NopythonTypeInference,
    PreLowerStripPhis,
)
from numba.core.untyped_passes import (
    FixupArgs,
    GenericRewrites,
    IRProcessing,
    ReconstructSSA,
    TranslateByteCode,
)

from nestlike.compiler.libraries import PartLibrary


@register_pass(mutates_CFG=False, analysis_only=True)
class PrepareLibrary(LoweringPass):
    """Choose a library that is neither optimised nor made executable on its own."""

    _name = "prepare_library"

    def __init__(self):
        LoweringPass.__init__(self)

    def run_pass(self, state):
        """Make the library that the function is lowered into."""
        state["library"] = PartLibrary(state.targetctx.codegen(), state.func_id.func_qualname)
        state.targetctx.enable_nrt = False  # views own no memory: no references are counted
        return True


@register_pass(mutates_CFG=False, analysis_only=True)
class StandIn(LoweringPass):
    """Give numba's dispatcher the builtin function it knows a compiled one by; nobody calls it."""

    _name = "stand_in"

    def __init__(self):
        LoweringPass.__init__(self)

    def run_pass(self, state):
        """Put the stand-in where the address of the machine code would be."""
        unique = [].append
        state.targetctx.insert_user_function(unique, state["cr"].fndesc, [state.library])
        state["cr"] = state["cr"]._replace(cfunc=unique)
        return True


_PASSES = (
    (TranslateByteCode, "read the bytecode"),
    (FixupArgs, "name the arguments"),
    (IRProcessing, "build the intermediate form"),
    (GenericRewrites, "make constant indices static"),
    (ReconstructSSA, "give each assignment a variable of its own"),
    (NopythonTypeInference, "infer types"),
    (PreLowerStripPhis, "resolve joins"),
    (AnnotateTypes, "annotate types"),
    (PrepareLibrary, "make room"),
    (NativeLowering, "write LLVM's form"),
    (StandIn, "stand in for the machine code"),
    (NoPythonBackend, "finish"),
)


class KernelCompiler(CompilerBase):
    """Compiles one function of a kernel."""

    def define_pipelines(self):
        """Return the one pipeline."""
        self.state.flags.no_compile = True
        passes = PassManager("kernel")
        for kind, purpose in _PASSES:
            passes.add_pass(kind, purpose)
        passes.finalize()
        return [passes]
