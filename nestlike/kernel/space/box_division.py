"""Space divided into boxes, each into halves along every dimension, until few nodes are in each."""

import numpy as np

#: A box that holds more nodes is divided, up to a depth.
CAPACITY = 100
MAX_DEPTH = 10

_EPSILON = 2.0**-52


class Level:
    """The boxes of one size, of which the full ones are divided.

    Parameters
    ----------
    depth : int
    keys : ndarray of int64, (n,)
        The path to each box: a digit for each depth, 0 below the box itself, so that boxes in
        order of their keys are parents first and a subtree without gaps.
    lower_left : ndarray, (n, 3)
    extent : ndarray, (3,)
    nodes, boxes : ndarray of int64, (m,)
        The nodes in these boxes, in the order in which they were inserted, and their boxes.
    points : list of ndarray, (m,)
        Where the nodes are, dimension by dimension.
    """

    def __init__(self, depth, keys, lower_left, extent, nodes, boxes, points):
        self.depth, self.keys, self.lower_left, self.extent = depth, keys, lower_left, extent
        self.nodes, self.boxes, self.points = nodes, boxes, points
        crowded = np.bincount(boxes, minlength=len(keys)) > CAPACITY
        self.is_full = crowded & (depth < MAX_DEPTH)

    def divided(self) -> "Level":
        """Return the level of what the full boxes are divided into."""
        nodes, boxes, points = self._crowding()
        children = np.zeros(len(nodes), np.uint8)
        for i, x in enumerate(points):
            # A node in the middle, or a rounding error beyond it, goes to the lower half.
            middle = (self.lower_left[:, i] + self.extent[i] / 2)[boxes]
            beyond = ~(middle - x > -_EPSILON)
            children |= beyond.view(np.uint8) << i
        dimensions = len(points)
        parents, half = np.flatnonzero(self.is_full), self.extent * 0.5
        number_of = np.cumsum(self.is_full) - 1
        each = np.arange(1 << dimensions)
        step = half * (each[:, None] >> np.arange(3) & 1)
        corners = self.lower_left[parents, None] + step
        keys = self.keys[parents, None] + (each + 1) * span(self.depth + 1)
        boxes = (number_of[boxes] << dimensions) + children
        return Level(
            self.depth + 1, keys.ravel(), corners.reshape(-1, 3), half, nodes, boxes, points
        )

    def _crowding(self):
        """Return the nodes in full boxes, their boxes, and where they are."""
        if self.is_full.all():
            return self.nodes, self.boxes, self.points
        which = self.is_full[self.boxes]
        return self.nodes[which], self.boxes[which], [x[which] for x in self.points]

    def settled(self):
        """Return the nodes in boxes that are not full, and their boxes."""
        if self.is_full.all():
            return self.nodes[:0], self.boxes[:0]
        which = ~self.is_full[self.boxes]
        return self.nodes[which], self.boxes[which]


def span(depth: int) -> int:
    """Return the difference between keys of neighbours at a depth."""
    return 9 ** (MAX_DEPTH - depth)


def divided(points, lower_left, extent) -> list[Level]:
    """Return the levels of a box, the box itself first.

    Parameters
    ----------
    points : list of ndarray, (n,)
        Where the nodes are, dimension by dimension.
    lower_left, extent : ndarray, (3,)
    """
    n = len(points[0])
    nothing = np.zeros(1, np.int64)
    nodes, boxes = np.arange(n), np.zeros(n, np.int64)
    level = Level(0, nothing, lower_left[None], extent, nodes, boxes, points)
    levels = [level]
    while level.is_full.any():
        level = level.divided()
        levels.append(level)
    return levels


def in_order(levels: list[Level]):
    """Return the order of nodes, and the boxes and links of `nestlike.numerics.tree_walk`.

    Returns
    -------
    order : ndarray of int64, (n,)
    boxes : ndarray, (n_boxes, 6)
    links : ndarray of int64, (n_boxes, 3)
    """
    keys = np.concatenate([level.keys for level in levels])
    ends = np.concatenate([level.keys + span(level.depth) for level in levels])
    boxes = np.concatenate([_boxes(level) for level in levels])
    nodes, homes = _settled(levels)
    by_key = np.argsort(keys)
    number = np.empty(len(keys), _narrow(len(keys)))
    number[by_key] = np.arange(len(keys))
    number_of_home = number[homes]
    by_leaf = np.argsort(number_of_home, kind="stable")
    after = np.searchsorted(keys[by_key], ends[by_key])
    before = np.append(0, np.cumsum(np.bincount(number_of_home, minlength=len(keys))))
    links = np.stack([before[:-1], before[after], after], axis=1)
    return nodes[by_leaf], boxes[by_key], links


def _settled(levels: list[Level]):
    """Return all nodes and the boxes they stay in, numbered through all levels."""
    nodes, homes, first = [], [], 0
    for level in levels:
        own, boxes = level.settled()
        nodes.append(own)
        homes.append(first + boxes)
        first += len(level.keys)
    return np.concatenate(nodes), np.concatenate(homes)


def _narrow(n: int):
    """Return the type of the numbers of `n` boxes; NumPy sorts short ones in linear time."""
    return np.uint16 if n <= 1 << 16 else np.int64


def _boxes(level: Level):
    return np.concatenate(
        [level.lower_left, np.broadcast_to(level.extent, (len(level.keys), 3))], 1
    )
