"""From a connection's target and receptor to an index into the ring buffer's rows."""

import numpy as np

from nestlike.kernel.delivery import COUNTS

IGNORED = 0


def resolve_inputs(nodes, targets, receptors, current: bool = False):
    """Return where events for some targets go.

    Parameters
    ----------
    nodes : NodeTable
    targets : ndarray of int64
        Ids of neurons on one virtual process.
    receptors : ndarray of int64
        Receptor port of each connection.
    current : bool
        Whether the events are currents instead of spikes.

    Returns
    -------
    tuple of ndarray of uint32
        Index for events of positive weight, and for all others.
    """
    positive = np.zeros(len(targets), np.uint32)
    other = np.zeros(len(targets), np.uint32)
    for where, population in nodes.by_population(targets):
        ids, ports = targets[where], receptors[where]
        for inner, block, local in population.locate(ids):
            first, second = _within(block.runtime, local, ports[inner], current)
            place = where if isinstance(inner, slice) else _positions(where, len(targets))[inner]
            positive[place], other[place] = first, second
    return positive, other


def neuron_numbers(nodes, targets):
    """Return the number of each target among the neurons of its virtual process, as int32."""
    numbers = np.zeros(len(targets), np.int32)
    for where, population in nodes.by_population(targets):
        for inner, block, local in population.locate(targets[where]):
            place = where if isinstance(inner, slice) else _positions(where, len(targets))[inner]
            numbers[place] = block.runtime.first_neuron + local
    return numbers


def _positions(where, n: int):
    return np.arange(n) if isinstance(where, slice) else where


def _within(runtime, local, ports, current: bool):
    """Return both indices for the neurons `local` of one block."""
    first = np.full(len(local), IGNORED, np.int64)
    second = first.copy()
    for entry in runtime.model.inputs:
        if (type(entry).__name__ == "Current") != current:
            continue
        for channel, mask, out in _claims(entry, ports, first, second):
            row = runtime.channel_row(channel)
            index = row * runtime.block.n + local[mask]
            if hasattr(entry, "per"):  # one row for each port
                index = (row + ports[mask] - 1) * runtime.block.n + local[mask]
            flag = COUNTS if type(entry).__name__ == "SpikeCounts" else 0
            out[mask] = (runtime.offset + index) | flag
    return first, second


def _claims(entry, ports, first, second):
    """Yield (channel, which connections, index array) for one declared input."""
    mask = ports >= 1 if hasattr(entry, "per") else ports == entry.port
    channels = entry.channels
    yield channels[0], mask, first
    yield channels[-1], mask, second
