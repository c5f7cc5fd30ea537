"""Functions of the C library with its results at the edges, where Python's raise."""

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
