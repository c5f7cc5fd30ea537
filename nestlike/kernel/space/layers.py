"""Layers: nodes with positions, on a grid or anywhere, in a box that may close on itself.

NEST has two formulas for a displacement in a periodic layer, which differ in the last bits: one
for the functions that answer questions, one for values that depend on distances.
"""

import numpy as np

from nestlike.kernel.errors import BadProperty, KernelException


class Layer:
    """The positions of the nodes of one population.

    Parameters
    ----------
    first_id : int
        Node i has id ``first_id + i``.
    positions : ndarray, (n, D), float64
        Positions in 2 or 3 dimensions.
    lower_left, extent : ndarray, (D,), float64
        The box around the nodes.
    periodic : bool
        Whether the box continues at its opposite side, in all dimensions.
    shape : tuple of int, optional
        Number of nodes in each dimension, if they lie on a grid.
    """

    def __init__(self, first_id, positions, lower_left, extent, periodic, shape=None):
        self.first_id = first_id
        self.positions = positions
        self.lower_left, self.extent = lower_left, extent
        self.periodic = periodic
        self.shape = shape

    def __len__(self) -> int:
        return len(self.positions)

    @property
    def dimensions(self) -> int:
        """Number of dimensions."""
        return self.positions.shape[1]

    @property
    def center(self) -> np.ndarray:
        """The centre of the box."""
        return self.lower_left + self.extent / 2

    def position_of(self, node_id: int) -> np.ndarray:
        """Return the position of a node, (D,)."""
        return self.positions[node_id - self.first_id]

    def positions_in(self, ids: range) -> np.ndarray:
        """Return the positions of a range of nodes, (n, D), without copying."""
        first = self.first_id
        return self.positions[ids.start - first : ids.stop - first : ids.step]

    def positions_of(self, ids: np.ndarray) -> np.ndarray:
        """Return the positions of nodes, (n, D)."""
        return self.positions[ids - self.first_id]

    def as_position(self, point) -> np.ndarray:
        """Return points as float64 array; BadProperty if they have another dimension."""
        point = np.asarray(point, float)
        if point.shape[-1] != self.dimensions:
            raise BadProperty(
                f"Expected a {self.dimensions}-dimensional position, not {point.tolist()}."
            )
        return point

    def displacements(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the shortest way from `start` to `end`, (..., D)."""
        way = end - start
        if not self.periodic:
            return way
        half = 0.5 * self.extent
        moved = way + half
        if not (np.abs(moved) < self.extent).all():
            with np.errstate(invalid="ignore"):
                moved = np.fmod(moved, self.extent)
        way = -half + moved
        beyond = way < -half
        return np.where(beyond, way + self.extent, way) if beyond.any() else way

    def distances(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the length of `displacements`, (...)."""
        return length(self.displacements(start, end))

    def rounded_displacements(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Return the displacements that values depending on distances are computed from."""
        way = end - start
        if not self.periodic:
            return way
        with np.errstate(all="ignore"):
            turns = _rounded(way * (1 / self.extent))
            return way - self.extent * turns


def length(way: np.ndarray) -> np.ndarray:
    """Return the Euclidean norm over the last axis."""
    squares = way * way
    total = squares[..., 0]
    # One dimension after the other: the order of additions decides the last bit.
    for dimension in range(1, way.shape[-1]):
        total = total + squares[..., dimension]
    return np.sqrt(total)


def _rounded(x):
    """Return the nearest whole number, the one farther from zero if two are as near."""
    whole = np.trunc(x)
    return np.where(np.abs(x - whole) >= 0.5, whole + np.copysign(1.0, x), whole)


def grid_layer(first_id, shape, extent=None, center=None) -> Layer:
    """Return a layer of nodes on a grid.

    Parameters
    ----------
    first_id : int
    shape : tuple of int
        Numbers of columns, rows and, in 3 dimensions, layers. Ids run through the last dimension
        first, and through a column from top to bottom.
    extent, center : list of float, optional
        The box; from -0.5 to 0.5 by default.
    """
    size = np.ones(len(shape)) if extent is None else _vector(extent, len(shape))
    middle = np.zeros(len(shape)) if center is None else _vector(center, len(shape))
    lower_left = middle - size / 2
    return Layer(first_id, _grid(shape, lower_left, size), lower_left, size, False, tuple(shape))


def _vector(values, dimensions):
    if len(values) != dimensions:
        raise BadProperty(f"Expected a {dimensions}-dimensional position, not {list(values)}.")
    return np.array(values, float)


def _grid(shape, lower_left, extent):
    corner, size = lower_left.copy(), extent.copy()
    corner[1] += size[1]
    size[1] = -size[1]
    indices = np.indices(shape).reshape(len(shape), -1).T
    spacing = size / np.array(shape)
    return np.ascontiguousarray(corner + spacing * indices + spacing * 0.5)


def free_layer(first_id, positions: np.ndarray, extent=None) -> Layer:
    """Return a layer of nodes at given positions.

    Parameters
    ----------
    first_id : int
    positions : ndarray, (n, D)
    extent : list of float, optional
        Size of the box, which is centred on the nodes. By default the smallest whole numbers
        that hold them; a single node needs one.

    Raises
    ------
    BadProperty
        If a node lies outside.
    KernelException
        If there is only one node and no `extent`.
    """
    low = np.array([_extreme(column, np.nanargmin, np.inf) for column in positions.T])
    high = np.array([_extreme(column, np.nanargmax, -np.inf) for column in positions.T])
    with np.errstate(invalid="ignore"):
        center = (high + low) / 2
        size = np.ceil(high - low) if extent is None else _vector(extent, positions.shape[1])
        lower_left, upper_right = center - size / 2, center + size / 2
    if extent is None and len(positions) <= 1:
        raise KernelException("If only one node is created, 'extent' must be specified.")
    if extent is not None and ((low < lower_left) | (high > upper_right)).any():
        raise BadProperty(
            f"Node position outside of layer: the nodes reach from {low.tolist()} to "
            f"{high.tolist()}, so that extent must be at least {(high - low).tolist()}."
        )
    return Layer(first_id, positions, lower_left, size, False)


def _extreme(column, find, otherwise):
    return column[find(column)] if not np.isnan(column).all() else otherwise
