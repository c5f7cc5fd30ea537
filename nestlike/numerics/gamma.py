"""Gamma deviates by the rejection method of Marsaglia and Tsang, as in GNU's C++ library.

The memory of a distribution is that of its private normal distribution, see
`nestlike.numerics.normal`.

Notes
-----
G. Marsaglia and W. Tsang, A simple method for generating gamma variables,
doi:10.1145/358407.358414.
"""

import math

from nestlike.numerics.engine import uniform
from nestlike.numerics.normal import NORMAL_STATE_SIZE, standard_normal

GAMMA_STATE_SIZE = NORMAL_STATE_SIZE


def gamma(engine, cache, shape, scale):
    """Draw from the gamma distribution.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced.
    cache : ndarray of float64, shape (2,) or longer
        Memory of the distribution; zeros at first.
    shape, scale : float
        Both positive; not checked.

    Returns
    -------
    float
    """
    boosted = shape + 1.0 if shape < 1.0 else shape
    a1 = boosted - 1.0 / 3.0
    a2 = 1.0 / math.sqrt(9.0 * a1)
    v = cubed_candidate(engine, cache, a1, a2)
    if shape >= 1.0:
        return a1 * v * scale
    u = uniform(engine)
    while u == 0.0:
        u = uniform(engine)
    return math.pow(u, 1.0 / shape) * a1 * v * scale


def cubed_candidate(engine, cache, a1, a2):
    """Draw candidates until one is accepted."""
    while True:
        n = standard_normal(engine, cache)
        v = 1.0 + a2 * n
        while v <= 0.0:
            n = standard_normal(engine, cache)
            v = 1.0 + a2 * n
        v = v * v * v
        u = uniform(engine)
        # The quick test spares the logarithms.
        if not u > 1.0 - 0.0331 * n * n * n * n:
            return v
        if not math.log(u) > 0.5 * n * n + a1 * (1.0 - v + math.log(v)):
            return v
