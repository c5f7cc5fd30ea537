"""Making nodes and finding them again."""

from typing import Any

import numpy as np

from nestlike.api.collections import NodeCollection
from nestlike.api.deprecation import deprecated
from nestlike.api.layers import create_layer
from nestlike.api.serialization import to_json
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadParameterValue, BadProperty
from nestlike.kernel.nodes import node_status
from nestlike.kernel.nodes.listed_nodes import ranges_from_ids
from nestlike.kernel.nodes.node_ranges import NodeRanges, Primitive
from nestlike.kernel.nodes.ranges import Range, merged

__all__ = [
    "Create",
    "GetLocalNodeCollection",
    "GetNodes",
    "GetStatus",
    "PrintNodes",
    "SetStatus",
]


def Create(model: str, n: int = 1, params=None, positions=None) -> NodeCollection:
    """Make nodes.

    Parameters
    ----------
    model : str
        Name of a node model.
    n : int, default 1
        Number of nodes.
    params : dict or list of dict, optional
        Parameters, as for `NodeCollection.set`. Where `n` is left out, the dictionary may stand
        in its place.
    positions : nestlike.spatial.grid or nestlike.spatial.free, optional
        Where the nodes are in space. A grid or a list of positions says itself how many nodes
        there are.

    Returns
    -------
    NodeCollection

    Raises
    ------
    UnknownModelName
        If there is no such model.
    BadParameterValue, BadProperty
        If `n` is 0, or negative.
    TypeError
        If `n` is no whole number, or `params` or `positions` has another form.
    ValueError
        If there is an `n` other than 1 beside a grid.
    NESTError
        If a parameter is refused, as by `NodeCollection.set`, or positions contradict the extent
        of a layer; the nodes have been made then.
    """
    if isinstance(n, dict):
        if params is not None or positions is not None:
            raise ValueError(
                "A parameter dictionary can be passed as second argument only if Create() is "
                "called with two arguments."
            )
        n, params = 1, n
    count = _count(n)
    _require_form(params, count)
    with kernel.timers.create:
        if positions is None:
            nodes = NodeCollection(_create(model, count))
        else:
            nodes = NodeCollection(create_layer(model, count, positions))
    if params:
        nodes.set(params)
    return nodes


def _count(n):
    if int(n) != n:
        raise TypeError(f"n must have an integer value, not {n}")
    return int(n)


def _require_form(params, n):
    if params is None:
        return
    if isinstance(params, (list, tuple)) and len(params) != n:
        raise TypeError(f"list of params must have one dictionary per node: {n}, not {len(params)}")
    dictionaries = params if isinstance(params, (list, tuple)) else [params]
    if not all(isinstance(entry, dict) for entry in dictionaries):
        raise TypeError("params must be either a dict of parameters or a list or tuple of dicts")


def _create(model, n):
    if not isinstance(model, str):
        raise AttributeError(f"The name of a model is a str, not {model!r}.")
    entry = kernel.models.node(model)
    if n < 0:
        raise BadProperty(f"The number of nodes must be at least 1, not {n}.")
    if n == 0:
        raise BadParameterValue("BadParameterValue: the number of nodes must be at least 1, not 0.")
    first = kernel.nodes.create(entry, n, kernel.settings["total_num_virtual_procs"])
    return Primitive(kernel.nodes, first, first + n - 1, entry)


def GetNodes(properties: dict = {}, local_only: bool = False) -> NodeCollection:  # noqa: B006
    """Return all nodes, or those with given properties.

    Parameters
    ----------
    properties : dict, optional
        Values by key; a node must have exactly these, of the same type.
    local_only : bool, default False
        Only nodes of this MPI process.
    """
    wanted = dict(properties.items())
    if not wanted:
        populations = kernel.nodes.populations
        parts = [Range(p.first_id, p.last_id, 1, p.entry) for p in populations]
        return NodeCollection(NodeRanges(kernel.nodes, merged(parts)))
    populations = kernel.nodes.populations
    found = [ids for population in populations for ids in _matching(population, wanted)]
    ids = np.sort(np.concatenate(found)) if found else np.empty(0, np.int64)
    return NodeCollection(ranges_from_ids(kernel.nodes, ids))


def _matching(population, wanted):
    for block in population.blocks[:1] if population.replicated else population.blocks:
        keep = [k for k in range(block.n) if _matches(block, k, wanted)]
        yield block.ids()[keep]


def _matches(block, k, wanted):
    for key, value in wanted.items():
        if not node_status.has_key(block, k, key):
            return False
        own = node_status.value(block, k, key)
        if type(own) is not type(value) or own != value:
            return False
    return True


def PrintNodes() -> None:
    """Print the ranges of node ids and their models."""
    width = len(str(kernel.nodes.size))
    ranges = merged(Range(p.first_id, p.last_id, 1, p.entry) for p in kernel.nodes.populations)
    lines = [_printed(part, width) for part in ranges]
    print("\n".join(lines))


def _printed(part, width):
    if part.first == part.last:
        return f"{part.first:>{width}}{' ' * (width + 4)} {part.entry.name}"
    return f"{part.first:>{width}} .. {part.last:>{width}} {part.entry.name}"


@deprecated("It leads to inherently unsafe code; see documentation for details.")
def GetLocalNodeCollection(nc: NodeCollection) -> NodeCollection:
    """Return the nodes of a collection that live on this process."""
    if not isinstance(nc, NodeCollection):
        raise TypeError("GetLocalNodeCollection requires a NodeCollection in order to run")
    local = nc.local
    return nc[[local] if isinstance(local, bool) else local]


@deprecated("Use `nodes.get(keys)` or `connections.get(keys)` instead.")
def GetStatus(nodes_or_conns, keys=None, output: str = "") -> Any:
    """Return entries of the dictionaries of nodes or connections; use their ``get`` instead.

    Parameters
    ----------
    nodes_or_conns : NodeCollection or SynapseCollection
    keys : str or list of str, optional
        One key, several keys or, left out, all.
    output : {"", "json"}
        Return a JSON string instead.

    Returns
    -------
    tuple
        One value, tuple of values or dictionary for each node or connection.
    """
    size = len(nodes_or_conns)
    if size == 0:
        return "[]" if output == "json" else ()
    result = nodes_or_conns.get(keys) if keys else nodes_or_conns.get()
    rows = _rows(result, keys, size)
    return to_json(rows) if output == "json" else rows


def _rows(result, keys, size):
    if isinstance(keys, str):
        return (result,) if size == 1 else result
    if size == 1:
        return (tuple(result.values()),) if keys else (result,)
    rows = tuple(zip(*result.values(), strict=True))
    return rows if keys else tuple(dict(zip(result, row, strict=True)) for row in rows)


@deprecated("Use `nodes.set(params)` or `connections.set(params)` instead.")
def SetStatus(nodes_or_conns, params, val=None) -> None:
    """Set parameters of nodes or connections; use their ``set`` instead.

    Parameters
    ----------
    nodes_or_conns : NodeCollection or SynapseCollection
    params : dict, list of dict or str
        As for ``set``, or a single key.
    val : optional
        The value for a single key.
    """
    nodes_or_conns.set(params if val is None else {params: val})
