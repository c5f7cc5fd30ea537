"""The nodes of a layer that are nearest to a point."""

import numpy as np

from nestlike.api.collections import NodeCollection
from nestlike.api.positions import distance_array, require_nodes

__all__ = ["FindCenterElement", "FindNearestElement"]


def FindNearestElement(layer: NodeCollection, locations, find_all: bool = False):
    """Return the nodes that are nearest to points.

    Parameters
    ----------
    layer : NodeCollection
        Nodes of a layer.
    locations : list of float, or list of list of float
        A point, or several.
    find_all : bool, default False
        Return all nodes at the least distance, instead of the first of them.

    Returns
    -------
    NodeCollection or list of NodeCollection
        For each point a node, or a list of nodes; for a single point only that.
    """
    require_nodes("layer", layer)
    if not len(layer) > 0:
        raise ValueError("layer cannot be empty")
    if not np.iterable(locations):
        raise TypeError("locations must be coordinate array or list of coordinate arrays")
    if not np.iterable(locations[0]):
        locations = (locations,)
    found = [_nearest(layer, location, find_all) for location in locations]
    return found[0] if len(found) == 1 else found


def _nearest(layer, location, find_all):
    distances = distance_array(np.array(location), layer)
    if not find_all:
        return layer[int(np.argmin(distances))]
    distances = distances.tolist()
    found, least = [0], distances[0]
    for index, distance in enumerate(distances[1:], 1):
        if distance < least:
            found, least = [index], distance
        elif abs(distance - least) <= 1e-14 * least:
            found.append(index)
    return [layer[index] for index in found]


def FindCenterElement(layer: NodeCollection) -> NodeCollection:
    """Return the node that is nearest to the centre of its layer."""
    require_nodes("layer", layer)
    if layer.spatial is None:
        raise TypeError(f"{layer} has no positions, and so no centre")
    nearest = FindNearestElement(layer, layer.spatial["center"])
    return layer[layer.index(nearest.tolist()[0])]
