"""Normal deviates by the polar method of Marsaglia and Bray, as in GNU's C++ library.

Each distribution object of NEST keeps the second value of a pair for its next call. That memory is
a float64 array of two, ``[has_cached, cached]``; all zeros is a fresh object. Neither re-seeding
the engine nor changing mean and standard deviation clears it.
"""

import math

from nestlike.numerics.engine import two_uniforms

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
    if cache[HAS_CACHED] != 0.0:
        cache[HAS_CACHED] = 0.0
        return cache[CACHED]
    x = y = square = 0.0
    while not (0.0 < square <= 1.0):
        first, second = two_uniforms(engine)
        x, y = 2.0 * first - 1.0, 2.0 * second - 1.0
        square = x * x + y * y
    factor = math.sqrt(-2.0 * math.log(square) / square)
    cache[CACHED] = x * factor
    cache[HAS_CACHED] = 1.0
    return y * factor  # y first, x is the one kept


#: As by `nestlike.compiler.inlined`: where it is called twice, it would stay out of line.
standard_normal.is_inlined = True


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
