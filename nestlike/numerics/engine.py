"""Random engines by name, and NEST's primitive draws from any of them.

The functions take the engine's memory, see `nestlike.numerics.engine_state`.
"""

import numpy as np

from nestlike.numerics import mersenne_twister, philox, threefry
from nestlike.numerics.engine_state import (
    ALL_64,
    BITS,
    BLOCK,
    KIND,
    LOW_32,
    ONE,
    POSITION,
    READY,
    STATE_WORDS,
)

#: By name: bits of a word, what starts the engine, what makes blocks compiled and interpreted.
KINDS = {
    "mt19937_64": (
        64,
        mersenne_twister.start_64,
        mersenne_twister.refill_64,
        mersenne_twister.refill_64_numpy,
    ),
    "mt19937": (
        32,
        mersenne_twister.start_32,
        mersenne_twister.refill_32,
        mersenne_twister.refill_32_numpy,
    ),
    "Philox_32": (32, philox.start_32, philox.refill_32, philox.refill_32_numpy),
    "Philox_64": (64, philox.start_64, philox.refill_64, philox.refill_64_numpy),
    "Threefry_32": (32, threefry.start_32, threefry.refill_32, threefry.refill_32_numpy),
    "Threefry_64": (64, threefry.start_64, threefry.refill_64, threefry.refill_64_numpy),
}
NAMES = tuple(KINDS)

WIDE = np.uint64(64)
WORD_32 = np.uint64(32)
TWO_TO_32 = 2.0**32
TWO_TO_MINUS_64 = 2.0**-64
BELOW_ONE = 1.0 - 2.0**-53


def seed(state, kind, words):
    """Start an engine; the address of its machine code is left alone.

    Parameters
    ----------
    state : ndarray of uint64, shape (STATE_WORDS,)
    kind : str
        A key of `KINDS`.
    words : sequence of int
        One to four 32-bit integers, e.g. ``[rng_seed, family]`` or ``[rng_seed, family, vp]``.
    """
    bits, start = KINDS[kind][:2]
    state[POSITION], state[BITS], state[KIND] = BLOCK, bits, NAMES.index(kind)
    start(state, words)


def seeded(kind, words):
    """Return the memory of a new engine that interpreted code can draw from."""
    state = np.zeros(STATE_WORDS, np.uint64)
    seed(state, kind, words)
    return state


def doubles(words, start, n):
    """Return the memory of `n` words from `start` on as doubles."""
    return words[start : start + n].view(np.float64)


def refill(state):
    """Make the next block of words.

    Compiled code calls the machine code at the address that the engine knows instead.
    """
    KINDS[NAMES[int(state[KIND])]][3](state)


def raw(engine):
    """Draw one word of random bits.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine; advanced.

    Returns
    -------
    uint64
        32 or 64 random bits.
    """
    word, engine[POSITION] = next_word(engine, np.int64(engine[POSITION]))
    return word


def next_word(engine, position):
    """Draw as `raw` does, for loops that keep the position in a register between draws.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine.  What it knows of its position is neither read nor written.
    position : int64
        Number of words of the block that have been delivered.

    Returns
    -------
    uint64
        32 or 64 random bits.
    int64
        The position afterwards.
    """
    if position >= BLOCK:
        refill(engine)
        position = np.int64(0)
    return engine[READY + position], position + 1


def uniform(engine):
    """Draw a double uniformly from [0, 1), from 64 random bits.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine; advanced by one word of 64 bits or two of 32.

    Returns
    -------
    float
    """
    value, engine[POSITION] = next_uniform(engine, np.int64(engine[POSITION]))
    return value


def next_uniform(engine, position):
    """Draw as `uniform` does; return the position afterwards as well, see `next_word`."""
    word, position = next_word(engine, position)
    bits = float(word)
    if engine[BITS] != WIDE:
        word, position = next_word(engine, position)
        bits += float(word) * TWO_TO_32
    return to_uniform(bits), position


def two_uniforms(engine, position):
    """Draw two doubles as `next_uniform` does, looking only once at what is ready."""
    if engine[BITS] != WIDE or position > BLOCK - 2:
        first, position = next_uniform(engine, position)
        second, position = next_uniform(engine, position)
        return first, second, position
    first, second = engine[READY + position], engine[READY + position + 1]
    return to_uniform(float(first)), to_uniform(float(second)), position + 2


def to_uniform(bits):
    """Map 64 random bits, already rounded to a double, to [0, 1)."""
    # Numbers near 2**64 were rounded up to it and would give 1.0, which NEST replaces.
    value = bits * TWO_TO_MINUS_64
    return value if value < BELOW_ONE else BELOW_ONE  # a minimum is one instruction


def to_uniforms(words, bits):
    """Return the doubles in [0, 1) that an array of words gives, in interpreted code."""
    numbers = words.astype(np.float64)
    if bits == 32:
        numbers = numbers[0::2] + numbers[1::2] * TWO_TO_32
    return np.minimum(numbers * TWO_TO_MINUS_64, BELOW_ONE)


def bounded(engine, n):
    """Draw an integer uniformly from 0 .. n - 1.

    The method is division with rejection, as in the C++ library of GCC 10; later versions multiply
    and keep the high word, which gives other numbers. One word is consumed even for `n` = 1.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine; advanced by one word, rarely more.
    n : int
        Number of possible values, 1 .. 2**63 - 1; not checked.

    Returns
    -------
    int
    """
    count = np.uint64(n)
    if engine[BITS] == WIDE:
        return np.int64(below(engine, count, ALL_64))
    if count - ONE < LOW_32:
        return np.int64(below(engine, count, LOW_32))
    return np.int64(in_two_words(engine, count - ONE))


def quotient_of(engine, n):
    """Return what `one_of` divides by; computed once for many draws, it saves half the time."""
    return (ALL_64 if engine[BITS] == WIDE else LOW_32) // np.uint64(n)


def one_of(engine, n, quotient):
    """Draw an integer as `bounded` does, for `n` below 2**32 with its `quotient_of`."""
    i, engine[POSITION] = next_of(engine, np.int64(engine[POSITION]), n, quotient)
    return i


def next_of(engine, position, n, quotient):
    """Draw as `one_of` does; return the position afterwards as well, see `next_word`."""
    end = quotient * np.uint64(n)
    word, position = next_word(engine, position)
    while word >= end:
        word, position = next_word(engine, position)
    return np.int64(word // quotient), position


def choose(engine, items, chosen):
    """Draw an element of `items` for each place of `chosen`, as `bounded` draws its position.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine; advanced.
    items : ndarray
        Fewer than 2**32 elements.
    chosen : ndarray
        Overwritten.
    """
    quotient = quotient_of(engine, len(items))
    end = quotient * np.uint64(len(items))
    made = 0
    while made < len(chosen):
        position = np.int64(engine[POSITION])
        if position >= BLOCK:
            refill(engine)
            position = np.int64(0)
        stop = min(BLOCK, position + len(chosen) - made)
        # Words are tried by the block, never more of them than are still wanted.
        for word in engine[READY + position : READY + stop]:
            if word < end:
                chosen[made] = items[np.int64(word // quotient)]
                made += 1
        engine[POSITION] = stop


def largest_word_below(p):
    """Return the largest word of 64 bits that `to_uniform` maps below `p`, 0 if there is none."""
    low, high = -1, 2**64 - 1
    while low < high:
        middle = (low + high + 1) // 2
        if to_uniform(float(middle)) < p:
            low = middle
        else:
            high = middle - 1
    return max(0, low)


def select(engine, last, items, chosen):
    """Draw a word of 64 bits for each element of `items`, and keep the element if it is small.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine, with words of 64 bits; advanced.
    last : uint64
        The largest word that is small, see `largest_word_below`.
    items : ndarray
    chosen : ndarray
        At least as long as `items`; what is kept is written to its beginning.

    Returns
    -------
    int
        How many were kept.
    """
    made = done = 0
    while done < len(items):
        position = np.int64(engine[POSITION])
        if position >= BLOCK:
            refill(engine)
            position = np.int64(0)
        n = min(BLOCK - position, len(items) - done)
        words, tried = engine[READY + position : READY + position + n], items[done : done + n]
        for k in range(n):
            chosen[made] = tried[k]  # kept only if the next one does not replace it
            made += 1 if words[k] <= last else 0
        engine[POSITION] = position + n
        done += n
    return made


def below(engine, count, largest):
    """Draw an integer less than `count` from words that go up to `largest`."""
    quotient = largest // count
    end = quotient * count
    word = raw(engine)
    while word >= end:
        word = raw(engine)
    return word // quotient


def in_two_words(engine, last):
    """Draw an integer in 0 .. `last`, where 32 bits are just enough or too few."""
    if last == LOW_32:
        return raw(engine)
    count = (last >> WORD_32) + ONE
    number = (below(engine, count, LOW_32) << WORD_32) + raw(engine)
    while number > last:
        number = (below(engine, count, LOW_32) << WORD_32) + raw(engine)
    return number
