"""A sample without replacement in the order of the population, as in GNU's C++ library.

Elements are gone through one by one, and accepted with the probability that the sample needs.
"""

import numpy as np

from nestlike.numerics.engine import WIDE, bounded
from nestlike.numerics.engine_state import ALL_64, BITS, LOW_32


def ordered_sample(engine, n, chosen):
    """Draw as many different numbers of 0 .. n - 1 as `chosen` has room for, in ascending order.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced.
    n : int
        Size of the population.
    chosen : ndarray of int64
        Receives the numbers; no longer than `n`.
    """
    size = len(chosen)
    found = at = 0
    if two_from_one_word(engine, n):
        found, at = by_pairs(engine, n, chosen)
    while found < size:
        if bounded(engine, n - at) < size - found:
            chosen[found] = at
            found += 1
        at += 1


def two_from_one_word(engine, n):
    """Return whether a word has enough bits for two decisions about a population of `n`."""
    # n * n would overflow.
    largest = ALL_64 if engine[BITS] == WIDE else LOW_32
    return n > 0 and largest // np.uint64(n) >= np.uint64(n)


def by_pairs(engine, n, chosen):
    """Decide about two elements per word; return how many were chosen, and where that ended."""
    size = len(chosen)
    found = at = 0
    while found < size and n - at >= 2:
        left = n - at
        both = bounded(engine, left * (left - 1))
        first, second = both // (left - 1), both % (left - 1)
        if first < size - found:
            chosen[found] = at
            found += 1
        at += 1
        if found < size:
            if second < size - found:
                chosen[found] = at
                found += 1
            at += 1
    return found, at
