"""Containers of LLVM code that end in an object file instead of in this process.

numba checks, optimises and links every function it compiles.  A kernel's functions are all put into
one, so their text is kept as it is until then, only that one is optimised, and nothing is made
executable.
"""

import llvmlite.binding as llvm
from numba.core.codegen import JITCodeLibrary
from numba.core.runtime import rtsys


class PartLibrary(JITCodeLibrary):
    """One function of a kernel, waiting to be linked."""

    def __init__(self, codegen, name):
        super().__init__(codegen, name)
        self._texts: list[str] = []
        self._parts: list[PartLibrary] = []
        self._shared_module = None

    def add_ir_module(self, ir_module):
        """Keep the text of a module."""
        self._texts.append(str(ir_module))

    def add_linking_library(self, library):
        """Note a part that is called; numba's runtime is for what owns memory, and nothing does."""
        if library is not rtsys.library:
            self._parts.append(library)

    def finalize(self):
        """Leave the work to the kernel's own library."""
        self._finalized = True

    def linked(self):
        """Return one module with this part and all that it calls."""
        module = llvm.parse_assembly("")
        for part in self._reachable():
            if not isinstance(part, PartLibrary):
                module.link_in(part._get_module_for_linking(), preserve=True)
                continue
            for text in part._texts:
                module.link_in(llvm.parse_assembly(text))
        module.name = self.name
        module.data_layout = self._codegen._data_layout
        return module

    def _reachable(self) -> list:
        found, todo = {}, [self]
        while todo:
            part = todo.pop()
            if part not in found:
                found[part] = None
                todo += getattr(part, "_parts", ())  # numba's own have linked theirs
        return list(found)

    def _get_module_for_linking(self):
        """Return the module for one of numba's own libraries; used where objects do not load."""
        if self._shared_module is None:
            self._shared_module = self.linked()
            for function in self._shared_module.functions:
                if not function.is_declaration:
                    function.linkage = "linkonce_odr"
        return self._shared_module


class ObjectLibrary(PartLibrary):
    """A whole kernel; its name is the only symbol that others can see."""

    def final_module(self):
        """Return the optimised module."""
        module = self.linked()
        for value in (*module.functions, *module.global_variables):
            if not value.is_declaration and value.name != self.name:
                value.linkage = "private"
        module.verify()
        self._tidy(module)
        passes, builder = self._codegen._module_pass_manager()
        passes.run(module, builder)
        self._drop_dead_code(module)
        return module

    def _tidy(self, module):
        """Put all in line and turn loops round: without this, fewer become vectors.

        To unroll loops here, or to do more, would make twice the work for what comes after.
        """
        builder = self._builder(1)
        passes = builder.getModulePassManager()
        passes.add_loop_rotate_pass()
        passes.add_instruction_combine_pass()
        passes.add_jump_threading_pass()
        passes.run(module, builder)

    def _drop_dead_code(self, module):
        passes = llvm.create_new_module_pass_manager()
        passes.add_global_dead_code_eliminate_pass()
        passes.run(module, self._builder(0))

    def _builder(self, level: int):
        """Return a builder of passes that leaves loops as many as they are."""
        options = llvm.create_pipeline_tuning_options(level)
        options.loop_vectorization = options.slp_vectorization = options.loop_unrolling = False
        return llvm.create_pass_builder(self._codegen._tm, options)

    def object_code(self, module) -> bytes:
        """Return the bytes of the object file."""
        return self._codegen._tm.emit_object(module)
