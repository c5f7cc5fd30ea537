"""What the counter-based engines share: blocks of four words made from a number and a key.

The counter stands before the first block at 0 and is raised before each.  NEST's counter has four
words; here it is one of 64 bits, of which no simulation reaches the end.
"""

import numpy as np

from nestlike.numerics.engine_state import BLOCK, LOW_32, OWN, READY, ZERO, halves_joined
from nestlike.numerics.seed_mixer import generate

COUNTER = OWN
KEY = OWN + 1
QUADS = BLOCK // 4
HIGH_HALF = np.uint64(32)


def start(state, words, bits, key_words):
    """Set the counter to 0, and the key to what the seed mixer makes of seed words."""
    state[COUNTER] = 0
    halves = generate(words, key_words * bits // 32)
    state[KEY : KEY + key_words] = halves if bits == 32 else halves_joined(halves)


def low_counter(counter, bits):
    """Return the counter's first word."""
    return counter & LOW_32 if bits == 32 else counter


def high_counter(counter, bits):
    """Return the counter's second word."""
    return counter >> HIGH_HALF if bits == 32 else counter & ZERO


def next_counters(state):
    """Return the counters of a whole block as an array, and pass them."""
    counters = state[COUNTER] + np.arange(1, QUADS + 1, dtype=np.uint64)
    state[COUNTER] = counters[-1]
    return counters


def deliver(state, four_words):
    """Make columns of blocks the words to deliver: each block's last word comes first."""
    ready = state[READY : READY + BLOCK].reshape(QUADS, 4)
    for place, column in enumerate(reversed(four_words)):
        ready[:, place] = column
