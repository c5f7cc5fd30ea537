"""`compiled(function)`: a function of numerics as it runs inside a kernel."""

import types

import pytest

from nestlike.kernel.random.refills import REFILLS
from nestlike.numerics.engine import refill, seeded
from nestlike.numerics.engine_state import REFILL
from nestlike.numerics.records import prefetch


def callees(function, found):
    """Collect the functions of numerics that `function` reaches through its globals."""
    for name in function.__code__.co_names:
        value = function.__globals__.get(name)
        ours = isinstance(value, types.FunctionType) and value.__module__.startswith("nestlike.")
        if ours and value not in found:
            found.append(value)
            callees(value, found)
    return found


@pytest.fixture(scope="session")
def compiled():
    numba = pytest.importorskip("numba")
    from nestlike.compiler import bindings  # noqa: F401  (gives these two their compiled form)

    registered = {refill, prefetch}

    def compile_function(function):
        for callee in callees(function, []):
            if callee not in registered:
                registered.add(callee)
                numba.extending.register_jitable(error_model="numpy")(callee)
        return numba.njit(error_model="numpy")(function)

    return compile_function


@pytest.fixture
def new_engine():
    """Return a function that makes engines which compiled code can use, too."""

    def make(words, kind="mt19937_64"):
        state = seeded(kind, words)
        state[REFILL] = REFILLS[kind].address
        return state

    return make
