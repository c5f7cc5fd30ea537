"""Normal deviates by the polar method of Marsaglia and Bray, as in GNU's C++ library.

Each distribution object of NEST keeps the second value of a pair for its next call. That memory is
a float64 array of two, ``[has_cached, cached]``; all zeros is a fresh object. Neither re-seeding
the engine nor changing mean and standard deviation clears it.
"""

import math

import numpy as np

from nestlike.numerics.engine import two_uniforms
from nestlike.numerics.engine_state import POSITION

HAS_CACHED = 0
CACHED = 1
NORMAL_STATE_SIZE = 2


def standard_normal(engine, cache):
    """Draw from the normal distribution of mean 0 and standard deviation 1.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced.
    cache : ndarray of float64, shape (2,) or longer
        Memory of the distribution, first two elements; zeros at first.

    Returns
    -------
    float
    """
    value, engine[POSITION] = next_normal(engine, np.int64(engine[POSITION]), cache)
    return value


def next_normal(engine, position, cache):
    """Draw as `standard_normal` does; return the engine's position afterwards as well.

    See `nestlike.numerics.engine.next_word`.
    """
    if cache[HAS_CACHED] != 0.0:
        cache[HAS_CACHED] = 0.0
        return cache[CACHED], position
    x = y = square = 0.0
    while not (0.0 < square <= 1.0):
        first, second, position = two_uniforms(engine, position)
        x, y = 2.0 * first - 1.0, 2.0 * second - 1.0
        square = x * x + y * y
    factor = math.sqrt(-2.0 * math.log(square) / square)
    cache[CACHED] = x * factor
    cache[HAS_CACHED] = 1.0
    return y * factor, position  # y first, x is the one kept


#: As by `nestlike.compiler.inlined`: where it is called twice, it would stay out of line.
standard_normal.is_inlined = next_normal.is_inlined = True


def normal(engine, cache, mean, std):
    """Draw from the normal distribution of given mean and standard deviation.

    Parameters
    ----------
    engine, cache
        As in `standard_normal`.
    mean, std : float
        In the unit of the result.

    Returns
    -------
    float
    """
    return standard_normal(engine, cache) * std + mean
