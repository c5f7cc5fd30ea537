"""Values that depend on where nodes are."""

import numpy as np

from nestlike.kernel.errors import BadParameterValue, KernelException
from nestlike.kernel.random.random_values import RandomValue
from nestlike.kernel.random.value_columns import columns
from nestlike.kernel.space.places import NODE, NOWHERE, TARGET


class SpatialValue(RandomValue):
    """A value that positions alone decide."""

    is_spatial = True

    def at(self, place):
        """Return the value, or one for each of several places."""
        raise NotImplementedError

    def draw(self, engine, thread=0, place=None):
        return float(self.at(place or NOWHERE))

    def draws(self, engine, thread, n, places=None):
        return self.at(NOWHERE if places is None else places)


class Position(SpatialValue):
    """A coordinate of a node, or of one end of a connection.

    Parameters
    ----------
    dimension : int
        From 0.
    synaptic_endpoint : int
        0 for a node, 1 for the source and 2 for the target of a connection.
    """

    def __init__(self, dimension: int | None = None, synaptic_endpoint: int = NODE):
        if dimension is None:
            raise BadParameterValue("A node position parameter needs a dimension.")
        if dimension < 0:
            raise BadParameterValue(f"The dimension cannot be negative, as {dimension} is.")
        if not NODE <= synaptic_endpoint <= TARGET:
            raise BadParameterValue(
                "synaptic_endpoint is 0 for none, 1 for the source or 2 for the target, not "
                f"{synaptic_endpoint}."
            )
        self.dimension, self.end = dimension, synaptic_endpoint

    def at(self, place):
        return place.coordinate(self.end, self.dimension)


class Distance(SpatialValue):
    """The length of a connection, or from dimension 1 its extent along that one."""

    def __init__(self, dimension: int = 0):
        if dimension < 0:
            raise BadParameterValue(f"The dimension cannot be negative, as {dimension} is.")
        self.dimension = dimension

    def at(self, place):
        return place.distance(self.dimension)


class Coordinates(RandomValue):
    """One value for each dimension: positions that are drawn for new nodes."""

    is_spatial = True

    def __init__(self, values: list[RandomValue]):
        self.inner = tuple(values)

    def draw(self, engine, thread=0, place=None):
        raise KernelException("Cannot get value of DimensionParameter: it stands for positions.")

    def positions(self, engine, n: int) -> np.ndarray:
        """Return `n` positions, (n, D): node after node, x before y before z."""
        first, dimensions = self.inner[0], len(self.inner)
        if all(value is first for value in self.inner):
            return first.draws(engine, 0, n * dimensions).reshape(n, dimensions)
        return np.stack(columns(self.inner, engine, 0, n), 1)
