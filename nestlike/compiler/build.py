"""Compile a plain function with numba and emit it as one self-contained object file."""

from types import FunctionType
from typing import NamedTuple

import llvmlite.binding as llvm
import llvmlite.ir as ir
import numba
from numba import types
from numba.core.compiler_lock import global_compiler_lock
from numba.core.errors import NumbaError
from numba.extending import register_jitable

from nestlike.compiler import bindings, policy, registries, views  # noqa: F401  (bindings register themselves)
from nestlike.compiler.fingerprint import is_inlined, reachable
from nestlike.compiler.forked import share_out
from nestlike.compiler.libraries import ObjectLibrary
from nestlike.compiler.objects import OUT_OF_BOUNDS
from nestlike.compiler.pipeline import KernelCompiler
from nestlike.compiler.shortcuts import forget_signatures, shortcuts
from nestlike.numerics.engine import doubles, refill
from nestlike.numerics.records import prefetch

_WORD = ir.IntType(64)
_OWN_FORM = {
    doubles,
    refill,
    prefetch,
    *(value for value in vars(views).values() if callable(value)),
}
#: How arrays are indexed in the functions that numba knows already: numba compiles them once.
_registered: dict = {}

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


def _declare(function) -> None:
    """Have numba know the functions that a kernel calls."""
    mode = policy.mode()
    for reached in reachable(function)[1:]:
        if reached in _OWN_FORM:
            continue
        if reached not in _registered:
            register_jitable(**_options(), forceinline=is_inlined(reached))(reached)
        if _registered.setdefault(reached, mode) != mode:
            raise RuntimeError(
                f"{reached.__name__} has been compiled for NESTLIKE_BOUNDSCHECK="
                f"{int(mode != 'bounds')}; the setting can change in a new process only."
            )


def _compile(function, count: int):
    if numba.config.DISABLE_JIT:
        raise RuntimeError(
            "numba compiles nothing where NUMBA_DISABLE_JIT=1. With NESTLIKE_JIT=0 as well, kernels"
            " are interpreted, which takes long."
        )
    signature = types.int64(*[types.int64] * count)
    dispatcher = numba.njit(signature, no_cpython_wrapper=True, **_options())(function)
    return dispatcher, dispatcher.overloads[signature.args]


class Wanted(NamedTuple):
    """An object file to make: it defines `symbol` as a C function of `count` int64."""

    function: FunctionType
    symbol: str
    count: int

    @property
    def length(self) -> int:
        """Bytes of bytecode that there is to compile."""
        return sum(len(reached.__code__.co_code) for reached in reachable(self.function))


def object_codes(wanted: list[Wanted]) -> list[bytes]:
    """Return the bytes of object files; several are made at once where that is possible."""
    order = sorted(range(len(wanted)), key=lambda i: -wanted[i].length)
    # Nobody else compiles while processes are forked: they would inherit what was half done.
    with global_compiler_lock, shortcuts():
        for entry in wanted:
            _declare(entry.function)
        registries.look()
        made = share_out(_object_code, [wanted[i] for i in order])
    return [code for _, code in sorted(zip(order, made, strict=True))]


def _object_code(wanted: Wanted) -> bytes:
    try:
        _, result = _compile(wanted.function, wanted.count)
    except (NumbaError, NotImplementedError):
        registries.look_for_everything()
        forget_signatures()
        _, result = _compile(wanted.function, wanted.count)
    return _emit(result, wanted.symbol, wanted.count)


def _emit(result, symbol: str, count: int) -> bytes:
    library = ObjectLibrary(result.library.codegen, symbol)
    library.add_ir_module(_entry(result, symbol, count))
    library.add_linking_library(result.library)
    module = library.final_module()
    _require_independence(module, symbol)
    return library.object_code(module)


def _require_independence(module, symbol: str) -> None:
    """Refuse code that needs numba or Python at run time: other processes would not have them."""
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
    builder.ret(builder.select(status.is_error, ir.Constant(_WORD, OUT_OF_BOUNDS), value))
    return module


def jit_address(function, count: int):
    """Return the address of `function` in numba's own engine, and what keeps it alive."""
    _declare(function)
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
