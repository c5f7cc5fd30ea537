"""A hash of what the C library's mathematical functions return on this machine.

Two machines with the same fingerprint give the same bits in a simulation; with different
ones, stored traces can only be compared within a tolerance.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import functools
import hashlib
import math
import sys
from array import array

#: Number of arguments each function is evaluated at.
ARGUMENTS = 100_000


def _arguments(low: float, high: float) -> list[float]:
    """Spread fixed arguments over an interval by a multiplicative sequence."""
    width = (high - low) / 1_000_003.0
    return [low + width * ((k * 2654435761) % 1_000_003) for k in range(ARGUMENTS)]


def _lgamma():
    """Return the C library's lgamma: CPython computes its own."""
    name = "ucrtbase" if sys.platform == "win32" else ctypes.util.find_library("m")
    function = ctypes.CDLL(name).lgamma
    function.restype, function.argtypes = ctypes.c_double, [ctypes.c_double]
    return function


def _digest(function, *arguments) -> str:
    values = array("d", map(function, *arguments))
    return hashlib.sha256(values.tobytes()).hexdigest()[:16]


@functools.cache
def libm_fingerprint() -> dict[str, str]:
    """Return a digest for each C library function that the kernels call.

    Returns
    -------
    dict of str to str
        Name of the function to the first 16 hexadecimal digits of the SHA-256 of its
        results at 100,000 fixed arguments. Computed once a process, in about 0.2 s.
    """
    anything, positive = _arguments(-30.0, 5.0), _arguments(1e-4, 20.0)
    small, angle = _arguments(-0.9, 1.0), _arguments(-100.0, 100.0)
    exponents = _arguments(-3.0, 4.0)[::-1]
    return {
        "exp": _digest(math.exp, anything),
        "expm1": _digest(math.expm1, small),
        "log": _digest(math.log, positive),
        "log1p": _digest(math.log1p, small),
        "pow": _digest(math.pow, positive, exponents),
        "sin": _digest(math.sin, angle),
        "cos": _digest(math.cos, angle),
        "tanh": _digest(math.tanh, small),
        "sqrt": _digest(math.sqrt, positive),
        "lgamma": _digest(_lgamma(), positive),
    }
