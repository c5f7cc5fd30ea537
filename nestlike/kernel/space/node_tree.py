"""The tree in which NEST keeps the nodes of a layer, to find those in a mask."""

import numpy as np

from nestlike.kernel.space.masks import Mask
from nestlike.numerics.tree_walk import nodes_in_region, periodic_images

#: A box that holds more nodes is divided, up to a depth.
CAPACITY = 100
MAX_DEPTH = 10

_EPSILON = 2.0**-52


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
    """

    def __init__(self, ids, positions, lower_left, extent, periodic: bool):
        self.dimensions, self.periodic = positions.shape[1], periodic
        self.lower_left, self.extent = _three(lower_left), _three(extent)
        if periodic:
            positions = _brought_inside(positions, lower_left, extent)
        self._positions = np.zeros((len(ids), 3))
        self._positions[:, : self.dimensions] = positions
        self._leaves, self._boxes, self._links, self._n = [], [], [], 0
        self._add(np.arange(len(ids)), self.lower_left, self.extent, 0)
        order = np.concatenate(self._leaves)
        self.ids, self.points = ids[order], self._positions[order]
        self.boxes, self.links = np.array(self._boxes), np.array(self._links, np.int64)
        del self._positions, self._leaves, self._boxes, self._links

    def _add(self, nodes, lower_left, extent, depth: int) -> None:
        box, begin = len(self._boxes), self._n
        self._boxes.append(np.concatenate([lower_left, extent]))
        self._links.append(None)
        if len(nodes) <= CAPACITY or depth == MAX_DEPTH:
            self._leaves.append(nodes)
            self._n += len(nodes)
        else:
            self._divide(nodes, lower_left, extent, depth)
        self._links[box] = (begin, self._n, len(self._boxes))

    def _divide(self, nodes, lower_left, extent, depth: int) -> None:
        # A node in the middle, or a rounding error beyond it, goes to the lower half.
        beyond = ~((lower_left + extent / 2) - self._positions[nodes] > -_EPSILON)
        weights = 1 << np.arange(self.dimensions)
        children = beyond[:, : self.dimensions] @ weights
        half = extent * 0.5
        for child in range(1 << self.dimensions):
            corner = lower_left.copy()
            for i in range(self.dimensions):
                if child >> i & 1:
                    corner[i] += half[i]
            self._add(nodes[children == child], corner, half, depth + 1)

    def anchors(self, mask: Mask, center, mirrored: bool = False) -> np.ndarray:
        """Return where a mask around `center` lies in the box: x, y, z of each periodic image."""
        anchor = _three(center)
        if not self.periodic:
            return anchor
        images = np.empty(24)
        box = np.concatenate([self.lower_left, self.extent])
        corners = corners_of(mask, mirrored)
        with np.errstate(invalid="ignore"):
            n = periodic_images(anchor, corners, box, self.dimensions, images)
        return images[: 3 * n]

    def find(self, mask: Mask, center, mirrored: bool = False) -> np.ndarray:
        """Return the places in `ids` of the nodes that lie in a mask around a point."""
        anchors = self.anchors(mask, center, mirrored)
        found = np.empty(len(self.ids) * len(anchors) // 3, np.int64)
        with np.errstate(all="ignore"):
            n = self._search(mask, mirrored, anchors, found)
        return found[:n]

    def _search(self, mask: Mask, mirrored: bool, anchors, found) -> int:
        return nodes_in_region(
            self.boxes.ravel(), self.links.ravel(), self.points.ravel(), mask.operations,
            mask.shapes.ravel(), mirrored, anchors, found,
        )  # fmt: skip


def corners_of(mask: Mask, mirrored: bool) -> np.ndarray:
    """Return the corners of a mask's bounding box, (6,)."""
    if mirrored:
        return np.concatenate([-mask.upper, -mask.lower])
    return np.concatenate([mask.lower, mask.upper])


def _three(vector) -> np.ndarray:
    three = np.zeros(3)
    three[: len(vector)] = vector
    return three


def _brought_inside(positions, lower_left, extent):
    inside = lower_left + np.fmod(positions - lower_left, extent)
    return np.where(inside < lower_left, inside + extent, inside)
