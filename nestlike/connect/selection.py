"""Find connections, in the order in which NEST lists them."""

from dataclasses import dataclass

import numpy as np

from nestlike.connect.populations import combinations, is_replicated
from nestlike.kernel import kernel
from nestlike.models.events import taken_by

UNLABELLED = -1


@dataclass
class Segment:
    """Rows of one table.

    Attributes
    ----------
    table : SynapseTable
    rows : ndarray of int64
    source, target : ndarray of int64
        Node ids at the time of asking; rows may be moved later.
    port : ndarray of int64
        NEST's number of the connection: its row, or for devices its place among the
        connections of the same source.
    """

    table: object
    rows: np.ndarray
    source: np.ndarray
    target: np.ndarray
    port: np.ndarray

    def part(self, which) -> "Segment":
        """Return some of the rows (a slice or an int array)."""
        arrays = (self.rows, self.source, self.target, self.port)
        return Segment(self.table, *(array[which] for array in arrays))


def find(sources=None, targets=None, entry=None, label: int = UNLABELLED) -> list[Segment]:
    """Return the segments of all connections that pass the filters.

    Parameters
    ----------
    sources, targets : ndarray of int64, optional
        Node ids.
    entry : ModelEntry, optional
        Synapse model.
    label : int, default -1
        Synapse label; -1 lets everything pass.
    """
    connections = kernel.connections
    connections.sort_if_changed()
    connections.handed_out = True
    numbers = sorted({table.entry.number for table in connections.all_tables()})
    if entry is not None:
        numbers = [entry.number]
    found = []
    for number in numbers:
        for vp in range(connections.n_vp):
            if number in connections.tables[vp]:
                found.append(_in_list(connections.tables[vp][number], sources, targets, label))
            found += _of_devices(vp, number, sources, targets, label)
    return [segment for segment in found if len(segment.rows)]


def _marks(ids):
    marks = np.zeros(kernel.nodes.size + 1, bool)
    marks[ids] = True
    return marks


def _mask(table, sources, targets, label: int):
    """Return which rows pass, or None if all do."""
    conditions = []
    if sources is not None:
        conditions.append(_marks(sources)[table.source])
    if targets is not None:
        conditions.append(_marks(targets)[table.target])
    if label != UNLABELLED:
        conditions.append(table.label.array() == label)
    if table.disabled is not None:
        conditions.append(~table.disabled)
    return np.logical_and.reduce(conditions) if conditions else None


def _in_list(table, sources, targets, label: int) -> Segment:
    mask = _mask(table, sources, targets, label)
    if mask is None:
        rows = np.arange(len(table))
        return Segment(table, rows, table.source, table.target, rows)
    rows = np.flatnonzero(mask)
    return Segment(table, rows, table.source[rows], table.target[rows], rows)


def _of_devices(vp: int, number: int, sources, targets, label: int) -> list[Segment]:
    """Return connections to devices and from devices, by source, and with `targets` by target."""
    to_devices = kernel.connections.to_devices[vp].get(number)
    from_devices = kernel.connections.from_devices[vp].get(number)
    tables = (to_devices, from_devices)
    if targets is not None:
        # NEST looks for connections from devices at nodes, and for others at devices.
        local_receivers = _are_local_receivers(targets)
        tables = (from_devices, to_devices)
        by_table = (targets[~local_receivers], targets[local_receivers])
    else:
        by_table = (None, None)
    pieces = [
        _device_rows(table, sources, wanted, label)
        for table, wanted in zip(tables, by_table, strict=True)
        if table is not None
    ]
    return pieces


def _device_rows(table, sources, targets, label: int) -> Segment:
    mask = _mask(table, sources, targets, label)
    rows = np.arange(len(table)) if mask is None else np.flatnonzero(mask)
    source, target = table.source[rows], table.target[rows]
    segment = Segment(table, rows, source, target, _places(table)[rows])
    if targets is None:
        return segment
    keys = (source, target) if sources is None else (target, source)
    return segment.part(np.lexsort(keys))


def _places(table):
    """Return the place of each row among the rows of the same source."""
    starts = np.searchsorted(table.source, table.source)
    return np.arange(len(table)) - starts


def _are_local_receivers(ids):
    marks = is_replicated(ids)
    for where, _, population in combinations(ids, ids):
        model = population.entry.model
        if model.hears_all or not taken_by(model):
            marks[where] = False
    return marks
