"""The Threefry engines of 32 and of 64 bits: four words, twenty rounds of adding and rotating.

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

_PARITY_32, _PARITY_64 = np.uint64(0x1BD11BDA), np.uint64(0x1BD11BDAA9FC1A22)
_WIDTH_32, _WIDTH_64 = np.uint64(32), np.uint64(64)
_FIRST_32 = tuple(np.uint64(n) for n in (10, 26, 11, 21, 13, 27, 23, 5))
_SECOND_32 = tuple(np.uint64(n) for n in (6, 20, 17, 11, 25, 10, 18, 20))
_FIRST_64 = tuple(np.uint64(n) for n in (14, 16, 52, 57, 23, 40, 5, 37))
_SECOND_64 = tuple(np.uint64(n) for n in (25, 33, 46, 12, 58, 22, 32, 32))
_S1, _S2, _S3, _S4, _S5 = (np.uint64(n) for n in range(1, 6))


def start_32(state, words):
    """Give the 32-bit engine the state that NEST makes of seed words."""
    start(state, words, 32, 4)


def start_64(state, words):
    """Give the 64-bit engine the state that NEST makes of seed words."""
    start(state, words, 64, 4)


def refill_32(state):
    """Make the next block."""
    fill(state, 32, _PARITY_32, _FIRST_32, _SECOND_32, LOW_32, _WIDTH_32)


def refill_64(state):
    """Make the next block."""
    fill(state, 64, _PARITY_64, _FIRST_64, _SECOND_64, ALL_64, _WIDTH_64)


def refill_32_numpy(state):
    """`refill_32` for interpreted code: the same words by whole-array operations."""
    fill_numpy(state, 32, _PARITY_32, _FIRST_32, _SECOND_32, LOW_32, _WIDTH_32)


def refill_64_numpy(state):
    """`refill_64` for interpreted code."""
    fill_numpy(state, 64, _PARITY_64, _FIRST_64, _SECOND_64, ALL_64, _WIDTH_64)


def fill(state, bits, parity, first, second, mask, width):
    """Make the words of a block, four by four."""
    key = state[KEY], state[KEY + 1], state[KEY + 2], state[KEY + 3]
    at = READY
    for _ in range(QUADS):
        state[COUNTER] += ONE
        counter = state[COUNTER]
        x0, x1 = low_counter(counter, bits), high_counter(counter, bits)
        x0, x1, x2, x3 = rounds(x0, x1, key, parity, first, second, mask, width)
        state[at], state[at + 1], state[at + 2], state[at + 3] = x3, x2, x1, x0
        at += 4


def fill_numpy(state, bits, parity, first, second, mask, width):
    """`fill` for interpreted code."""
    counters = next_counters(state)
    # Keys are arrays of one, whose sums NumPy lets overflow without a warning.
    key = tuple(state[KEY + i : KEY + i + 1] for i in range(4))
    x0, x1 = low_counter(counters, bits), high_counter(counters, bits)
    deliver(state, rounds(x0, x1, key, parity, first, second, mask, width))


def rounds(x0, x1, key, parity, first, second, mask, width):
    """Scramble a counter of four words, the upper two of which are 0, by a key of four."""
    k0, k1, k2, k3 = key
    k4 = parity ^ k0 ^ k1 ^ k2 ^ k3
    x = (x0 + k0) & mask, (x1 + k1) & mask, k2 | (x0 & ZERO), k3 | (x0 & ZERO)
    x = inject(four_rounds(x, first, mask, width), k1, k2, k3, k4, _S1, mask)
    x = inject(four_rounds(x, second, mask, width), k2, k3, k4, k0, _S2, mask)
    x = inject(four_rounds(x, first, mask, width), k3, k4, k0, k1, _S3, mask)
    x = inject(four_rounds(x, second, mask, width), k4, k0, k1, k2, _S4, mask)
    return inject(four_rounds(x, first, mask, width), k0, k1, k2, k3, _S5, mask)


def inject(x, k0, k1, k2, k3, number, mask):
    """Add words of the key, and the number of the injection to the last."""
    x0, x1, x2, x3 = x
    return (x0 + k0) & mask, (x1 + k1) & mask, (x2 + k2) & mask, (x3 + k3 + number) & mask


def four_rounds(x, turns, mask, width):
    """Mix neighbours, then words across, twice; `turns` are the eight rotations."""
    x0, x1, x2, x3 = x
    x0, x1 = mix(x0, x1, turns[0], mask, width)
    x2, x3 = mix(x2, x3, turns[1], mask, width)
    x0, x3 = mix(x0, x3, turns[2], mask, width)
    x2, x1 = mix(x2, x1, turns[3], mask, width)
    x0, x1 = mix(x0, x1, turns[4], mask, width)
    x2, x3 = mix(x2, x3, turns[5], mask, width)
    x0, x3 = mix(x0, x3, turns[6], mask, width)
    x2, x1 = mix(x2, x1, turns[7], mask, width)
    return x0, x1, x2, x3


def mix(a, b, turn, mask, width):
    """Add one word to another, rotate it, and combine both."""
    a = (a + b) & mask
    return a, (((b << turn) | (b >> (width - turn))) & mask) ^ a
