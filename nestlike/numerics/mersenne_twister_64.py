"""The 64-bit Mersenne twister of Nishimura and Matsumoto, and NEST's primitive draws from it.

An engine is one contiguous ``uint64`` array of `STATE_WORDS` elements: 312 state words, then the
position of the next word to deliver. Compiled and interpreted code advance the same array.

All constants are ``uint64``: one ``int64`` among them would turn the arithmetic of compiled code
into floating point.

Notes
-----
T. Nishimura, Tables of 64-bit Mersenne twisters, doi:10.1145/369534.369540.
"""

import numpy as np

from nestlike.numerics.seed_mixer import generate

WORDS = 312
POSITION = 312
STATE_WORDS = 313
MIDDLE = 156

ZERO = np.uint64(0)
ONE = np.uint64(1)
MATRIX = np.uint64(0xB5026F5AA96619E9)
UPPER = np.uint64(0xFFFFFFFF80000000)
LOWER = np.uint64(0x7FFFFFFF)
LARGEST_WORD = 2**64 - 1
LARGEST = np.uint64(LARGEST_WORD)

SHIFT_1, MASK_1 = np.uint64(29), np.uint64(0x5555555555555555)
SHIFT_2, MASK_2 = np.uint64(17), np.uint64(0x71D67FFFEDA60000)
SHIFT_3, MASK_3 = np.uint64(37), np.uint64(0xFFF7EEE000000000)
SHIFT_4 = np.uint64(43)

TWO_TO_MINUS_64 = 2.0**-64
BELOW_ONE = 1.0 - 2.0**-53


def seed(words):
    """Make the state that NEST gives an engine for some seed words.

    Parameters
    ----------
    words : sequence of int
        One to four 32-bit integers, e.g. ``[rng_seed, family]`` or ``[rng_seed, family, vp]``.

    Returns
    -------
    ndarray of uint64, shape (313,)
    """
    halves = generate(words, 2 * WORDS).astype(np.uint64)
    state = np.empty(STATE_WORDS, np.uint64)
    state[:WORDS] = halves[0::2] | halves[1::2] << np.uint64(32)
    if not (state[0] & UPPER or state[1:WORDS].any()):
        state[0] = np.uint64(1 << 63)  # the all-zero state would deliver zeros for ever
    state[POSITION] = WORDS
    return state


def refill(state):
    """Replace all 312 words by the next 312; the position is left to the caller."""
    for k in range(MIDDLE):
        state[k] = state[k + MIDDLE] ^ twist(state[k], state[k + 1])
    for k in range(MIDDLE, WORDS - 1):
        state[k] = state[k - MIDDLE] ^ twist(state[k], state[k + 1])
    state[WORDS - 1] = state[MIDDLE - 1] ^ twist(state[WORDS - 1], state[0])


def twist(high, low):
    """Join the top 33 bits of one word with the low 31 of the next, and multiply by the matrix."""
    joined = (high & UPPER) | (low & LOWER)
    return (joined >> ONE) ^ (MATRIX if joined & ONE else ZERO)


def refill_numpy(state):
    """`refill` for interpreted code: the same words by whole-array operations."""
    words = state[:WORDS]
    joined = words & UPPER
    joined[:-1] |= words[1:] & LOWER
    twisted = (joined >> ONE) ^ np.where(joined & ONE, MATRIX, ZERO)
    words[:MIDDLE] = words[MIDDLE:] ^ twisted[:MIDDLE]
    words[MIDDLE:-1] = words[: MIDDLE - 1] ^ twisted[MIDDLE:-1]
    # The last word joins with the first of the new block.
    words[-1] = words[MIDDLE - 1] ^ twist(joined[-1], words[0])


def temper(word):
    """Equidistribute the bits of a state word (or of an array of them)."""
    word = word ^ ((word >> SHIFT_1) & MASK_1)
    word = word ^ ((word << SHIFT_2) & MASK_2)
    word = word ^ ((word << SHIFT_3) & MASK_3)
    return word ^ (word >> SHIFT_4)


def raw(state):
    """Draw 64 random bits.

    Parameters
    ----------
    state : ndarray of uint64, shape (313,)
        The engine; advanced.

    Returns
    -------
    uint64
    """
    position = np.int64(state[POSITION])
    if position >= WORDS:
        refill(state)
        position = np.int64(0)
    state[POSITION] = position + 1
    return temper(state[position])


def to_uniform(word):
    """Map 64 random bits to a double in [0, 1)."""
    # The conversion rounds to nearest, so words near 2**64 give 1.0, which NEST replaces.
    value = float(word) * TWO_TO_MINUS_64
    return value if value < 1.0 else BELOW_ONE


def to_uniforms(words):
    """`to_uniform` for an array, in interpreted code."""
    return np.minimum(words.astype(np.float64) * TWO_TO_MINUS_64, BELOW_ONE)


def uniform(state):
    """Draw a double uniformly from [0, 1).

    Parameters
    ----------
    state : ndarray of uint64, shape (313,)
        The engine; advanced by one word.

    Returns
    -------
    float
    """
    return to_uniform(raw(state))


def bounded(state, n):
    """Draw an integer uniformly from 0 .. n - 1.

    The method is division with rejection, as in the C++ library of GCC 10; later versions multiply
    and keep the high word, which gives other numbers. One word is consumed even for `n` = 1.

    Parameters
    ----------
    state : ndarray of uint64, shape (313,)
        The engine; advanced by one word, rarely more.
    n : int
        Number of possible values, 1 .. 2**63 - 1; not checked.

    Returns
    -------
    int
    """
    quotient = LARGEST // np.uint64(n)
    end = quotient * np.uint64(n)
    word = raw(state)
    while word >= end:
        word = raw(state)
    return np.int64(word // quotient)
