"""What numba does otherwise while it compiles a kernel; all is as before afterwards."""

import gc
from contextlib import ExitStack, contextmanager

from numba import types
from numba.core.postproc import PostProcessor, VariableLifetime
from numba.core.transforms import canonicalize_cfg
from numba.core.types.functions import BaseFunction
from numba.np import arrayobj

_signatures: dict = {}


@contextmanager
def shortcuts():
    """Compile for a kernel: indices as they are, what is known is not sought again."""
    with ExitStack() as stack:
        stack.enter_context(_no_garbage_collection())
        stack.enter_context(_instead(arrayobj, "fix_integer_index", _index_as_it_is))
        stack.enter_context(_instead(BaseFunction, "get_call_type", _known_call_type))
        stack.enter_context(_instead(PostProcessor, "run", _without_lifetimes))
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


def _without_lifetimes(self, emit_dels: bool = False, extend_lifetimes: bool = False):
    """Bring the blocks of a function in order, but do not work out how long its variables live.

    That serves to count references, of which there are none, and to suspend generators.
    """
    form = self.func_ir
    form.blocks = canonicalize_cfg(form.blocks)
    form.variable_lifetime = VariableLifetime(form.blocks)
    form.generator_info = None
