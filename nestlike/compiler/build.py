"""Compile a plain function with numba and emit it as one self-contained object file."""

import gc
from contextlib import contextmanager

import llvmlite.binding as llvm
import llvmlite.ir as ir
import numba
from numba import types
from numba.core.compiler_lock import global_compiler_lock
from numba.extending import register_jitable
from numba.np import arrayobj

from nestlike.compiler import bindings, policy, views  # noqa: F401  (bindings register themselves)
from nestlike.compiler.fingerprint import is_inlined, reachable
from nestlike.compiler.libraries import ObjectLibrary
from nestlike.compiler.objects import OUT_OF_BOUNDS
from nestlike.compiler.pipeline import KernelCompiler
from nestlike.numerics.engine import refill
from nestlike.numerics.records import prefetch

_WORD = ir.IntType(64)
_DESTRUCTOR = "NRT_MemInfo_call_dtor"
_OWN_FORM = {refill, prefetch, *(value for value in vars(views).values() if callable(value))}
_registered: set = set()

# The neuron loops read and write a dozen arrays; LLVM would give up telling them apart.
llvm.set_option("", "-runtime-memory-check-threshold=5000")
llvm.set_option("", "-vectorize-memory-check-threshold=5000")


def _options() -> dict:
    return {
        **policy.NUMBA_OPTIONS,
        "boundscheck": policy.mode() == "bounds",
        "no_cfunc_wrapper": True,
        "pipeline_class": KernelCompiler,
    }


def _compile(function, count: int):
    for reached in reachable(function)[1:]:
        if reached not in _registered and reached not in _OWN_FORM:
            register_jitable(**_options(), forceinline=is_inlined(reached))(reached)
            _registered.add(reached)
    signature = types.int64(*[types.int64] * count)
    dispatcher = numba.njit(signature, no_cpython_wrapper=True, **_options())(function)
    return dispatcher, dispatcher.overloads[signature.args]


def object_code(function, symbol: str, count: int) -> bytes:
    """Return the bytes of an object file that defines `symbol` as a C function of `count` int64."""
    with global_compiler_lock, _no_garbage_collection(), _no_negative_indices():
        _, result = _compile(function, count)
        return _emit(result, symbol, count)


@contextmanager
def _no_garbage_collection():
    """Leave the collector out: numba makes many objects and keeps them; it costs a tenth."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def _no_negative_indices():
    """Take indices as they are: numba would count negative ones from the end.

    Nobody uses any here, and LLVM makes no vector code of a loop in which each index is looked at.
    With bounds checks a negative index is refused.
    """
    usual = arrayobj.fix_integer_index
    arrayobj.fix_integer_index = _index_as_it_is
    try:
        yield
    finally:
        arrayobj.fix_integer_index = usual


def _index_as_it_is(context, builder, kind, index, size):
    return context.cast(builder, index, kind, types.intp)


def _emit(result, symbol: str, count: int) -> bytes:
    library = ObjectLibrary(result.library.codegen, symbol)
    library.add_ir_module(_entry(result, symbol, count))
    library.add_linking_library(result.library)
    library.finalize()
    _require_independence(library, symbol)
    return library.object_code()


def _require_independence(library, symbol: str) -> None:
    """Refuse code that needs numba or Python at run time: other processes would not have them."""
    module = library._final_module
    needed = {
        f.name for f in module.functions if f.is_declaration and not f.name.startswith("llvm.")
    }
    if foreign := needed.difference(policy.C_LIBRARY):
        raise RuntimeError(f"{symbol} must not allocate or raise; it refers to {sorted(foreign)}")


def _entry(result, symbol: str, count: int):
    """Return a module whose function `symbol` unwraps numba's calling convention."""
    module = ir.Module(name=symbol)
    module.triple = llvm.get_process_triple()
    function = ir.Function(module, ir.FunctionType(_WORD, [_WORD] * count), symbol)
    builder = ir.IRBuilder(function.append_basic_block())
    context = numba.core.registry.cpu_target.target_context
    target = context.declare_function(module, result.fndesc)
    status, value = context.call_conv.call_function(
        builder, target, types.int64, [types.int64] * count, function.args
    )
    # Views own no memory, so numba's destructor is never called; it must not be looked for either.
    pointer = ir.IntType(8).as_pointer()
    destructor = ir.Function(module, ir.FunctionType(ir.VoidType(), [pointer]), _DESTRUCTOR)
    ir.IRBuilder(destructor.append_basic_block()).ret_void()
    builder.ret(builder.select(status.is_error, ir.Constant(_WORD, OUT_OF_BOUNDS), value))
    return module


def jit_address(function, count: int):
    """Return the address of `function` in numba's own engine, and what keeps it alive."""
    dispatcher, _ = _compile(function, count)
    caller = numba.cfunc(types.int64(*[types.int64] * count), nopython=True)(
        _forward(dispatcher, count)
    )
    return caller.address, (dispatcher, caller)


def _forward(dispatcher, count: int):
    names = ", ".join(f"a{i}" for i in range(count))
    scope = {"target": dispatcher}
    exec(f"def forward({names}):\n    return target({names})", scope)
    return scope["forward"]
