"""Vectors that differ in length from neuron to neuron."""

import math


def total(values) -> float:
    """Return the sum of the values, added one by one."""
    result = 0.0
    for i in range(len(values)):
        result += values[i]
    return result


def entry_or_nan(values, i: int) -> float:
    """Return value number `i`, or NaN if there are fewer: it may have gone since it was asked for.

    Parameters
    ----------
    values : ndarray of float64
    i : int
        Counted from 0.
    """
    return values[i] if i < len(values) else math.nan
