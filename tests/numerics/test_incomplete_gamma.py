"""The upper incomplete gamma function against exact sums, its recurrence, and its limits."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nestlike.numerics.incomplete_gamma import gamma_hazard
from nestlike.numerics.incomplete_gamma import upper_incomplete_gamma as gamma


def exact(n, x):
    """Return (n-1)! exp(-x) times the first n terms of the exponential series."""
    x = Fraction(x)
    terms = sum(x**k / math.factorial(k) for k in range(n))
    return float(math.factorial(n - 1) * terms) * math.exp(-float(x))


@given(st.integers(1, 40), st.floats(0.0, 300.0))
def test_whole_orders(n, x):
    assert gamma(float(n), x) == pytest.approx(exact(n, x), rel=1e-12)


@given(st.floats(1.0, 60.0), st.floats(1e-3, 200.0))
def test_recurrence(a, x):
    expected = a * gamma(a, x) + x**a * math.exp(-x)
    assert gamma(a + 1.0, x) == pytest.approx(expected, rel=1e-11)


@given(st.floats(1.0, 100.0))
def test_at_zero_it_is_complete(a):
    assert gamma(a, 0.0) == pytest.approx(math.gamma(a), rel=1e-12)


def test_limits():
    assert gamma(3.0, 760.0) == 0.0
    assert gamma(1.0, 745.0) == 5e-324
    assert gamma(200.0, 10.0) == math.inf
    assert math.isnan(gamma(2.0, -1.0))


@given(st.floats(1.0, 30.0), st.floats(1e-3, 300.0))
def test_ratio(a, x):
    expected = x ** (a - 1.0) * math.exp(-x) / gamma(a, x)
    assert gamma_hazard(1.0, a, x) == pytest.approx(expected, rel=1e-12)


def test_the_ratio_for_large_orders():
    assert gamma_hazard(1.0, 160.0, 100.0) == math.inf
    assert gamma_hazard(1.0, 172.0, 20.0) == pytest.approx(0.0, abs=1e-60)
    # Near the mean of a nearly normal density, half of which lies above.
    expected = 2.0 / math.sqrt(2.0 * math.pi * 1e6)
    assert gamma_hazard(1.0, 1e6, 1e6) == pytest.approx(expected, rel=1e-2)


def test_compiled_it_gives_the_same(compiled):
    function = compiled(gamma)
    for a, x in ((1.0, 0.3), (2.5, 1.0), (2.5, 30.0), (40.0, 30.0), (7.3, 700.0)):
        assert function(a, x) == pytest.approx(gamma(a, x), rel=1e-13)
