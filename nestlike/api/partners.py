"""The nodes that nodes are connected to, and where those are."""

import numpy as np

from nestlike.api.collections import NodeCollection
from nestlike.api.connections import GetConnections
from nestlike.api.positions import GetPosition, require_nodes

__all__ = ["GetSourceNodes", "GetSourcePositions", "GetTargetNodes", "GetTargetPositions"]


def GetTargetNodes(
    sources: NodeCollection, tgt_layer: NodeCollection, syn_model: str | None = None
) -> tuple[NodeCollection, ...]:
    """Return the targets of nodes within a layer.

    Parameters
    ----------
    sources, tgt_layer : NodeCollection
        Nodes, and those among which targets are looked for.
    syn_model : str, optional
        Only connections of this synapse model.

    Returns
    -------
    tuple of NodeCollection
        For each source its targets, every one once.
    """
    require_nodes("sources", sources)
    require_nodes("tgt_layer", tgt_layer)
    pairs = _pairs(sources, tgt_layer, syn_model)
    return tuple(NodeCollection(np.unique(ids)) for ids in _grouped(sources, *pairs))


def GetSourceNodes(
    src_layer: NodeCollection, targets: NodeCollection, syn_model: str | None = None
) -> tuple[NodeCollection, ...]:
    """Return the sources of nodes within a layer; see `GetTargetNodes`.

    Parameters
    ----------
    src_layer, targets : NodeCollection
    syn_model : str, optional

    Returns
    -------
    tuple of NodeCollection
        For each target its sources, every one once.
    """
    require_nodes("src_layer", src_layer)
    require_nodes("targets", targets)
    source, target = _pairs(src_layer, targets, syn_model)
    return tuple(NodeCollection(np.unique(ids)) for ids in _grouped(targets, target, source))


def GetTargetPositions(
    sources: NodeCollection, tgt_layer: NodeCollection, syn_model: str | None = None
) -> list[list]:
    """Return the positions of the targets of nodes within a layer.

    Parameters
    ----------
    sources : NodeCollection
    tgt_layer : NodeCollection
        A layer with more than one node: of a single node NEST, and so this, gives the first
        coordinate only. Of slices only those without gaps make sense.
    syn_model : str, optional
        Only connections of this synapse model.

    Returns
    -------
    list of list of list of float
        For each source the position at the end of every connection.

    Raises
    ------
    LayerExpected
        If the nodes of `tgt_layer` have no positions.
    """
    require_nodes("sources", sources)
    positions = GetPosition(tgt_layer)
    pairs = _pairs(sources, tgt_layer, syn_model)
    return _positions(_grouped(sources, *pairs), positions, tgt_layer)


def GetSourcePositions(
    src_layer: NodeCollection, targets: NodeCollection, syn_model: str | None = None
) -> list[list]:
    """Return the positions of the sources of nodes within a layer; see `GetTargetPositions`.

    Parameters
    ----------
    src_layer, targets : NodeCollection
    syn_model : str, optional

    Returns
    -------
    list of list of list of float
        For each target the position at the start of every connection.
    """
    require_nodes("targets", targets)
    positions = GetPosition(src_layer)
    source, target = _pairs(src_layer, targets, syn_model)
    return _positions(_grouped(targets, target, source), positions, src_layer)


def _pairs(sources, targets, syn_model):
    """Return the node ids at both ends of connections, in NEST's order."""
    found = GetConnections(sources, targets, synapse_model=syn_model)
    return tuple(np.fromiter(ends, np.int64) for ends in (found.sources(), found.targets()))


def _grouped(nodes, own, others):
    """Yield, for each node, the ids of `others` where `own` is the node, in their order."""
    order = np.argsort(own, kind="stable")
    ids = nodes._datum.ids
    bounds = np.searchsorted(own[order], [ids, ids + 1])
    for first, last in bounds.T:
        yield others[order[first:last]]


def _positions(groups, positions, layer):
    first = layer.tolist()[0]
    return [[positions[k] for k in (ids - first).tolist()] for ids in groups]
