"""Many uniform numbers at once, for compiled loops that know how many they need."""

import numpy as np

from nestlike.numerics.engine import WIDE, refill, to_uniform, uniform
from nestlike.numerics.engine_state import BITS, BLOCK, POSITION, READY


def draw_uniforms(engine, values, n):
    """Draw `n` doubles from [0, 1): the numbers of `uniform`, sooner.

    Parameters
    ----------
    engine : ndarray of uint64
        The engine; advanced.
    values : ndarray of float64
        Receives the draws.
    n : int
    """
    if engine[BITS] != WIDE:
        for i in range(n):
            values[i] = uniform(engine)
        return
    filled = 0
    while filled < n:
        position = np.int64(engine[POSITION])
        if position >= BLOCK:
            refill(engine)
            position = np.int64(0)
        count = min(n - filled, BLOCK - position)
        for i in range(count):
            values[filled + i] = to_uniform(float(engine[READY + position + i]))
        engine[POSITION] = position + count
        filled += count
