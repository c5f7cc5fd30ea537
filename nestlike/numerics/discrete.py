"""Numbers of given probabilities, as in GNU's C++ library."""

import numpy as np

from nestlike.numerics.engine import uniform


def cumulative(weights):
    """Return the probabilities' partial sums; nothing for fewer than two weights.

    Parameters
    ----------
    weights : ndarray of float64
        Not negative, and not all zero.

    Returns
    -------
    ndarray of float64
    """
    if len(weights) < 2:
        return np.empty(0)
    # Left to right: NumPy's own sum would add in pairs, and differ in the last bit.
    sums = np.cumsum(weights / np.cumsum(weights)[-1])
    sums[-1] = 1.0
    return sums


def discrete(engine, sums):
    """Draw the number of a weight.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced unless `sums` is empty.
    sums : ndarray of float64
        From `cumulative`.

    Returns
    -------
    int
        The first place where the partial sum is not less than a uniform number.
    """
    if len(sums) == 0:
        return 0
    u = uniform(engine)
    first, end = 0, len(sums)
    while first < end:
        middle = (first + end) // 2
        if sums[middle] < u:
            first = middle + 1
        else:
            end = middle
    return first
