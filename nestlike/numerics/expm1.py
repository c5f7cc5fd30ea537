"""exp(x) - 1 as NEST's published wheel computes it."""

import math

LOG_2 = math.log(2.0)
EPSILON = 2.0**-52


def expm1(x):
    """Return exp(x) - 1 by NEST's own series, not by the C library's function.

    The wheel was configured without the library's ``expm1``: near zero it sums the Taylor series,
    further away it subtracts. The last bits differ from the library's in a quarter of all cases.

    Parameters
    ----------
    x : float

    Returns
    -------
    float
    """
    if x == 0.0:
        return 0.0
    if abs(x) > LOG_2:
        return math.exp(x) - 1.0
    total = x
    term = x * x / 2.0
    n = 2.0
    while abs(term) > abs(total) * EPSILON:
        total += term
        n += 1.0
        term *= x / n  # the quotient first: the order decides the last bit
    return total
