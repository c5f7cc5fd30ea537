"""How many of several alike processes take a step in NEST: binomial, or Poisson where that is near.

The functions work on a float64 array whose first `COUNTS_FROM` elements are the memory of both
distributions.
"""

from nestlike.numerics.binomial import BINOMIAL_STATE_SIZE, binomial
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson

COUNTS_FROM = BINOMIAL_STATE_SIZE + POISSON_STATE_SIZE


def draw_transitions(engine, memory, n, p):
    """Draw how many of `n` processes take a step of probability `p`.

    Parameters
    ----------
    engine : ndarray of uint64
        Random engine; advanced unless `n` is 0.
    memory : ndarray of float64
        See above.
    n : float
        A whole number.
    p : float
        Probability.

    Returns
    -------
    float
        A whole number, `n` at most.
    """
    if n <= 0.0:
        return 0.0
    if (n >= 100.0 and p <= 0.01) or (n >= 500.0 and p * n <= 0.1):
        return min(n, poisson(engine, memory[BINOMIAL_STATE_SIZE:COUNTS_FROM], p * n) * 1.0)
    return binomial(engine, memory[:BINOMIAL_STATE_SIZE], int(n), p) * 1.0
