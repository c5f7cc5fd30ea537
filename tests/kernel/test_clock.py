"""Time: the values NEST 3.10.0 shows, and the laws its arithmetic keeps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nestlike.kernel.clock import Clock, is_integer

SHOWN = {
    # resolution asked for: resolution and largest time as NEST shows them
    0.1: (0.1, 1152921504606846.8),
    0.7: (0.7000000000000001, 1152921504606846.8),
    0.3: (0.3, 1152921504606846.8),
    2.5: (2.5, 1152921504606845.0),
    0.001: (0.001, 1152921504606847.0),
}


@pytest.mark.parametrize("asked", SHOWN)
def test_resolution_and_limits_are_those_of_nest(asked):
    clock = Clock.with_resolution(asked)
    assert (clock.resolution, clock.T_max) == SHOWN[asked]
    assert clock.T_min == -clock.T_max


def test_other_tics():
    clock = Clock.with_resolution(0.2, 2000.0)
    assert (clock.ms_per_tic, clock.tics_per_step, clock.resolution) == (0.0005, 400, 0.2)
    assert clock.T_max == 576460752303423.4


def test_durations_round_up_and_delays_to_the_nearest():
    clock = Clock()
    assert clock.steps_from_ms(2.0) == 20
    assert clock.steps_from_ms(2.01) == 21
    assert clock.delay_steps(1.25) == 13
    assert clock.delay_steps(1.24) == 12


def test_steps_of_an_odd_resolution_follow_the_reciprocal():
    # 49 * (1 / 49) is just below 1: NEST gives no step here, a true ceil would give one.
    assert Clock(1000.0, 49).steps_from_tics(1) == 0


@given(st.integers(1, 5000), st.integers(0, 10**9))
def test_arrays_and_scalars_agree(tics_per_step, steps):
    clock = Clock(1000.0, tics_per_step)
    array = clock.ms_from_steps(np.array([steps]))
    assert array.dtype == np.float64
    assert array[0] == clock.ms_from_steps(steps) == (1 / 1000.0) * (steps * tics_per_step)


@given(st.integers(1, 10**6))
def test_whole_numbers_pass_and_halves_do_not(number):
    assert is_integer(float(number))
    assert is_integer(number * 0.1 / 0.1)
    assert not is_integer(number + 0.5)


def test_times_beyond_the_limits_are_refused():
    for ms in (1e20, float("inf"), float("nan")):
        with pytest.raises(OverflowError):
            Clock().tics_from_ms(ms)


def test_reset_keeps_the_object_and_restores_the_values():
    clock = Clock.with_resolution(0.5)
    clock.reset()
    assert clock.resolution == 0.1
