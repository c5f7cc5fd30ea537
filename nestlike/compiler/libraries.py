"""Containers of LLVM code that end in an object file instead of in this process.

numba optimises and links every function it compiles.  A kernel's functions are all inlined into
one, so only that one is optimised here, and nothing is made executable.
"""

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary


class PartLibrary(JITCodeLibrary):
    """One function of a kernel, waiting to be linked."""

    def _optimize_functions(self, ll_module):
        ll_module.data_layout = self._codegen._data_layout

    def _optimize_final_module(self):
        """Leave the work to the kernel's own library."""

    def _finalize_final_module(self):
        self._finalized = True


class ObjectLibrary(PartLibrary):
    """A whole kernel; its name is the only symbol that others can see."""

    def _optimize_final_module(self):
        module = self._final_module
        for value in (*module.functions, *module.global_variables):
            if not value.is_declaration and value.name != self.name:
                value.linkage = "private"
        super(PartLibrary, self)._optimize_final_module()
        self._drop_dead_code(module)

    def _drop_dead_code(self, module):
        passes = llvm.create_new_module_pass_manager()
        passes.add_global_dead_code_eliminate_pass()
        options = llvm.create_pipeline_tuning_options()
        passes.run(module, llvm.create_pass_builder(self._codegen._tm, options))

    def object_code(self) -> bytes:
        """Return the bytes of the object file."""
        return self._codegen._tm.emit_object(self._final_module)
