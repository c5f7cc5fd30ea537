"""Conversion of durations in ms to whole steps, as NEST does it."""

import math


def steps_from_ms(ms, tics):
    """Return the duration `ms` in steps of `tics` tics (1 tic = 1/1000 ms), rounded up."""
    n = math.floor(ms * 1000.0 + 0.5)
    return math.ceil(n / tics) * 1.0
