"""Writing layers and their connections to text files."""

import contextlib
import os

import numpy as np

from nestlike.api.collections import NodeCollection
from nestlike.api.connections import GetConnections
from nestlike.api.positions import layer_of, require_nodes
from nestlike.kernel import kernel

__all__ = ["DumpLayerConnections", "DumpLayerNodes"]


def DumpLayerNodes(layer: NodeCollection, outname) -> None:
    """Write the nodes of a layer to a file: a line with id and coordinates of each.

    Parameters
    ----------
    layer : NodeCollection
        A layer; of a part of one, the whole layer is written.
    outname : str or os.PathLike
        The file. As in NEST nothing happens if it cannot be written.

    Raises
    ------
    LayerExpected
        If the nodes have no positions.
    """
    require_nodes("layer", layer)
    name = _file_name(outname)
    space = layer_of(layer)
    rows = enumerate(space.positions.tolist(), space.first_id)
    _write(name, (f"{node_id} {_printed(point)}" for node_id, point in rows))


def DumpLayerConnections(
    source_layer: NodeCollection, target_layer: NodeCollection, synapse_model: str, outname
) -> None:
    """Write connections between layers to a file.

    Each line has the ids of source and target, weight, delay and the displacement from source to
    target.

    Parameters
    ----------
    source_layer : NodeCollection
        Sources.
    target_layer : NodeCollection
        A layer; of a part of one, the whole layer counts.
    synapse_model : str
        Only connections of this model are written.
    outname : str or os.PathLike
        The file. As in NEST nothing happens if it cannot be written.

    Raises
    ------
    LayerExpected
        If nodes have no positions.
    UnknownSynapseType
        If there is no such model.
    """
    require_nodes("source_layer", source_layer)
    require_nodes("target_layer", target_layer)
    name = _file_name(outname)
    if not isinstance(synapse_model, str):
        raise AttributeError(f"The name of a synapse model is a str, not {synapse_model!r}.")
    start, end = layer_of(source_layer), layer_of(target_layer)
    kernel.models.synapse(synapse_model)
    # Looking for the sources' positions, NEST puts them together for later searches too.
    kernel.placed_nodes.list(start, source_layer._datum.ids)
    found = GetConnections(source_layer, _whole(end), synapse_model)
    if len(found):
        _write(name, _lines(found, start, end))
    else:
        _write(name, ())


def _whole(layer):
    last = layer.first_id + len(layer)
    return NodeCollection(range(layer.first_id, last))


def _lines(found, start, end):
    keys = ("source", "target", "weight", "delay")
    columns = [_as_list(found.get(key)) for key in keys]
    sources, targets = (np.array(column) for column in columns[:2])
    ways = end.displacements(start.positions_of(sources), end.positions_of(targets))
    for source, target, *facts in zip(*columns, ways.tolist(), strict=True):
        weight, delay, way = facts
        yield f"{source} {target} {_printed([weight, delay, *way])}"


def _as_list(values):
    return values if isinstance(values, list) else [values]


def _printed(numbers):
    return " ".join(f"{number:g}" for number in numbers)


def _file_name(outname) -> str:
    name = os.fspath(outname) if isinstance(outname, os.PathLike) else outname
    if not isinstance(name, str):
        raise AttributeError(f"The name of a file is a str or a path, not {outname!r}.")
    return name


def _write(path, lines) -> None:
    with contextlib.suppress(OSError), open(path, "w", encoding="utf-8", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)
