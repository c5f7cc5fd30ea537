"""Functions of the C library with its results at the edges, where Python's raise."""

import ctypes
import functools
import math


def exp(x: float) -> float:
    """Return e to the power x; inf where it is too large."""
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf


def sin(x: float) -> float:
    """Return the sine of x; nan for infinite x."""
    return math.nan if math.isinf(x) else math.sin(x)


def cos(x: float) -> float:
    """Return the cosine of x; nan for infinite x."""
    return math.nan if math.isinf(x) else math.cos(x)


def power(x: float, exponent: float) -> float:
    """Return x to a power; nan or inf where it is no finite number."""
    try:
        return math.pow(x, exponent)
    except OverflowError:
        return -math.inf if x < 0.0 and exponent % 2.0 == 1.0 else math.inf
    except ValueError:
        if x != 0.0:
            return math.nan
        # Zero to a negative power: only odd whole powers know the sign of zero.
        return math.copysign(math.inf, x) if exponent % 2.0 == 1.0 else math.inf


def quotient(x: float, y: float) -> float:
    """Return x / y; inf or nan where y is 0."""
    if y != 0.0:
        return x / y
    if x == 0.0 or math.isnan(x):
        return math.nan
    return math.copysign(math.inf, x) * math.copysign(1.0, y)


def gamma(x: float) -> float:
    """Return the gamma function of x."""
    return _tgamma()(x)


@functools.cache
def _tgamma():
    """Return the C library's function: CPython computes its own."""
    for library in (None, "libm.so.6", "ucrtbase"):
        try:
            function = ctypes.CDLL(library).tgamma
        except (OSError, AttributeError, TypeError):
            continue
        function.restype, function.argtypes = ctypes.c_double, [ctypes.c_double]
        return function
    return math.gamma
