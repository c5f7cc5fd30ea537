"""Fehlberg's pair: its order, its error estimate and the control of the step."""

import math

import pytest

from nestlike.numerics import rkf45


def step(slope, y, h):
    k1 = slope(y)
    k2 = slope(rkf45.stage_2(y, h, k1))
    k3 = slope(rkf45.stage_3(y, h, k1, k2))
    k4 = slope(rkf45.stage_4(y, h, k1, k2, k3))
    k5 = slope(rkf45.stage_5(y, h, k1, k2, k3, k4))
    k6 = slope(rkf45.stage_6(y, h, k1, k2, k3, k4, k5))
    return rkf45.result(y, h, k1, k3, k4, k5, k6), rkf45.local_error(h, k1, k3, k4, k5, k6)


def logistic(y):
    return y * (1.0 - y)


def exact(y, t):
    return y / (y + (1.0 - y) * math.exp(-t))


def test_the_result_is_of_fifth_order():
    errors = [abs(step(logistic, 0.3, h)[0] - exact(0.3, h)) for h in (0.4, 0.2)]
    assert math.log2(errors[0] / errors[1]) == pytest.approx(6.0, abs=0.5)


def test_the_error_estimate_is_of_fourth_order():
    errors = [abs(step(logistic, 0.3, h)[1]) for h in (0.4, 0.2)]
    assert math.log2(errors[0] / errors[1]) == pytest.approx(5.0, abs=0.5)


def test_steps_of_the_control():
    assert rkf45.adapt(0.1, 0.8) == (0.1, False)
    assert rkf45.adapt(0.1, 1.1) == (0.1, False)
    assert rkf45.adapt(0.1, 0.0 + 2.0**-1022) == (0.5, False)
    assert rkf45.adapt(0.1, 1e9) == (0.2 * 0.1, True)
    assert rkf45.adapt(0.1, 2.0) == (0.9 / math.pow(2.0, 1 / 5) * 0.1, True)
    assert rkf45.adapt(0.1, 0.3) == (0.9 / math.pow(0.3, 1.0 / (5 + 1.0)) * 0.1, False)


def test_tolerance_refers_to_value_or_slope():
    assert rkf45.error_ratio(-2e-3, 5.0, 7.0, 0.1, 1e-3, 0.0, 1.0, 0.0) == 2.0
    assert rkf45.error_ratio(1.0, 5.0, -7.0, 0.5, 0.5, 1.0, 0.0, 1.0) == 0.25


def test_nan_is_no_larger_ratio():
    assert rkf45.larger_ratio(0.5, math.nan) == 0.5
    assert rkf45.larger_ratio(0.5, 0.7) == 0.7


def test_a_step_that_cannot_shrink_is_accepted():
    assert rkf45.must_repeat(True, 0.1, 0.05, 0.1)
    assert not rkf45.must_repeat(False, 0.1, 0.05, 0.1)
    assert not rkf45.must_repeat(True, 0.1, 0.05, 1e18)


def test_compiled_control_is_the_same(compiled):
    adapt = compiled(rkf45.adapt)
    for ratio in (1e-30, 0.01, 0.37, 0.7, 1.2, 5.0, 1e4):
        assert adapt(0.1, ratio) == rkf45.adapt(0.1, ratio)
