"""Limits of delays, with the values NEST 3.10.0 gives."""

import pytest

from nestlike.kernel.clock import Clock
from nestlike.kernel.connections.delays import DelayExtrema
from nestlike.kernel.errors import BadDelay


def test_the_shortest_rounds_down_and_the_longest_up():
    limits = DelayExtrema.from_ms(0.25, 0.55, Clock())
    assert (limits.min_steps, limits.max_steps) == (2, 6)


@pytest.mark.parametrize("pair", [(0.05, 1.0), (2.0, 1.0), (-1.0, 2.0), (float("nan"), 2.0)])
def test_impossible_pairs(pair):
    with pytest.raises(BadDelay):
        DelayExtrema.from_ms(*pair, Clock())


def test_another_resolution_widens():
    old, new = Clock(), Clock.with_resolution(0.2)
    limits = DelayExtrema.from_ms(0.3, 0.7, old).recalibrated(old, new)
    assert (new.ms_from_steps(limits.min_steps), new.ms_from_steps(limits.max_steps)) == (0.2, 0.8)
    assert limits.set_by_user


def test_connections_widen_only_what_the_user_left_open():
    limits = DelayExtrema()
    assert (limits.min_steps, limits.max_steps) == (1, 1)
    limits.widen(25, 25)
    assert (limits.min_steps, limits.max_steps) == (25, 25)
    given = DelayExtrema.from_ms(1.0, 2.0, Clock())
    given.widen(5, 30)
    assert (given.min_steps, given.max_steps) == (10, 20)


def test_delays_outside_are_refused_where_limits_hold():
    clock, limits = Clock(), DelayExtrema.from_ms(1.0, 2.0, Clock())
    with pytest.raises(BadDelay, match="0.5"):
        limits.require_valid(5, clock, simulated=False)
    free = DelayExtrema()
    free.require_valid(5, clock, simulated=False)
    with pytest.raises(BadDelay, match="Simulate"):
        free.require_valid(5, clock, simulated=True)
    with pytest.raises(BadDelay, match="resolution"):
        free.require_valid(0, clock, simulated=False)
