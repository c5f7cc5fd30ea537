"""Values of a Parameter at nodes, and on the way from a node to points."""

from numbers import Real

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, KernelException, TypeMismatch
from nestlike.kernel.space.places import Ways, place_of, places_of


def at_nodes(value, ids: np.ndarray) -> list[float]:
    """Return one value for each node, drawn from the engine all processes share.

    Parameters
    ----------
    value : RandomValue
    ids : ndarray of int64
    """
    engine, n_threads = kernel.random.rank_synced, kernel.settings.local_num_threads
    layers = _layers(ids) if value.is_spatial else [None]
    if len(layers) == 1 and (n_threads == 1 or not value.caches_of(0)):
        return value.draws(engine, 0, len(ids), places_of(layers[0], ids)).tolist()
    # What a distribution keeps is kept for the thread of each node.
    threads = (ids % n_threads).tolist()
    return [
        float(value.draw(engine, thread, place))
        for thread, place in zip(threads, _places(ids), strict=True)
    ]


def _layers(ids):
    return [population.layer for _, population in kernel.nodes.by_population(ids)]


def _places(ids):
    for node_id in ids.tolist():
        yield place_of(kernel.nodes.population_of(node_id).layer, node_id)


def along_ways(value, nodes, positions) -> list[float]:
    """Return one value for each way from a node to a point; see `nestlike.Parameter.apply`.

    Parameters
    ----------
    value : RandomValue
    nodes : NodeRanges
        One node.
    positions : sequence
    """
    _require_points(nodes, positions)
    points = _points(positions)
    if nodes.layer is None:
        raise KernelException("apply: not meta: the node has no position.")
    if points.shape[1] != nodes.layer.dimensions:
        raise BadProperty(
            f"Parameter apply: a position has {points.shape[1]} dimensions, the node "
            f"{nodes.layer.dimensions}."
        )
    ways = Ways(nodes.layer, nodes.layer.positions_of(nodes.ids), points)
    return value.draws(kernel.random.rank_synced, 0, len(points), ways).tolist()


def _require_points(nodes, positions):
    if len(nodes) != 1:
        raise ValueError(f"The NodeCollection must contain a single node ID only, not {len(nodes)}")
    if not isinstance(positions, (list, tuple)):
        raise TypeError(f"Positions must be a list or tuple of positions, not {positions!r}")
    for position in positions:
        if not isinstance(position, (list, tuple, np.ndarray)):
            raise TypeError(f"Each position must be a list or tuple, not {position!r}")
        if len(position) != len(positions[0]):
            raise ValueError("All positions must have the same number of dimensions")


def _points(positions):
    if not positions:
        raise TypeMismatch("Expected datatype: there must be at least one position.")
    points = np.array(positions)
    if points.dtype.kind in "biuf" and points.ndim == 2:
        return points.astype(float)
    return np.array([coordinates(point) for point in positions], float)


def coordinates(point) -> list[float]:
    """Return a point as a list of floats; TypeError if it is none."""
    if set(map(type, point)) == {float}:
        return list(point)
    if not all(isinstance(x, Real) for x in point):
        raise TypeError(f"coordinates must be numbers, not {point!r}")
    return [float(x) for x in point]
