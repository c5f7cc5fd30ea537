"""Poisson deviates as in GNU's C++ library: products of uniforms, or Devroye's rejection method.

The memory of a distribution is a float64 array of `POISSON_STATE_SIZE`; all zeros is a fresh one.
It begins with the memory of the private normal distribution, which survives changes of the mean.
The rest are constants of the last mean, so that a generator of constant rate computes them once.

Notes
-----
L. Devroye, Non-uniform random variate generation (1986), section X.3.4 with its errata. CPython's
``math.lgamma`` is not the C library's: for means of 12 and more interpreted code may accept, in
about one of 1e15 draws, another candidate than compiled code.
"""

import math

import numpy as np

from nestlike.numerics.engine import WIDE, doubles, to_uniform, uniform
from nestlike.numerics.engine_state import BITS, BLOCK, POSITION, READY, SCRATCH
from nestlike.numerics.exponential import standard_exponential
from nestlike.numerics.normal import standard_normal

# Layout of the memory; elements 0 and 1 belong to the normal distribution.
MU = 2
EXP_MINUS_MU = 3
M = 4  # floor(mu)
LOG_MU = 5
LOG_FACTORIAL = 6  # log(m!)
SQRT_M = 7
D = 8  # where the hat changes from normal to exponential
SQRT_HALF_CX = 9
INVERSE_CX = 10
C1 = 11  # C1, C2, AREA: cumulative areas of the pieces of the hat
C2 = 12
AREA = 13
POISSON_STATE_SIZE = 14

PRODUCT_BELOW = 12.0
LOOK_AHEAD = 6  # products found for all words at once
WORTH_LOOKING = 16  # words for which that is done together, at least
LOOK_FROM, LOOK_TO = math.exp(-3.5), math.exp(-0.1)  # where that pays
QUARTER_PI = 0.7853981633974483
SQRT_HALF_PI = 1.2533141373155003
EXP_1_78 = 1.0129030479320018583
INVERSE_78 = 0.0128205128205128205
ALMOST_HALF = (1.0 - 2.0**-52) / 2.0


def poisson(engine, state, mu):
    """Draw from the Poisson distribution.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced, even for a mean of 0.
    state : ndarray of float64, shape (14,)
        Memory of the distribution; zeros at first.
    mu : float
        The mean, 0 or larger; not checked.

    Returns
    -------
    int
    """
    set_up(state, mu)
    # With NaN, too, this ends, and makes 0.
    if not mu >= PRODUCT_BELOW:
        return by_products(engine, state[EXP_MINUS_MU])
    return by_rejection(engine, state)


def poisson_many(engine, state, mu, counts):
    """Draw as many times as `counts` has elements: the numbers of `poisson`, sooner.

    Parameters
    ----------
    engine, state, mu
        As in `poisson`.
    counts : ndarray of int64
        Receives the draws.
    """
    set_up(state, mu)
    if not mu >= PRODUCT_BELOW and engine[BITS] == WIDE:
        many_by_products(engine, state[EXP_MINUS_MU], counts)
    elif not mu >= PRODUCT_BELOW:
        for i in range(len(counts)):
            counts[i] = by_products(engine, state[EXP_MINUS_MU])
    else:
        for i in range(len(counts)):
            counts[i] = by_rejection(engine, state)


def set_up(state, mu):
    """Store the constants of one mean, unless they stand there already."""
    # In a fresh memory 0 stands for "no mean yet", so a mean of 0 is always set up.
    if mu != state[MU] or mu == 0.0:
        state[MU] = mu
        if not mu >= PRODUCT_BELOW:
            state[EXP_MINUS_MU] = math.exp(-mu)
        else:
            set_up_rejection(state, mu)


def by_products(engine, limit):
    """Count the uniforms whose product stays above `limit` = exp(-mu)."""
    product = uniform(engine)
    count = 0
    while product > limit:
        product *= uniform(engine)
        count += 1
    return count


def many_by_products(engine, limit, counts):
    """`by_products` for all elements of `counts`, with a 64-bit engine.

    Which word a number begins with depends on all numbers before.  So the number that would begin
    with it is found for each of many words first, without a branch; then the right ones are picked.
    """
    made, n = 0, len(counts)
    while made < n:
        position = np.int64(engine[POSITION])
        room = min(BLOCK - position - LOOK_AHEAD, n - made)
        if room < WORTH_LOOKING or not LOOK_FROM < limit < LOOK_TO:
            counts[made] = by_products(engine, limit)
            made += 1
            continue
        found = counts[made : made + room]
        ends_ahead(engine, position, limit, found)
        made += pick(engine, position, limit, found)


def pick(engine, position, limit, found):
    """Keep, of the numbers found for each word, those that begin where the one before ends.

    They are written over what was found for words that lie behind.

    Parameters
    ----------
    found : ndarray of int64
        For each word the one after the last that its number uses, as `ends_ahead` finds them.

    Returns
    -------
    int
        How many there are.
    """
    word = made = 0
    while word < len(found):
        end = found[word]
        count = end - word - 1
        if count == LOOK_AHEAD:
            engine[POSITION] = position + word
            count = by_products(engine, limit)
            end = np.int64(engine[POSITION]) - position
            if end <= word:
                found[made] = count
                return made + 1  # the next block has begun
        found[made] = count
        made += 1
        word = end
    engine[POSITION] = position + word
    return made


def ends_ahead(engine, position, limit, found):
    """Find where the number ends that begins with a word, for each word from `position` on.

    Products above `limit` are counted up to `LOOK_AHEAD`.
    """
    n = len(found)
    uniforms = uniforms_ahead(engine, position, n + LOOK_AHEAD - 1)
    u_0, u_1, u_2 = uniforms[:n], uniforms[1 : 1 + n], uniforms[2 : 2 + n]
    u_3, u_4, u_5 = uniforms[3 : 3 + n], uniforms[4 : 4 + n], uniforms[5 : 5 + n]
    for i in range(n):
        product = u_0[i]
        end = i + (2 if product > limit else 1)
        product *= u_1[i]
        end += 1 if product > limit else 0
        product *= u_2[i]
        end += 1 if product > limit else 0
        product *= u_3[i]
        end += 1 if product > limit else 0
        product *= u_4[i]
        end += 1 if product > limit else 0
        product *= u_5[i]
        found[i] = end + (1 if product > limit else 0)


def uniforms_ahead(engine, position, n):
    """Return the uniforms that the `n` words from `position` on make, in the engine's memory."""
    uniforms = doubles(engine, SCRATCH, n)
    words = engine[READY + position : READY + position + n]
    for i in range(n):
        uniforms[i] = to_uniform(float(words[i]))
    return uniforms


def set_up_rejection(state, mu):
    """Store the constants of the rejection method for one mean."""
    m = float(math.floor(mu))
    d = round_half_away(max(6.0, min(m, math.sqrt(2.0 * m * math.log(32.0 * m / QUARTER_PI)))))
    cx = 2.0 * m + d
    inverse_cx = 1.0 / cx
    c2b = math.sqrt(QUARTER_PI * cx) * math.exp(inverse_cx)
    cb = 2.0 * cx * math.exp(-d * inverse_cx * (1.0 + d / 2.0)) / d
    state[M] = m
    state[LOG_MU] = math.log(mu)
    state[LOG_FACTORIAL] = math.lgamma(m + 1.0)
    state[SQRT_M] = math.sqrt(m)
    state[D] = d
    state[SQRT_HALF_CX] = math.sqrt(cx / 2.0)
    state[INVERSE_CX] = inverse_cx
    state[C1] = state[SQRT_M] * SQRT_HALF_PI
    state[C2] = c2b + state[C1]
    state[AREA] = cb + (state[C2] + 1.0 + 1.0 + EXP_1_78)


def round_half_away(x):
    """Round a positive number to the nearest integer, halves upwards."""
    whole = float(math.floor(x))
    return whole + 1.0 if x - whole >= 0.5 else whole


def by_rejection(engine, state):
    """Draw candidates from the hat until one is accepted."""
    m = state[M]
    while True:
        u = state[AREA] * uniform(engine)
        e = standard_exponential(engine)
        x, weight, inside = candidate(engine, state, u)
        if inside:
            bound = state[LOG_FACTORIAL] - math.lgamma(x + m + 1.0)
            if not weight - e - x * state[LOG_MU] > bound:
                return int(x + m + ALMOST_HALF)


def candidate(engine, state, u):
    """Draw a candidate from the piece of the hat in which `u` falls.

    Returns
    -------
    float
        The candidate's distance from floor(mu).
    float
        The logarithm that the acceptance test needs.
    bool
        False if the candidate lies outside the piece.
    """
    d = state[D]
    inverse_cx = state[INVERSE_CX]
    c3 = state[C2] + 1.0
    c4 = c3 + 1.0
    if u <= state[C1]:
        n = standard_normal(engine, state)
        x = float(math.floor(-abs(n) * state[SQRT_M] - 1.0))
        return x, -n * n / 2.0, not x < -state[M]
    if u <= state[C2]:
        n = standard_normal(engine, state)
        y = 1.0 + abs(n) * state[SQRT_HALF_CX]
        x = float(math.ceil(y))
        return x, y * (2.0 - y) * inverse_cx, not x > d
    if u <= c3:
        return -1.0, 0.0, True
    if u <= c4:
        return 0.0, 0.0, True
    if u <= c4 + EXP_1_78:
        return 1.0, INVERSE_78, True
    v = standard_exponential(engine)
    y = d + v * (2.0 * (2.0 * state[M] + d)) / d
    return float(math.ceil(y)), -d * inverse_cx * (1.0 + y / 2.0), True
