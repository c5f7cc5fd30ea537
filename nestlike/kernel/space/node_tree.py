"""The tree in which NEST keeps the nodes of a layer, to find those in a mask."""

import numpy as np

from nestlike.kernel.space.box_division import divided, in_order
from nestlike.kernel.space.masks import Mask
from nestlike.kernel.space.tree_search import Search


class NodeTree:
    """Nodes by position: a quadtree or octree.

    Parameters
    ----------
    ids : ndarray of int64, (n,)
        Node ids in the order in which NEST inserts them.
    positions : ndarray, (n, D)
    lower_left, extent : ndarray, (D,)
        The box at the root.
    periodic : bool
        Whether the box continues at its opposite side; nodes beyond it are brought inside.

    Attributes
    ----------
    ids : ndarray of int64, (n,)
    points : ndarray, (n, 3)
        The nodes in the order of the tree, which is that of the candidates for a connection.
    boxes, links : ndarray
        See `nestlike.numerics.tree_walk`.
    box : ndarray, (6,)
        Lower left corner and extent of the root.
    """

    def __init__(self, ids, positions, lower_left, extent, periodic: bool):
        self.dimensions, self.periodic = positions.shape[1], periodic
        self.lower_left, self.extent = _three(lower_left), _three(extent)
        self.box = np.concatenate([self.lower_left, self.extent])
        if periodic:
            positions = _brought_inside(positions, lower_left, extent)
        points = np.zeros((len(ids), 3))
        points[:, : self.dimensions] = positions
        axes = [points[:, i].copy() for i in range(self.dimensions)]
        levels = divided(axes, self.lower_left, self.extent)
        order, self.boxes, self.links = in_order(levels)
        self.ids, self.points = ids[order], points[order]
        self._search = Search(self)

    def find(self, mask: Mask, center, mirrored: bool = False) -> np.ndarray:
        """Return the places in `ids` of the nodes that lie in a mask around a point."""
        return self._search.find(mask, center, mirrored)


def _three(vector) -> np.ndarray:
    three = np.zeros(3)
    three[: len(vector)] = vector
    return three


def _brought_inside(positions, lower_left, extent):
    inside = lower_left + np.fmod(positions - lower_left, extent)
    return np.where(inside < lower_left, inside + extent, inside)
