"""What numba does otherwise while it compiles a kernel; all is as before afterwards."""

import gc
from contextlib import ExitStack, contextmanager

from numba import types
from numba.core.base import BaseContext
from numba.core.compiler_lock import global_compiler_lock
from numba.core.cpu import CPUContext
from numba.core.postproc import PostProcessor, VariableLifetime
from numba.core.transforms import canonicalize_cfg
from numba.core.types.functions import BaseFunction
from numba.np import arrayobj

from nestlike.compiler import registries
from nestlike.compiler.array_values import make_array

_signatures: dict = {}
_sizes: dict = {}
_find_size = BaseContext.get_abi_sizeof


@contextmanager
def shortcuts():
    """Compile for a kernel: indices as they are, what is known is not sought again."""
    with ExitStack() as stack:
        stack.enter_context(_no_garbage_collection())
        stack.enter_context(_instead(arrayobj, "fix_integer_index", _index_as_it_is))
        stack.enter_context(_instead(arrayobj, "make_array", make_array))
        stack.enter_context(_instead(BaseFunction, "get_call_type", _known_call_type))
        stack.enter_context(_instead(PostProcessor, "run", _without_lifetimes))
        stack.enter_context(_instead(BaseContext, "get_abi_sizeof", _known_size))
        stack.enter_context(_instead(type(global_compiler_lock), "acquire", _acquire))
        stack.enter_context(_instead(type(global_compiler_lock), "release", _release))
        what_there_is = "load_additional_registries", registries.what_kernels_use
        stack.enter_context(_instead(CPUContext, *what_there_is))
        for place, look in registries.LOOKS.items():
            stack.enter_context(_instead(place, "refresh", look))
        yield


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
def _instead(place, name: str, function):
    usual = getattr(place, name)
    setattr(place, name, function)
    try:
        yield
    finally:
        setattr(place, name, usual)


def _index_as_it_is(context, builder, kind, index, size):
    """Take an index as it is: numba would count negative ones from the end.

    Nobody uses any here, and LLVM makes no vector code of a loop in which each index is looked at.
    With bounds checks a negative index is refused.
    """
    return context.cast(builder, index, kind, types.intp)


_search = BaseFunction.get_call_type


def _known_call_type(function, context, args, kws):
    """Return the signature of a builtin function for types of arguments.

    numba tries all it knows of, in turn, each time it meets a call; what it finds depends on
    nothing else.  A third of the time goes into that.
    """
    if kws:
        return _search(function, context, args, kws)
    key = function, args
    if key not in _signatures:
        _signatures[key] = _search(function, context, args, kws)
    return _signatures[key]


def forget_signatures() -> None:
    """Seek signatures again, after numba has learnt new functions."""
    _signatures.clear()


def _known_size(context, kind):
    """Return the size of an LLVM type in bytes; to find it, LLVM parses a module of its own."""
    if kind not in _sizes:
        _sizes[kind] = _find_size(context, kind)
    return _sizes[kind]


def _acquire(lock):
    """Take numba's lock of compilers, which is done for every pass, and tell nobody."""
    lock._lock.acquire()


def _release(lock):
    lock._lock.release()


def _without_lifetimes(self, emit_dels: bool = False, extend_lifetimes: bool = False):
    """Bring the blocks of a function in order, but do not work out how long its variables live.

    That serves to count references, of which there are none, and to suspend generators.
    """
    form = self.func_ir
    form.blocks = canonicalize_cfg(form.blocks)
    form.variable_lifetime = VariableLifetime(form.blocks)
    form.generator_info = None
