"""How kernels are run: one place for every switch of the compiler."""

import os

#: numba options of every kernel.  No fastmath: each operation rounds on its own, as in NEST.
NUMBA_OPTIONS = {"error_model": "numpy", "nogil": True, "fastmath": False}

#: Functions of the C library that kernels may call.
C_LIBRARY = tuple(
    "exp log pow expm1 log1p sin cos tan sinh cosh tanh atan atan2 sqrt floor ceil fmod lgamma"
    " tgamma erf erfc hypot exp2 log2 log10 fabs trunc ldexp memset memcpy memmove".split()
)


def mode() -> str:
    """Return how kernels run: ``"jit"``, ``"bounds"`` (checked indices) or ``"python"``."""
    if os.environ.get("NESTLIKE_JIT", "1") == "0":
        return "python"
    return "bounds" if os.environ.get("NESTLIKE_BOUNDSCHECK", "0") == "1" else "jit"


def processors() -> int:
    """Return how many processors there are for this process: NESTLIKE_THREADS, or what it may use.

    NESTLIKE_THREADS may name more than there are.
    """
    if wish := os.environ.get("NESTLIKE_THREADS"):
        return max(1, int(wish))
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, available or 1)


def wants_native() -> bool:
    """Return whether ``NESTLIKE_NATIVE=1`` asks for code made for this very processor."""
    return os.environ.get("NESTLIKE_NATIVE", "0") == "1"
