"""The Mersenne twisters of 64 bits (Nishimura) and of 32 bits (Matsumoto and Nishimura).

Both replace all their words at once, each by a combination of two neighbours and one far away.
The words of the 32-bit generator are kept as ``uint64``, like those of all engines.

Notes
-----
M. Matsumoto and T. Nishimura, Mersenne twister, doi:10.1145/272991.272995; T. Nishimura, Tables
of 64-bit Mersenne twisters, doi:10.1145/369534.369540.
"""

import numpy as np

from nestlike.numerics.engine_state import BLOCK, ONE, OWN, READY, ZERO, halves_joined
from nestlike.numerics.seed_mixer import generate

WORDS_64, MIDDLE_64 = 312, 156
MATRIX_64 = np.uint64(0xB5026F5AA96619E9)
UPPER_64 = np.uint64(0xFFFFFFFF80000000)
WORDS_32, MIDDLE_32 = 624, 397
MATRIX_32 = np.uint64(0x9908B0DF)
UPPER_32 = np.uint64(0x80000000)
LOWER = np.uint64(0x7FFFFFFF)

_SHIFT_1, _MASK_1 = np.uint64(29), np.uint64(0x5555555555555555)
_SHIFT_2, _MASK_2 = np.uint64(17), np.uint64(0x71D67FFFEDA60000)
_SHIFT_3, _MASK_3 = np.uint64(37), np.uint64(0xFFF7EEE000000000)
_SHIFT_4 = np.uint64(43)
_SHIFT_5, _MASK_6 = np.uint64(11), np.uint64(0x9D2C5680)
_SHIFT_6, _SHIFT_7 = np.uint64(7), np.uint64(15)
_MASK_7, _SHIFT_8 = np.uint64(0xEFC60000), np.uint64(18)


def start_64(state, words):
    """Give the 64-bit generator the state that NEST makes of seed words."""
    own = state[OWN : OWN + WORDS_64]
    own[:] = halves_joined(generate(words, 2 * WORDS_64))
    _require_bits(own, UPPER_64, np.uint64(1 << 63))


def start_32(state, words):
    """Give the 32-bit generator the state that NEST makes of seed words."""
    own = state[OWN : OWN + WORDS_32]
    own[:] = generate(words, WORDS_32)
    _require_bits(own, UPPER_32, np.uint64(1 << 31))


def _require_bits(own, upper, instead):
    if not (own[0] & upper or own[1:].any()):
        own[0] = instead  # the all-zero state would deliver zeros for ever


def refill_64(state):
    """Make the next block: twice the 312 words."""
    own, ready = state[OWN : OWN + WORDS_64], state[READY : READY + BLOCK]
    for first in range(0, BLOCK, WORDS_64):
        twist_all(own, WORDS_64, MIDDLE_64, UPPER_64, MATRIX_64)
        for k in range(WORDS_64):
            ready[first + k] = temper_64(own[k])


def refill_32(state):
    """Make the next block, which is as long as the generator's state."""
    own, ready = state[OWN : OWN + WORDS_32], state[READY : READY + BLOCK]
    twist_all(own, WORDS_32, MIDDLE_32, UPPER_32, MATRIX_32)
    for k in range(WORDS_32):
        ready[k] = temper_32(own[k])


def refill_64_numpy(state):
    """`refill_64` for interpreted code: the same words by whole-array operations."""
    own, ready = state[OWN : OWN + WORDS_64], state[READY : READY + BLOCK]
    for first in range(0, BLOCK, WORDS_64):
        twist_all_numpy(own, WORDS_64, MIDDLE_64, UPPER_64, MATRIX_64)
        ready[first : first + WORDS_64] = temper_64(own)


def refill_32_numpy(state):
    """`refill_32` for interpreted code."""
    own = state[OWN : OWN + WORDS_32]
    twist_all_numpy(own, WORDS_32, MIDDLE_32, UPPER_32, MATRIX_32)
    state[READY : READY + BLOCK] = temper_32(own)


def twist_all(own, n, middle, upper, matrix):
    """Replace all `n` words by the next ones."""
    for k in range(n - middle):
        own[k] = own[k + middle] ^ twist(own[k], own[k + 1], upper, matrix)
    for k in range(n - middle, n - 1):
        own[k] = own[k + middle - n] ^ twist(own[k], own[k + 1], upper, matrix)
    own[n - 1] = own[middle - 1] ^ twist(own[n - 1], own[0], upper, matrix)


def twist(high, low, upper, matrix):
    """Join the top bits of one word with the low 31 of the next, and multiply by the matrix."""
    joined = (high & upper) | (low & LOWER)
    return (joined >> ONE) ^ (matrix if joined & ONE else ZERO)


def twist_all_numpy(own, n, middle, upper, matrix):
    """`twist_all` for interpreted code."""
    last = own[n - 1]
    joined = (own[:-1] & upper) | (own[1:] & LOWER)
    twisted = (joined >> ONE) ^ (joined & ONE) * matrix
    own[: n - middle] = own[middle:] ^ twisted[: n - middle]
    # A word further on reads one that is already new, `n - middle` places before it.
    for first in range(n - middle, n - 1, n - middle):
        end = min(first + n - middle, n - 1)
        own[first:end] = own[first + middle - n : end + middle - n] ^ twisted[first:end]
    own[n - 1] = own[middle - 1] ^ twist(last, own[0], upper, matrix)


def temper_64(word):
    """Equidistribute the bits of a state word (or of an array of them)."""
    word = word ^ ((word >> _SHIFT_1) & _MASK_1)
    word = word ^ ((word << _SHIFT_2) & _MASK_2)
    word = word ^ ((word << _SHIFT_3) & _MASK_3)
    return word ^ (word >> _SHIFT_4)


def temper_32(word):
    """Equidistribute the bits of a 32-bit state word (or of an array of them)."""
    word = word ^ (word >> _SHIFT_5)
    word = word ^ ((word << _SHIFT_6) & _MASK_6)
    word = word ^ ((word << _SHIFT_7) & _MASK_7)
    return word ^ (word >> _SHIFT_8)
