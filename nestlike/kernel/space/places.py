"""Where a value is wanted: at a node, or on the way from one node to another."""

import numpy as np

from nestlike.kernel.errors import BadParameterValue, KernelException
from nestlike.kernel.space.layers import length

#: Which end of a connection a position is that of; `NODE` for a node by itself.
NODE, SOURCE, TARGET = range(3)


class Nodes:
    """Nodes whose parameters are set.

    Parameters
    ----------
    positions : ndarray, (n, D), or None
        None if they have no positions.
    """

    def __init__(self, positions):
        self.positions = positions

    def __iter__(self):
        return (Nodes(self.positions[i]) for i in range(len(self.positions)))

    def coordinate(self, end: int, dimension: int) -> np.ndarray:
        """Return a coordinate of every node."""
        if end != NODE:
            raise BadParameterValue(
                "Source or target position parameter can only be used when connecting."
            )
        return _column(self.positions, dimension)

    def distance(self, dimension: int):
        """Raise BadParameterValue: a node alone is at no distance."""
        raise BadParameterValue("Spatial distance parameter can only be used when connecting.")

    def require_ways(self, name: str) -> None:
        """Raise BadParameterValue: `name` is a function of where two nodes are."""
        raise BadParameterValue(f"{name} parameter can only be used when connecting.")


class Ways:
    """Ways from sources to targets.

    Parameters
    ----------
    layer : Layer
        Says whether the edges wrap: that of the targets.
    sources, targets : ndarray, (n, D) or (D,)
    """

    def __init__(self, layer, sources, targets):
        self.layer = layer
        self.sources, self.targets = np.broadcast_arrays(sources, targets)

    def __iter__(self):
        for source, target in zip(self.sources, self.targets, strict=True):
            yield Ways(self.layer, source, target)

    def coordinate(self, end: int, dimension: int) -> np.ndarray:
        """Return a coordinate of one end of every way."""
        if end == NODE:
            raise BadParameterValue("Node position parameter cannot be used when connecting.")
        return _column(self.sources if end == SOURCE else self.targets, dimension)

    def distance(self, dimension: int) -> np.ndarray:
        """Return the lengths of the ways, or from dimension 1 their extents along that one."""
        if dimension > self.layer.dimensions:
            raise KernelException(
                f"Spatial distance dimension must be within the {self.layer.dimensions} "
                f"dimensions of the nodes, not {dimension}."
            )
        ways = self.layer.rounded_displacements(self.sources, self.targets)
        return np.abs(ways[..., dimension - 1]) if dimension else length(ways)

    def require_ways(self, name: str) -> None:
        """Accept: two nodes are here."""


def _column(positions, dimension):
    if positions is None:
        raise KernelException(
            "Node position parameter can only be used for spatially distributed nodes."
        )
    if dimension >= positions.shape[-1]:
        raise KernelException(
            f"Node position dimension must be within the {positions.shape[-1]} dimensions of "
            f"the node, not {dimension}."
        )
    return positions[..., dimension]


#: No node at all.
NOWHERE = Nodes(None)


def place_of(layer, node_id: int) -> Nodes:
    """Return the place of a node of a layer, or of none."""
    return NOWHERE if layer is None else Nodes(layer.positions[node_id - layer.first_id])


def places_of(layer, ids: np.ndarray) -> Nodes | None:
    """Return the places of nodes of a layer; None for nodes of none."""
    return None if layer is None else Nodes(layer.positions_of(ids))
