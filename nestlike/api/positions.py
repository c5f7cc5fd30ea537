"""Where nodes are, and how far apart."""

import numpy as np

from nestlike.api.application import coordinates
from nestlike.api.collections import NodeCollection
from nestlike.kernel.errors import BadProperty, LayerExpected

__all__ = ["Displacement", "Distance", "GetPosition"]


def GetPosition(nodes: NodeCollection) -> list:
    """Return the positions of nodes.

    Parameters
    ----------
    nodes : NodeCollection
        Nodes of one layer.

    Returns
    -------
    list of float or list of list of float
        The position of a single node, or that of each.

    Raises
    ------
    TypeError
        If `nodes` is no NodeCollection.
    LayerExpected
        If the nodes have no positions.
    """
    require_nodes("nodes", nodes)
    if len(nodes) == 1:
        return layer_of(nodes).position_of(nodes._datum.first).tolist()
    return positions(nodes).tolist()


def require_nodes(name: str, nodes) -> None:
    """Raise TypeError if an argument is no NodeCollection."""
    if not isinstance(nodes, NodeCollection):
        raise TypeError(f"{name} must be a NodeCollection, not {nodes!r}")


def layer_of(nodes: NodeCollection):
    """Return the layer of nodes; LayerExpected if they have no positions."""
    layer = nodes._datum.layer
    if layer is None:
        raise LayerExpected(
            "LayerExpected: these nodes have no positions; Create(..., positions=...) gives some, "
            "and slices of what it returns keep them."
        )
    return layer


def positions(nodes: NodeCollection) -> np.ndarray:
    """Return the positions of nodes, (n, D)."""
    layer, parts = layer_of(nodes), nodes._datum.parts
    if len(parts) == 1:
        return layer.positions_in(parts[0].ids)
    return layer.positions_of(nodes._datum.ids)


def Displacement(from_arg, to_arg: NodeCollection) -> list[list[float]]:
    """Return the way from points or nodes to nodes, along each dimension.

    Parameters
    ----------
    from_arg : NodeCollection or list of list of float
        As many as there are in `to_arg`, or one; or one node in `to_arg`. A single point may be
        an array.
    to_arg : NodeCollection
        Nodes of a layer, whose edges wrap if it says so.

    Returns
    -------
    list of list of float
        One displacement for each pair. Between nodes NEST counts from `to_arg` to `from_arg`,
        and so is the sign here.

    Raises
    ------
    TypeError, ValueError
        If an argument has another form, or there are different numbers of both.
    LayerExpected
        If nodes have no positions.
    BadProperty
        If a point has another number of dimensions.
    """
    layer, start, end = _ends(from_arg, to_arg)
    return layer.displacements(start, end).tolist()


def Distance(from_arg, to_arg: NodeCollection) -> list[float]:
    """Return the distances of nodes from points or nodes; see `Displacement`."""
    return distance_array(from_arg, to_arg).tolist()


def distance_array(from_arg, to_arg) -> np.ndarray:
    """Return what `Distance` returns as an array."""
    if isinstance(from_arg, NodeCollection) and isinstance(to_arg, NodeCollection):
        _require_pairs(len(from_arg), len(to_arg))
    layer, start, end = _ends(from_arg, to_arg)
    return layer.distances(start, end)


def _require_pairs(n_from, n_to):
    if n_from != n_to and n_from != 1 and n_to != 1 and not (n_from and n_to):
        raise BadProperty("NodeCollections must have equal length or one must have size 1.")


def _ends(from_arg, to_arg):
    """Return the layer that measures, and the points between which it does, (n, D) each."""
    require_nodes("to_arg", to_arg)
    if isinstance(from_arg, np.ndarray):
        from_arg = (from_arg,)
    if len(from_arg) != len(to_arg) and len(from_arg) > 1 and len(to_arg) > 1:
        raise ValueError(
            "to_arg and from_arg must have same size unless one have size 1, "
            f"not {len(from_arg)} and {len(to_arg)}."
        )
    if isinstance(from_arg, NodeCollection):
        start = positions(to_arg)
        layer, end = layer_of(from_arg), positions(from_arg)
    else:
        points = _points(from_arg)
        layer, end = layer_of(to_arg), positions(to_arg)
        # Points beyond the last node go unused in NEST.
        start = _of_dimension(points[: len(end)], end.shape[1])
    if start.shape[1] != end.shape[1]:
        raise BadProperty(f"Expected a {end.shape[1]}-dimensional position.")
    return layer, start, end


def _points(points):
    if not isinstance(points, (list, tuple)):
        raise TypeError("from_arg must be either a NodeCollection or a list/tuple of positions")
    if not points:
        raise BadProperty("There must be at least one position.")
    return [coordinates(point) for point in points]


def _of_dimension(points, dimensions):
    for point in points:
        if len(point) != dimensions:
            raise BadProperty(f"Expected a {dimensions}-dimensional position, not {point}.")
    return np.array(points, float)
