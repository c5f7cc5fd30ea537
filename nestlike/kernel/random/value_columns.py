"""Several values for each of many nodes, in columns."""

import numpy as np

from nestlike.kernel.random.distributions import Uniform
from nestlike.kernel.random.random_values import Constant


def columns(values: list, engine, thread: int, n: int, places=None) -> list[np.ndarray]:
    """Return `n` values of each, drawn node by node: all values of one before those of the next.

    Parameters
    ----------
    values : list of RandomValue
    engine : Engine
    thread : int
    n : int
    places : Nodes, optional
        Where the nodes are; see `nestlike.kernel.space.places`.
    """
    n_random = sum(value.is_random for value in values)
    if n_random < 2:
        return [value.draws(engine, thread, n, places) for value in values]
    if all(isinstance(value, Uniform | Constant) for value in values):
        drawn = iter(engine.uniforms(n * n_random).reshape(n, n_random).T)
        return [_column(value, drawn, n) for value in values]
    where = [None] * n if places is None else places
    rows = [[value.draw(engine, thread, place) for value in values] for place in where]
    return list(np.array(rows, float).reshape(n, len(values)).T)


def _column(value, drawn, n):
    if not value.is_random:
        return np.full(n, value.value)
    return value.min + next(drawn) * value.range
