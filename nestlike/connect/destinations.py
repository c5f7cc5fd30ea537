"""Which tables connections belong to, by whether their nodes are replicated."""

import numpy as np

from nestlike.connect.populations import combinations, is_replicated
from nestlike.kernel import kernel
from nestlike.models.events import illegal, taken_by


def split(vp: int, entry, sources, targets, columns: dict) -> list[tuple]:
    """Return the parts (tables, vp, entry, sources, targets, columns) of a batch of one process.

    A connection to a replicated node is made on one process only: that of its source, or where
    the source is replicated too, the one the target's id stands for.
    """
    if not len(sources):
        return []
    connections, n_vp = kernel.connections, kernel.connections.n_vp
    from_device, to_device = is_replicated(sources), is_replicated(targets)
    if not (from_device.any() or to_device.any()):
        return [(connections.tables, vp, entry, sources, targets, columns)]
    _require_receivers(sources[from_device & to_device], targets[from_device & to_device])
    home = np.where(from_device, targets, sources) % n_vp
    here = ~to_device | (home == vp)
    cases = (
        (connections.tables, here & ~from_device & ~to_device),
        (connections.from_devices, here & from_device),
        (connections.to_devices, here & ~from_device & to_device),
    )
    return [
        (group, vp, entry, sources[which], targets[which], _rows(columns, which))
        for group, which in cases
        if which.any()
    ]


def _rows(columns: dict, which) -> dict:
    if which.all():
        return columns
    return {n: v[which] if isinstance(v, np.ndarray) else v for n, v in columns.items()}


def _require_receivers(sources, targets) -> None:
    for _, _, target in combinations(sources, targets):
        if not taken_by(target.entry.model):
            raise illegal(
                "We do not allow connection of a device to a global receiver at the moment."
            )
