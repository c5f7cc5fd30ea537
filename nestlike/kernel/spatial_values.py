"""Values for each dimension of space."""

import numpy as np

from nestlike.kernel.errors import KernelException
from nestlike.kernel.random_values import RandomValue


class Coordinates(RandomValue):
    """One value for each dimension: positions that are drawn for new nodes."""

    is_spatial = True

    def __init__(self, values: list[RandomValue]):
        self.inner = tuple(values)

    def draw(self, engine, thread=0):
        raise KernelException("Cannot get value of DimensionParameter: it stands for positions.")

    def positions(self, engine, n: int) -> np.ndarray:
        """Return `n` positions, (n, D): node after node, x before y before z."""
        first, dimensions = self.inner[0], len(self.inner)
        if all(value is first for value in self.inner):
            return first.draws(engine, 0, n * dimensions).reshape(n, dimensions)
        rows = [[value.draw(engine) for value in self.inner] for _ in range(n)]
        return np.array(rows, float)
