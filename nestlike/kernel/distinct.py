"""The distinct values of an array; ``numpy.unique`` would load masked arrays first (15 ms)."""

import numpy as np


def distinct(values) -> np.ndarray:
    """Return the distinct elements of `values` (array or scalar), ascending."""
    return first_of_runs(np.sort(np.atleast_1d(values)))[0]


def first_of_runs(values) -> tuple[np.ndarray, np.ndarray]:
    """Return the elements of an array that differ from the one before, and their places.

    In an ascending array these are the distinct elements.
    """
    first = np.flatnonzero(np.r_[True, values[1:] != values[:-1]][: len(values)])
    return values[first], first
