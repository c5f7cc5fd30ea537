"""A digest of everything that decides a function's machine code.

Functions are followed through their globals, closures and constants as code objects, not as source
text, so that models typed into a notebook are told apart too.
"""

import math
import types
from functools import cache

import numpy as np

from nestlike.compiler.hashing import hash_of

_SCALARS = (int, float, complex, str, bytes, bool, type(None), np.generic)
#: Modules that are the same in every process.
_UNCHANGING = (math, np)
#: What numba makes part of the code where another module has it.
_CONSTANTS = (*_SCALARS, np.dtype, np.ndarray, tuple)


def reachable(function) -> list:
    """Return `function` and every plain Python function it refers to, callers first."""
    found: dict = {}
    todo = [function]
    while todo:
        current = todo.pop()
        if id(current) in found:
            continue
        found[id(current)] = current
        todo.extend(
            value for _, value in references(current) if isinstance(value, types.FunctionType)
        )
    return list(found.values())


def is_inlined(function) -> bool:
    """Return whether the code of a function is put wherever it is called, see `inlined`."""
    return getattr(function, "is_inlined", False)


def references(function):
    """Yield the (name, value) pairs of globals and closure cells that `function` uses."""
    code = function.__code__
    names = sorted(set(_names(code)))
    for name in names:
        if name in function.__globals__:
            value = function.__globals__[name]
            yield name, value
            if isinstance(value, types.ModuleType) and value not in _UNCHANGING:
                yield from _constants(value, names)
    for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
        yield name, cell.cell_contents


def _constants(module, names):
    """Yield what has one of these names in a module, or in one that it holds."""
    modules = [module]
    for place in modules:  # it grows
        for name in names:
            value = vars(place).get(name)
            if isinstance(value, _CONSTANTS):
                yield name, value
            elif isinstance(value, types.ModuleType) and value not in modules:
                modules.append(value)


def _names(code):
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)


def digest(function, *extra: str) -> str:
    """Return a hexadecimal digest of `function`, all it reaches, and the strings `extra`."""
    known = hash_of()
    for text in extra:
        known.update(text.encode() + b"\0")
    for reached in reachable(function):
        _add_code(known, reached.__code__)
        _add_value(known, reached.__defaults__)
        _add_value(known, tuple((reached.__kwdefaults__ or {}).items()))
        if is_inlined(reached):
            known.update(b"inlined")
        for name, value in references(reached):
            known.update(name.encode())
            _add_value(known, value)
    return known.hexdigest()


def _add_code(known, code) -> None:
    known.update(code.co_code)
    known.update(repr((code.co_names, code.co_varnames, code.co_freevars)).encode())
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            _add_code(known, constant)
        else:
            _add_value(known, constant)


@cache
def _layout(dtype) -> tuple:
    """Return what numpy would say of a data type, in a twentieth of the time."""
    if dtype.names is None:
        return dtype.str, dtype.shape, dtype.subdtype and _layout(dtype.base)
    fields = ((name, dtype.fields[name]) for name in dtype.names)
    return dtype.itemsize, *((name, _layout(kind), at) for name, (kind, at, *_) in fields)


def _add_value(known, value) -> None:
    if isinstance(value, _SCALARS):
        known.update(repr((type(value).__name__, value)).encode())
    elif isinstance(value, np.dtype):
        known.update(repr(_layout(value)).encode())
    elif isinstance(value, np.ndarray):
        known.update(value.dtype.str.encode() + value.tobytes())
    elif isinstance(value, tuple | frozenset):
        for item in sorted(value, key=repr) if isinstance(value, frozenset) else value:
            _add_value(known, item)
    else:
        known.update(getattr(value, "__name__", type(value).__name__).encode())
