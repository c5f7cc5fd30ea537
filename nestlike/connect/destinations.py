"""Which tables connections belong to, by whether their nodes are replicated."""

import numpy as np

from nestlike.connect.populations import combinations, is_replicated
from nestlike.kernel import kernel
from nestlike.models.events import illegal, taken_by


def split(vp: int, sources, targets, values: dict) -> list[tuple]:
    """Return (tables, sources, targets, values) for each kind of pairs visited by one process.

    A connection to a replicated node is made on one process only: that of its source, or where
    the source is replicated too, the one the target's id stands for.  Nodes that hear all sources
    are connected like neurons, on every process.
    """
    if not len(sources):
        return []
    connections, n_vp = kernel.connections, kernel.connections.n_vp
    from_device, to_device = is_replicated(sources), is_replicated(targets)
    if not (from_device.any() or to_device.any()):
        return [(connections.tables, sources, targets, values)]
    everywhere, hears_all = to_device & _is_deaf(sources, targets), _hears_all(sources, targets)
    everywhere |= hears_all
    if (from_device & everywhere).any():
        raise illegal("We do not allow connection of a device to a global receiver at the moment.")
    home = np.where(from_device, targets, sources) % n_vp
    here = ~to_device | everywhere | (home == vp)
    like_neuron = ~to_device | hears_all
    cases = (
        (connections.tables, here & ~from_device & like_neuron),
        (connections.from_devices, here & from_device),
        (connections.to_devices, here & ~from_device & ~like_neuron),
    )
    return [
        (group, sources[which], targets[which], _rows(values, which))
        for group, which in cases
        if which.any()
    ]


def _rows(values: dict, which) -> dict:
    if which.all():
        return values
    return {n: v[which] if isinstance(v, np.ndarray) else v for n, v in values.items()}


def _is_deaf(sources, targets):
    """Return which targets take no events at all: NEST tries to reach those on every process."""
    deaf = np.zeros(len(targets), bool)
    for where, _, target in combinations(sources, targets):
        if not taken_by(target.entry.model):
            deaf[where] = True
    return deaf


def _hears_all(sources, targets):
    marks = np.zeros(len(targets), bool)
    for where, _, target in combinations(sources, targets):
        marks[where] = target.entry.model.hears_all
    return marks
