"""The upper incomplete gamma function, to the accuracy of doubles.

Notes
-----
NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov/8, equations 8.7.1 (series)
and 8.9.2 (continued fraction, here in its contracted form).
"""

import math

#: Stands in for a zero in the continued fraction.
TINY = 1.0e-300
PRECISION = 1.0e-17
MOST_TERMS = 100_000
LARGEST_FACTORIAL = 171
LOG_LARGEST = 709.782712893384


def upper_incomplete_gamma(a, x):
    r"""Return :math:`\Gamma(a, x) = \int_x^\infty t^{a-1} e^{-t} dt`.

    Parameters
    ----------
    a : float
        The order, 1 or larger.
    x : float
        The lower limit.

    Returns
    -------
    float
        inf where the complete gamma function is too large, nan for negative `x`.
    """
    return complete_gamma(a) * upper_part(a, x)


def gamma_hazard(factor, a, x):
    r"""Return `factor` times :math:`x^{a-1} e^{-x} / \Gamma(a, x)`.

    For orders up to 171 it is infinite where factor and power are, as in NEST, which ends at larger
    ones.
    """
    if not x > 0.0:
        return math.nan if x != 0.0 else factor * (a == 1.0)
    log_power = (a - 1.0) * math.log(x)
    if a > LARGEST_FACTORIAL:
        return factor * math.exp(log_power - x - math.lgamma(a)) / upper_part(a, x)
    power = math.pow(x, a - 1.0) if log_power < LOG_LARGEST else math.inf
    return factor * power * math.exp(-x) / upper_incomplete_gamma(a, x)


def upper_part(a, x):
    """Return the part of the complete gamma function that is the incomplete one, 0 to 1."""
    if not x > 0.0:
        return math.nan if x != 0.0 else 1.0
    # x^a exp(-x) / Gamma(a + 1): where this loses bits as it underflows, NEST loses them too.
    leading = math.exp(a * math.log(x) - x - math.lgamma(a + 1.0))
    if x < a + 1.0:
        return 1.0 - leading * series(a, x)
    return leading * (a / x) * (x * continued_fraction(a, x))


def complete_gamma(a):
    """Return the gamma function of `a`, 1 or larger; exact factorials for small whole numbers."""
    if a > LARGEST_FACTORIAL:
        return math.inf
    if a != math.floor(a):
        return math.exp(math.lgamma(a))
    product = 1.0
    for factor in range(2, int(a)):
        product *= factor
    return product


def series(a, x):
    """Return the sum over n of x^n / ((a + 1) ... (a + n))."""
    total = 1.0
    term = 1.0
    n = 1
    while term > PRECISION * total and n < MOST_TERMS:
        term *= x / (a + n)
        total += term
        n += 1
    return total


def continued_fraction(a, x):
    """Return 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))), evaluated forwards."""
    b = x + 1.0 - a
    d = 1.0 / b
    value = d
    c = 1.0 / TINY
    n = 1
    change = 0.0
    while abs(change - 1.0) > PRECISION and n < MOST_TERMS:
        numerator = -n * (n - a)
        b += 2.0
        d = numerator * d + b
        d = 1.0 / (d if abs(d) > TINY else TINY)
        c = b + numerator / c
        c = c if abs(c) > TINY else TINY
        change = c * d
        value *= change
        n += 1
    return value
