"""The nodes among which the partners of a node are chosen."""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.space.masks import Mask
from nestlike.kernel.space.placed_nodes import NodeList


class Candidates:
    """All nodes of a list, or those of a tree that lie in a mask.

    Parameters
    ----------
    nodes : NodeList or NodeTree
        In the order in which NEST looks at them.
    mask : Mask, optional
        With a tree: the mask around the node whose partners are wanted.
    mirrored : bool
        Whether the mask belongs to the partners: it is turned round.
    """

    def __init__(self, nodes, mask: Mask | None = None, mirrored: bool = False):
        self.nodes, self.mask, self.mirrored = nodes, mask, mirrored

    def around(self, point) -> NodeList:
        """Return the candidates for a node at `point`, (D,)."""
        if self.mask is None:
            return NodeList(self.nodes.ids, self.nodes.points)
        found = self.nodes.find(self.mask, point, self.mirrored)
        return NodeList(self.nodes.ids[found], self.nodes.points[found])


def all_of(layer, ids) -> Candidates:
    """Return the nodes `ids` of a layer as candidates."""
    return Candidates(kernel.placed_nodes.list(layer, ids))


def without(nodes: NodeList, node_id: int) -> NodeList:
    """Return the nodes except one."""
    keep = np.flatnonzero(nodes.ids != node_id)
    return nodes if len(keep) == len(nodes.ids) else NodeList(nodes.ids[keep], nodes.points[keep])
