"""Binomial deviates as in GNU's C++ library: waiting times, or Devroye's rejection method.

The memory of a distribution is a float64 array of `BINOMIAL_STATE_SIZE`; all zeros is a fresh one.
It begins with the memory of the private normal distribution, which survives changes of the
parameters. The rest are constants of the last parameters.

Notes
-----
L. Devroye, Non-uniform random variate generation (1986), section X.4 with its errata.
"""

import math

from nestlike.numerics.engine import uniform
from nestlike.numerics.exponential import standard_exponential
from nestlike.numerics.normal import standard_normal
from nestlike.numerics.poisson import ALMOST_HALF, QUARTER_PI, SQRT_HALF_PI, round_half_away

# Layout of the memory; elements 0 and 1 belong to the normal distribution.
TRIALS, P = 2, 3
Q = 4  # limit of the waiting times
NP = 5  # floor(trials * p)
D1, D2, S1, S2, C = 6, 7, 8, 9, 10
A1, A12, A123, AREA = 11, 12, 13, 14  # cumulative areas of the pieces of the hat
LOG_FACTORIALS, LOG_ODDS = 15, 16
BINOMIAL_STATE_SIZE = 17

WAITING_BELOW = 8.0


def binomial(engine, state, trials, p):
    """Draw from the binomial distribution.

    Parameters
    ----------
    engine : ndarray of uint64
        State of the random engine; advanced unless `trials` is 0.
    state : ndarray of float64, shape (17,)
        Memory of the distribution; zeros at first.
    trials : int
        Not negative; not checked.
    p : float
        Probability of success, 0 .. 1; not checked.

    Returns
    -------
    int
    """
    # NEST draws the rarer outcome.
    rarer = p if p <= 0.5 else 1.0 - p
    if state[TRIALS] != trials or state[P] != p:
        state[TRIALS], state[P] = trials, p
        set_up(state, trials, rarer)
    if trials * rarer < WAITING_BELOW:
        count = waiting(engine, trials, state[Q])
    else:
        count = by_rejection(engine, state, trials)
        count += waiting(engine, trials - count, state[Q])
    return count if p <= 0.5 else trials - count


def waiting(engine, trials, limit):
    """Count successes by the waiting times between them."""
    count = 0
    total = 0.0
    while True:
        if count == trials:
            return count
        total += standard_exponential(engine) / (trials - count)
        count += 1
        if not total <= limit:
            return count - 1


def set_up(state, trials, p):
    """Store the constants of trials and probability, which is at most 1/2."""
    if trials * p < WAITING_BELOW:
        state[Q] = -math.log(1.0 - p)
        return
    t = float(trials)
    np = float(math.floor(t * p))
    pa = np / t
    r = 1.0 - pa
    d1 = math.sqrt(np * r * math.log(32.0 * np / (81.0 * QUARTER_PI * r)))
    d2 = math.sqrt(np * r * math.log(32.0 * t * r / (QUARTER_PI * pa)))
    state[NP] = np
    state[D1] = round_half_away(max(1.0, d1))
    state[D2] = round_half_away(max(1.0, d2))
    state[LOG_FACTORIALS] = math.lgamma(np + 1.0) + math.lgamma(t - np + 1.0)
    state[LOG_ODDS] = math.log(pa / r)
    state[Q] = -math.log(1.0 - (p - pa) / r)
    set_up_hat(state, t, r)


def set_up_hat(state, t, r):
    """Store the scales of the hat's pieces, and their cumulative areas."""
    np, d1, d2 = state[NP], state[D1], state[D2]
    s1 = math.sqrt(np * r) * (1.0 + d1 / (4.0 * np))
    s2 = math.sqrt(np * r) * (1.0 + d2 / (4.0 * t * r))
    c = 2.0 * d1 / np
    a1 = math.exp(c) * s1 * SQRT_HALF_PI
    a12 = a1 + s2 * SQRT_HALF_PI
    s1s, s2s = s1 * s1, s2 * s2
    a123 = a12 + (math.exp(d1 / (t * r)) * 2.0 * s1s / d1 * math.exp(-d1 * d1 / (2.0 * s1s)))
    state[S1], state[S2], state[C] = s1, s2, c
    state[A1], state[A12], state[A123] = a1, a12, a123
    state[AREA] = a123 + 2.0 * s2s / d2 * math.exp(-d2 * d2 / (2.0 * s2s))


def by_rejection(engine, state, trials):
    """Draw candidates from the hat until one is accepted."""
    np, t = state[NP], float(trials)
    while True:
        x, weight, inside = candidate(engine, state, t, state[AREA] * uniform(engine))
        if inside and -np <= x <= t - np:
            logs = math.lgamma(np + x + 1.0) + math.lgamma(t - (np + x) + 1.0)
            if not weight > state[LOG_FACTORIALS] - logs + x * state[LOG_ODDS]:
                return int(x + (np + ALMOST_HALF))


def candidate(engine, state, t, u):
    """Draw a candidate from the piece of the hat in which `u` falls.

    Returns
    -------
    float
        The candidate's distance from floor(trials * p).
    float
        The logarithm that the acceptance test needs.
    bool
        False if the candidate lies outside the piece.
    """
    d1, d2 = state[D1], state[D2]
    s1s, s2s = state[S1] * state[S1], state[S2] * state[S2]
    if u <= state[A12]:
        return from_bell(engine, state, u <= state[A1])
    e1 = standard_exponential(engine)
    e2 = standard_exponential(engine)
    if u <= state[A123]:
        y = d1 + 2.0 * s1s * e1 / d1
        return float(math.floor(y)), -e2 + d1 * (1.0 / (t - state[NP]) - y / (2.0 * s1s)), True
    y = d2 + 2.0 * s2s * e1 / d2
    return float(math.floor(-y)), -e2 - d2 * y / (2.0 * s2s), True


def from_bell(engine, state, right):
    """Draw a candidate from the right or the left half of the bell."""
    n = standard_normal(engine, state)
    y = (state[S1] if right else state[S2]) * abs(n)
    if y >= (state[D1] if right else state[D2]):
        return 0.0, 0.0, False
    e = standard_exponential(engine)
    if right:
        return float(math.floor(y)), -e - n * n / 2.0 + state[C], True
    return float(math.floor(-y)), -e - n * n / 2.0, True
