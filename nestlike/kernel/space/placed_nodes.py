"""The nodes of a layer with their positions, as NEST last put them together.

NEST keeps one tree and one list of nodes, and uses them again when nodes of the same *layer* are
asked for.  It does not look at which nodes: after a slice of a layer was used, the whole layer
stands for that slice, until another layer is used.  Which of its nodes are partners, and in which
order, decides random numbers; so they are kept here in the same way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from nestlike.kernel.space.node_tree import NodeTree


class NodeList(NamedTuple):
    """Nodes and where they are.

    Attributes
    ----------
    ids : ndarray of int64, (n,)
    points : ndarray, (n, 3)
        The third coordinate is 0 in two dimensions.
    """

    ids: np.ndarray
    points: np.ndarray


class PlacedNodes:
    """The tree and the list that are kept."""

    def __init__(self):
        self.reset()

    def reset(self) -> None:
        """Keep nothing."""
        self._forget_tree()
        self._forget_list()

    def _forget_tree(self) -> None:
        self._tree, self._tree_layer = None, None

    def _forget_list(self) -> None:
        self._list, self._list_layer = None, None

    def tree(self, layer, ids) -> NodeTree:
        """Return the tree of nodes `ids` of a layer, or the one kept for this layer."""
        if self._tree_layer is not layer:
            nodes = self._list if self._list_layer is layer else listed(layer, ids)
            self._tree, self._tree_layer = _tree(nodes, layer, layer.extent, layer.periodic), layer
            self._forget_list()
        return self._tree

    def list(self, layer, ids) -> NodeList:
        """Return nodes `ids` of a layer, or those kept for this layer, in the order kept."""
        if self._list_layer is not layer:
            kept = self._tree_layer is layer
            self._list = NodeList(self._tree.ids, self._tree.points) if kept else listed(layer, ids)
            self._list_layer = layer
            self._forget_tree()
        return self._list

    def tree_in_box_of(self, other, layer, ids) -> NodeTree:
        """Return a tree of nodes `ids` of a layer with the box of `other`; keep nothing."""
        self.reset()
        extent = other.extent if other.periodic else layer.extent
        return _tree(listed(layer, ids), layer, extent, other.periodic)


def listed(layer, ids) -> NodeList:
    """Return nodes of a layer in the order of their ids."""
    points = np.zeros((len(ids), 3))
    points[:, : layer.dimensions] = layer.positions_of(ids)
    return NodeList(ids, points)


def _tree(nodes: NodeList, layer, extent, periodic: bool) -> NodeTree:
    from nestlike.kernel.space.node_tree import NodeTree  # few networks have any

    # The corner is always the layer's own.
    positions = nodes.points[:, : layer.dimensions]
    return NodeTree(nodes.ids, positions, layer.lower_left, extent, periodic)
