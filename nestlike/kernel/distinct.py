"""The distinct values of an array; ``numpy.unique`` would load masked arrays first (15 ms)."""

import numpy as np


def distinct(values) -> np.ndarray:
    """Return the distinct elements of `values` (array or scalar), ascending."""
    if np.ndim(values) == 0:
        return np.atleast_1d(values)
    return first_of_runs(np.sort(values))[0]


def first_of_runs(values) -> tuple[np.ndarray, np.ndarray]:
    """Return the elements of an array that differ from the one before, and their places.

    In an ascending array these are the distinct elements.
    """
    differs = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=differs[1:])
    first = np.flatnonzero(differs)
    return values[first], first
