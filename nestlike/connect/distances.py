"""How far apart the two nodes of connections are."""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty


def distances(sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Return the distance between each source and its target.

    Parameters
    ----------
    sources, targets : ndarray of int64, (n,)
        Node ids.

    Returns
    -------
    ndarray, (n,)
        As the layer of the target measures it; nan if either node has no position.

    Raises
    ------
    BadProperty
        If both are in layers of different dimensions. A source without position counts as one
        in two.
    """
    found = np.full(len(targets), np.nan)
    for where, population in kernel.nodes.by_population(targets):
        layer = population.layer
        if layer is not None:
            starts = _positions(sources[where], layer.dimensions)
            found[where] = layer.distances(starts, layer.positions_of(targets[where]))
    return found


def _positions(ids, dimensions):
    positions = np.full((len(ids), dimensions), np.nan)
    for where, population in kernel.nodes.by_population(ids):
        layer = population.layer
        if dimensions != (2 if layer is None else layer.dimensions):
            raise BadProperty(f"Expected a {dimensions}-dimensional position.")
        if layer is not None:
            positions[where] = layer.positions_of(ids[where])
    return positions
