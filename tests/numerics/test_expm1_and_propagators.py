"""The series of `expm1`, and the propagators near their singularity."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nestlike.numerics.expm1 import expm1
from nestlike.numerics.propagators import propagator_31, propagator_32

times = st.floats(0.05, 200.0)


@given(st.floats(-700.0, 700.0))
def test_expm1_is_accurate(x):
    assert expm1(x) == pytest.approx(math.expm1(x), rel=1e-14)


@given(st.floats(0.6931471805599454, 700.0))
def test_beyond_log_2_expm1_subtracts(x):
    assert expm1(x) == math.exp(x) - 1.0
    assert expm1(-x) == math.exp(-x) - 1.0


def test_expm1_is_not_the_librarys():
    points = [-0.69 + 0.001 * i for i in range(1381)]
    assert sum(expm1(x) != math.expm1(x) for x in points) > 100


def test_expm1_of_zero_and_nan():
    assert expm1(0.0) == 0.0
    assert math.isnan(expm1(math.nan))


@pytest.mark.parametrize("function", [expm1])
def test_compiled_expm1_is_the_same(compiled, function):
    fast = compiled(function)
    assert all(fast(x) == function(x) for x in (-5.0, -0.69, -1e-9, 0.0, 1e-300, 0.3, 0.7, 20.0))


@pytest.mark.parametrize("propagator", [propagator_31, propagator_32])
@pytest.mark.parametrize("tau_syn", [0.1, 2.0, 10.0, 10.0 * (1 + 1e-9), 10.000001, 10.1, 50.0])
def test_compiled_propagators_are_the_same(compiled, propagator, tau_syn):
    arguments = (tau_syn, 10.0, 250.0, 0.1)
    assert compiled(propagator)(*arguments) == propagator(*arguments)


@given(times, times, st.floats(0.01, 1.0))
def test_propagators_are_positive_and_nearly_continuous(tau_syn, tau_m, h):
    for propagator in (propagator_31, propagator_32):
        value = propagator(tau_syn, tau_m, 250.0, h)
        assert value >= 0.0
    near = propagator_32(tau_m * (1 + 1e-7), tau_m, 250.0, h)
    assert near == pytest.approx(propagator_32(tau_m, tau_m, 250.0, h), rel=1e-5)


def test_equal_time_constants_give_the_limit():
    limit = 0.1 * (1 / 250.0) * math.exp(-0.1 * (1 / 10.0))
    assert propagator_32(10.0, 10.0, 250.0, 0.1) == limit
    assert propagator_31(10.0, 10.0, 250.0, 0.1) == pytest.approx(0.05 * limit, rel=1e-15)
