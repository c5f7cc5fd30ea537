"""The Philox engines of 32 and of 64 bits: four words, ten rounds of multiplication.

Notes
-----
J. Salmon et al., Parallel random numbers: as easy as 1, 2, 3, doi:10.1145/2063384.2063405.
"""

import numpy as np

from nestlike.numerics.counter_engine import (
    COUNTER,
    KEY,
    QUADS,
    deliver,
    high_counter,
    low_counter,
    next_counters,
    start,
)
from nestlike.numerics.engine_state import ALL_64, LOW_32, ONE, READY, ZERO

_ROUNDS = 10
_FACTORS_32 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_FACTORS_64 = np.uint64(0xD2E7470EE14C6C93), np.uint64(0xCA5A826395121157)
_STEPS_32 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_STEPS_64 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B)
_HALF_32, _HALF_64 = np.uint64(16), np.uint64(32)


def start_32(state, words):
    """Give the 32-bit engine the state that NEST makes of seed words."""
    start(state, words, 32, 2)


def start_64(state, words):
    """Give the 64-bit engine the state that NEST makes of seed words."""
    start(state, words, 64, 2)


def refill_32(state):
    """Make the next block."""
    fill(state, 32, _FACTORS_32, _STEPS_32, LOW_32, _HALF_32)


def refill_64(state):
    """Make the next block."""
    fill(state, 64, _FACTORS_64, _STEPS_64, ALL_64, _HALF_64)


def refill_32_numpy(state):
    """`refill_32` for interpreted code: the same words by whole-array operations."""
    fill_numpy(state, 32, _FACTORS_32, _STEPS_32, LOW_32, _HALF_32)


def refill_64_numpy(state):
    """`refill_64` for interpreted code."""
    fill_numpy(state, 64, _FACTORS_64, _STEPS_64, ALL_64, _HALF_64)


def fill(state, bits, factors, steps, mask, half):
    """Make the words of a block, four by four."""
    at = READY
    for _ in range(QUADS):
        state[COUNTER] += ONE
        counter = state[COUNTER]
        x0, x1 = low_counter(counter, bits), high_counter(counter, bits)
        x0, x1, x2, x3 = rounds(x0, x1, state[KEY], state[KEY + 1], factors, steps, mask, half)
        state[at], state[at + 1], state[at + 2], state[at + 3] = x3, x2, x1, x0
        at += 4


def fill_numpy(state, bits, factors, steps, mask, half):
    """`fill` for interpreted code."""
    counters = next_counters(state)
    # Keys are arrays of one, whose sums NumPy lets overflow without a warning.
    k0, k1 = state[KEY : KEY + 1], state[KEY + 1 : KEY + 2]
    x0, x1 = low_counter(counters, bits), high_counter(counters, bits)
    deliver(state, rounds(x0, x1, k0, k1, factors, steps, mask, half))


def rounds(x0, x1, k0, k1, factors, steps, mask, half):
    """Scramble a counter of four words, the upper two of which are 0, by a key of two."""
    x2 = x3 = x0 & ZERO
    for number in range(_ROUNDS):
        if number > 0:
            k0, k1 = (k0 + steps[0]) & mask, (k1 + steps[1]) & mask
        y0 = upper_product(factors[1], x2, half) ^ x1 ^ k0
        y2 = upper_product(factors[0], x0, half) ^ x3 ^ k1
        x1, x3 = (factors[1] * x2) & mask, (factors[0] * x0) & mask
        x0, x2 = y0, y2
    return x0, x1, x2, x3


def upper_product(a, b, half):
    """Return the upper word of the product of two words of twice `half` bits."""
    if half == _HALF_32:
        return (a * b) >> _HALF_64
    low = (ONE << half) - ONE
    a0, a1, b0, b1 = a & low, a >> half, b & low, b >> half
    first = a1 * b0 + ((a0 * b0) >> half)
    second = a0 * b1 + (first & low)
    return a1 * b1 + (first >> half) + (second >> half)
