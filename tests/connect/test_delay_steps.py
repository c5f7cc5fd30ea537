"""Compiled code rounds delays as NumPy does, and leaves what is out of the ordinary to it."""

import numpy as np
import pytest

from nestlike.connect.delay_steps import count_steps, ordinary_steps


@pytest.fixture(autouse=True)
def ready():
    count_steps.address  # noqa: B018


@pytest.mark.parametrize("per_ms", [1.0, 10.0, 1.0 / 0.3])
def test_steps_are_those_of_numpy(per_ms):
    delay = np.random.default_rng(3).uniform(1.0, 400.0, 500)
    delay[:3] = 0.95 * 10.0 / per_ms, 2.5, 4.05
    steps, low, high = ordinary_steps(delay, per_ms)
    assert steps.dtype == np.uint16
    assert np.array_equal(steps, np.floor(delay * per_ms + 0.5))
    assert (low, high) == (steps.min(), steps.max())


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, -1.0, 0.0, 0.0499, 6553.55, 1e300])
def test_what_is_odd_is_left_to_others(odd):
    delay = np.full(100, 1.5)
    assert ordinary_steps(delay, 10.0) is not None
    delay[70] = odd
    assert ordinary_steps(delay, 10.0) is None


def test_few_are_not_worth_machine_code():
    assert ordinary_steps(np.full(3, 1.5), 10.0) is None
