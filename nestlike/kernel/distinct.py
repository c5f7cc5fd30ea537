"""The distinct values of an array; ``numpy.unique`` would load masked arrays first (15 ms)."""

import numpy as np


def distinct(values) -> np.ndarray:
    """Return the distinct elements of `values` (array or scalar), ascending."""
    return first_of_runs(np.sort(np.atleast_1d(values)))[0]


def first_of_runs(ascending) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct elements of an ascending array, and where each comes first."""
    first = np.flatnonzero(np.r_[True, ascending[1:] != ascending[:-1]][: len(ascending)])
    return ascending[first], first
