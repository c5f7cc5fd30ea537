"""Making nodes with positions, and showing what their layer is."""

import math

import numpy as np

from nestlike.api.parameters import Parameter
from nestlike.api.placement import free, grid
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_bool, as_double, as_string, require_known_type
from nestlike.kernel.errors import BadProperty, KernelException
from nestlike.kernel.nodes.node_ranges import NodeRanges, Primitive
from nestlike.kernel.nodes.node_values import as_integers
from nestlike.kernel.space.layers import free_layer, grid_layer


def create_layer(model, n: int, positions) -> NodeRanges:
    """Make nodes with positions; see `nestlike.Create`."""
    if not isinstance(positions, (free, grid)):
        raise TypeError(
            "`positions` must be either a nest.spatial.free or a nest.spatial.grid object, not "
            f"{positions!r}"
        )
    create = _create_free if isinstance(positions, free) else _create_grid
    extent = None if positions.extent is None else [float(v) for v in positions.extent]
    return create(model, n, positions, extent)


def _create_grid(model, n, positions, extent):
    if n > 1:
        raise ValueError("Cannot specify number of nodes with grid positions")
    center = None if positions.center is None else [float(v) for v in positions.center]
    require_known_type("edge_wrap", positions.edge_wrap)
    entry = kernel.models.node(as_string("elements", model))
    shape = as_integers("shape", positions.shape)
    if any(count <= 0 for count in shape):
        raise BadProperty(f"All shape entries must be positive, not {list(shape)}.")
    if len(shape) not in (2, 3):
        raise BadProperty(f"Shape must be of length 2 or 3, not {len(shape)}.")
    first = _create_nodes(entry, math.prod(shape))
    return _placed(first, grid_layer(first, shape, extent, center), positions.edge_wrap)


def _create_free(model, n, positions, extent):
    require_known_type("edge_wrap", positions.edge_wrap)
    drawn = isinstance(positions.pos, Parameter)
    points = None if drawn else _points(positions.pos)
    entry = kernel.models.node(as_string("elements", model))
    count = n if drawn else _count(points)
    if count <= 0:
        raise BadProperty(f"Empty positions array: {count} nodes.")
    first = _create_nodes(entry, count)
    wrap = as_bool("edge_wrap", positions.edge_wrap)
    if drawn:
        points = positions.pos._datum.positions(kernel.random.rank_synced, count)
    return _placed(first, free_layer(first, _array(points), extent), wrap)


def _points(given):
    """Return the positions as lists of float; None if they are no positions."""
    if isinstance(given, np.ndarray) and given.ndim > 1:
        raise TypeError("positions come in a list of lists; use the array's tolist().")
    if not all(isinstance(point, (list, tuple, np.ndarray)) for point in given):
        for point in given:
            require_known_type("positions", point)
        return None
    return [[as_double("positions", x) for x in point] for point in given]


def _count(points):
    if points is None:
        raise KernelException("'positions' must be an array or a DimensionParameter.")
    if len(points[0]) not in (2, 3):
        raise BadProperty(f"Positions must have 2 or 3 coordinates, not {len(points[0])}.")
    return len(points)


def _array(points):
    dimensions = len(points[0])
    for point in points:
        if len(point) != dimensions:
            raise BadProperty(f"Expected a {dimensions}-dimensional position, not {point}.")
    return np.array(points, float)


def _create_nodes(entry, n):
    return kernel.nodes.create(entry, n, kernel.settings["total_num_virtual_procs"])


def _placed(first, layer, edge_wrap):
    layer.periodic = as_bool("edge_wrap", edge_wrap)
    population = kernel.nodes.population_of(first)
    population.place(layer)
    return Primitive(kernel.nodes, first, population.last_id, population.entry, layer)


def spatial_status(nodes: NodeRanges) -> dict | None:
    """Return what ``nodes.spatial`` shows of the layer; None without one."""
    layer = nodes.layer
    if layer is None:
        return None
    status = {
        "center": layer.center,
        "edge_wrap": layer.periodic,
        "extent": layer.extent.copy(),
        "network_size": len(nodes),
    }
    if layer.shape is None:
        return {**status, "positions": layer.positions_of(nodes.ids)}
    return {**status, "shape": np.array(layer.shape)}
