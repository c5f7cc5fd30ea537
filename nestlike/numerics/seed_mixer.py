"""Turn a few seed words into the many words of an engine's state.

The mixer is M. O'Neill's fixed-entropy seed sequence with a pool of 128 bits
(https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html), the one that NumPy's
``SeedSequence`` implements. It stands here because importing ``numpy.random`` for it would cost
more than the rest of the kernel's start-up.
"""

import numpy as np

POOL_WORDS = 4
WORD = 0xFFFFFFFF
_SCRAMBLE_START, _SCRAMBLE_FACTOR = 0x43B0D7E5, 0x931E8875
_BLEND_KEEP, _BLEND_ADD = 0xCA01F9DD, 0x4973F715
_OUTPUT_START, _OUTPUT_FACTOR = 0x8B51F9DD, 0x58F38DED


def pool(words):
    """Mix at most four 32-bit seed words into a pool of four.

    Parameters
    ----------
    words : sequence of int
        One to four integers in 0 .. 2**32 - 1; missing ones count as 0.

    Returns
    -------
    list of int
        Four integers in 0 .. 2**32 - 1.
    """
    key = _SCRAMBLE_START

    def scramble(value):
        nonlocal key
        value ^= key
        key = key * _SCRAMBLE_FACTOR & WORD
        value = value * key & WORD
        return value ^ value >> 16

    padded = [*words, *[0] * (POOL_WORDS - len(words))]
    mixed = [scramble(word) for word in padded]
    for source in range(POOL_WORDS):
        for target in range(POOL_WORDS):
            if source != target:
                mixed[target] = _blend(mixed[target], scramble(mixed[source]))
    return mixed


def _blend(a, b):
    value = (_BLEND_KEEP * a - _BLEND_ADD * b) & WORD
    return value ^ value >> 16


def generate(words, n):
    """Draw `n` 32-bit words from the seed `words`.

    Parameters
    ----------
    words : sequence of int
        One to four integers in 0 .. 2**32 - 1.
    n : int
        How many words; the first ones do not depend on it.

    Returns
    -------
    ndarray of uint32, shape (n,)
    """
    factors = np.full(n + 1, _OUTPUT_FACTOR, np.uint32)
    factors[0] = _OUTPUT_START
    keys = np.multiply.accumulate(factors, dtype=np.uint32)
    value = np.resize(np.array(pool(words), np.uint32), n) ^ keys[:-1]
    value *= keys[1:]
    return value ^ value >> np.uint32(16)
