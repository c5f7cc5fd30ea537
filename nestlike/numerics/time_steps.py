"""Conversion of durations in ms to whole steps, as NEST does it."""

import math


def steps_from_ms(ms, tics):
    """Return the duration `ms` in steps of `tics` tics (1 tic = 1/1000 ms), rounded up."""
    n = math.floor(ms * 1000.0 + 0.5)
    return math.ceil(n / tics) * 1.0


def stamp_and_offset(ms, tics_per_ms, tics_per_step, ms_per_step, ms_per_tic, max_ms):
    """Return the end of the step, in steps, that holds the time `ms`, and how long before it is.

    The other arguments are those of `nestlike.kernel.clock.Clock`.
    """
    if not ms < max_ms:
        return math.inf, 0.0
    tics = math.floor(ms * tics_per_ms) * 1.0
    tics -= tics % tics_per_step
    if tics * (1.0 / tics_per_step) * ms_per_step < ms:
        tics += tics_per_step
    return tics / tics_per_step, ms_per_tic * tics - ms
