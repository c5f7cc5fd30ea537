"""Find connections, in the order in which NEST lists them."""

from functools import cached_property

import numpy as np

from nestlike.connect.populations import combinations, is_replicated
from nestlike.kernel import kernel
from nestlike.models.events import taken_by

UNLABELLED = -1


class Segment:
    """Rows of one table.

    Which nodes they connect is kept as it was at the time of asking; rows may be moved later.

    Parameters
    ----------
    table : SynapseTable
    rows : range or ndarray of int64
    ends : Endpoints
        Those of the table, by source.
    port : ndarray of int64, optional
        NEST's number of the connections: their rows, or for devices their places among the
        connections of the same source.

    Attributes
    ----------
    source, target : ndarray of int64
        Node ids.
    """

    def __init__(self, table, rows, ends, port=None):
        self.table, self.where, self._ends, self._port = table, rows, ends, port

    def __len__(self) -> int:
        return len(self.where)

    @cached_property
    def rows(self):
        """Their places in the table, ndarray of int64."""
        where = self.where
        if isinstance(where, range):
            return np.arange(where.start, where.stop, where.step)
        return where

    @cached_property
    def source(self):
        return self._ends.source if self._is_whole else self._ends.sources_of(self.rows)

    @cached_property
    def target(self):
        return self._ends.target if self._is_whole else self._ends.targets_of(self.rows)

    @property
    def _is_whole(self) -> bool:
        return isinstance(self.where, range) and self.where == range(len(self._ends))

    @property
    def port(self):
        return self.rows if self._port is None else self._port

    def part(self, which) -> "Segment":
        """Return some of the rows (a slice or an int array)."""
        rows = self.where if isinstance(which, slice) else self.rows
        port = None if self._port is None else self._port[which]
        return Segment(self.table, rows[which], self._ends, port)


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
    return [segment for segment in found if len(segment)]


def _marks(ids):
    marks = np.zeros(kernel.nodes.size + 1, bool)
    marks[ids] = True
    return marks


def _passing(table, ends, sources, targets, label: int):
    """Return the rows that pass, ascending: a range, or an array."""
    rows = range(len(table)) if sources is None else ends.rows_of(_marks(sources))
    if targets is not None:
        reached = ends.target if isinstance(rows, range) else ends.targets_of(rows)
        rows = _kept(rows, _marks(targets)[reached])
    if label != UNLABELLED:
        rows = _kept(rows, table.label.array()[rows] == label)
    if table.disabled is not None:
        rows = _kept(rows, ~table.disabled[rows])
    return rows


def _kept(rows, passes):
    return np.flatnonzero(passes) if isinstance(rows, range) else rows[passes]


def _in_list(table, sources, targets, label: int) -> Segment:
    ends = table.endpoints.settled()
    return Segment(table, _passing(table, ends, sources, targets, label), ends)


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
    ends = table.endpoints.settled()
    rows = np.array(_passing(table, ends, sources, targets, label), np.int64)
    segment = Segment(table, rows, ends, ends.places_of(rows))
    if targets is None:
        return segment
    keys = (segment.source, segment.target)
    return segment.part(np.lexsort(keys if sources is None else keys[::-1]))


def _are_local_receivers(ids):
    marks = is_replicated(ids)
    for where, _, population in combinations(ids, ids):
        model = population.entry.model
        if model.hears_all or not taken_by(model):
            marks[where] = False
    return marks
