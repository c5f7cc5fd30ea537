"""Which tables connections belong to, by whether their nodes are replicated."""

import numpy as np

from nestlike.connect.populations import combinations, is_replicated
from nestlike.kernel import kernel
from nestlike.models.events import illegal, taken_by


def split(vp: int, sources, targets, values: dict) -> list[tuple]:
    """Return (tables, sources, targets, values) for each kind of pairs visited by one process.

    A connection to a replicated node is made on one process only: that of its source, or where
    the source is replicated too, the one the target's id stands for.
    """
    if not len(sources):
        return []
    connections, n_vp = kernel.connections, kernel.connections.n_vp
    from_device, to_device = is_replicated(sources), is_replicated(targets)
    if not (from_device.any() or to_device.any()):
        return [(connections.tables, sources, targets, values)]
    deaf = to_device & _is_deaf(sources, targets)
    if (from_device & deaf).any():
        raise illegal("We do not allow connection of a device to a global receiver at the moment.")
    home = np.where(from_device, targets, sources) % n_vp
    here = ~to_device | deaf | (home == vp)
    cases = (
        (connections.tables, here & ~from_device & ~to_device),
        (connections.from_devices, here & from_device),
        (connections.to_devices, here & ~from_device & to_device),
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
