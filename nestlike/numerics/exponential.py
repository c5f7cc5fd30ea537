"""Exponential deviates by inversion."""

import math

from nestlike.numerics.engine import uniform


def standard_exponential(engine):
    """Draw from the exponential distribution of mean 1.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced by one uniform draw.

    Returns
    -------
    float
        Never infinite, as the uniform draw stays below 1.
    """
    return -math.log(1.0 - uniform(engine))


def exponential(engine, rate):
    """Draw from the exponential distribution of given `rate`, the inverse of the mean.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced by one uniform draw.
    rate : float
        Positive.

    Returns
    -------
    float
    """
    # Dividing by the rate; multiplying by the mean differs in the last bit.
    return standard_exponential(engine) / rate
