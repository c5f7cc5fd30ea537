"""Lognormal deviates: exponentials of normal ones."""

import math

from nestlike.numerics.normal import standard_normal


def lognormal(engine, cache, mean, std):
    """Draw a number whose logarithm has the given mean and standard deviation.

    Parameters
    ----------
    engine, cache
        As in `nestlike.numerics.normal.standard_normal`.
    mean, std : float
        Of the logarithm.

    Returns
    -------
    float
    """
    return math.exp(std * standard_normal(engine, cache) + mean)
