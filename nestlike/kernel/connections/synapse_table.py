"""The connections of one synapse model on one virtual process, as columns.

Rules append whole batches; a table joins them when somebody looks.  Quantities on which all
connections agree are stored once, see `nestlike.kernel.columns`, and so are sources of connections
that have been sorted, see `nestlike.kernel.connections.endpoints`.
"""

import numpy as np

from nestlike.kernel.columns import Column
from nestlike.kernel.connections.batch import Batch
from nestlike.kernel.connections.endpoints import TARGET, Endpoints, is_short
from nestlike.kernel.connections.sorting import (
    INTERPRETED_UP_TO,
    can_carry,
    sort_records,
    sort_short_records,
    sort_with_columns,
    sorting_order,
)
from nestlike.kernel.delivery.plasticity import Readers
from nestlike.numerics.spread_sort import SPREAD_FROM

#: What every table has a column for; `columns` holds those of the synapse model.
COMMON_COLUMNS = ("receptor", "weight", "delay", "label")
UNLABELLED = -1


class SynapseTable:
    """Connections in the order in which NEST keeps them.

    Parameters
    ----------
    entry : ModelEntry
        The synapse model they belong to.
    vp : int
        The virtual process they live on.
    grouped : bool, default False
        Whether connections of the same source are kept together, as NEST does for devices:
        sources ascending, order of creation within a source.

    Attributes
    ----------
    source, target : ndarray of int64, shape (n,)
        Node ids; copies.
    receptor, delay, label : Column of int
        Receptor port, delay in steps, label (-1 where there is none).
    weight : Column of float
    columns : dict of str to Column
        Further parameters and state of each connection.
    disabled : ndarray of bool, shape (n,), or None
        Connections that were removed but still take part in sorting.
    n_arranged : int
        The connections from this one on were made since `Connections` last put them in order.
    readers : Readers, or None
        What the synapses ask of their targets.
    muted : ndarray of bool, shape (n_arranged,), or None
        Connections that spikes do not reach since then, though they have not been removed.
    """

    def __init__(self, entry, vp: int, grouped: bool = False):
        self.entry, self.vp, self.grouped = entry, vp, grouped
        self._batches: list[Batch] = []
        self._ends = Endpoints(np.empty((0, 2), np.int32))
        self._columns: dict[str, Column] = {}
        self._disabled = None
        self._n = self.n_arranged = 0
        self.muted = None
        self.readers = Readers() if entry.model.reads_history() else None
        self._single: list[tuple] = []
        self._of_singles: dict = {}

    def __len__(self) -> int:
        return self._n

    def append(self, source, target, receptor=0, weight=1.0, delay=10, label=UNLABELLED, **columns):
        """Add connections; every quantity is an array, or one value for all of them."""
        if not len(source):
            return
        batch = Batch(len(source))
        values = dict(receptor=receptor, weight=weight, delay=delay, label=label, **columns)
        batch.extend(source, target, values)
        self.adopt(batch)

    def add(self, source: int, target: int, weight: float, delay: int, others: dict) -> None:
        """Add one connection; `others` are its other quantities, the same object for many."""
        if others is not self._of_singles:
            self._collect()
            self._of_singles = others
        self._single.append((source, target, weight, delay))
        self._n += 1

    def _collect(self) -> None:
        """Put the connections that were added one by one into the batch made last."""
        if not self._single:
            return
        source, target, weight, delay = (np.array(some) for some in zip(*self._single, strict=True))
        self._single = []
        batch = self.open_batch()
        if batch is None:
            batch = Batch(len(source))
            self._batches.append(batch)
        batch.expect(len(source))
        values = {"weight": _one_if_same(weight), "delay": _one_if_same(delay)}
        batch.extend(source, target, {**self._of_singles, **values})
        batch.keep()

    def adopt(self, batch: Batch) -> None:
        """Add the connections of a batch, which belongs to the table from now on."""
        added = batch.keep()
        if self.open_batch() is not batch:
            self._batches.append(batch)
        self._n += added

    def open_batch(self) -> Batch | None:
        """Return the batch made last, which may be extended and adopted again, if there is one."""
        self._collect()
        if not self._batches:
            return None
        self._batches[-1].cut()
        return self._batches[-1]

    def _join(self) -> None:
        self._collect()
        if not self._batches:
            return
        old = len(self._ends)
        if self._disabled is not None:
            self._disabled = np.concatenate([self._disabled, np.zeros(self._n - old, bool)])
        self._batches[-1].cut()
        joined = self._batches.pop(0) if old == 0 else Batch(self._n)
        if old:
            joined.extend(self._ends.source, self._ends.target, self._values())
        joined.enlarge(self._n)
        while self._batches:
            joined.take_over(self._batches.pop(0))
        self._ends, self._columns = Endpoints(joined.pairs), joined.columns()
        if self.readers is not None:
            self.readers.note(self._ends.pairs[:, TARGET], self._columns["delay"], old)
        if self.grouped:
            self._group()

    def _group(self) -> None:
        source = self._ends.source
        if (source[1:] < source[:-1]).any():
            self.rearrange(np.argsort(source, kind="stable"))
        self._ends.group()

    def sort(self) -> None:
        """Put the connections into NEST's order, and forget removed ones at the end."""
        self._join()
        if self._n >= SPREAD_FROM and self._ends.are_by_source:
            pass  # NEST leaves it as it is, too
        elif not self._sort_in_place():
            order = sorting_order(self._ends.source)
            if order is not None:
                self.rearrange(order)
        self._ends.group()
        self.drop_disabled_at_end()

    def sorting_loop(self):
        """Return the kernel that `sort` calls, None if it calls none."""
        self._collect()
        if self._n <= INTERPRETED_UP_TO or (self._ends.are_by_source and not self._batches):
            return None
        if self._batches:
            short = not len(self._ends) and all(batch.is_short for batch in self._batches)
            values = [value for batch in self._batches for value in batch.values.items()]
        else:
            short, values = is_short(self._ends.pairs), self._values().items()
        rows = {name: value for name, value in values if isinstance(value, np.ndarray)}
        return sort_short_records if short and can_carry(rows) else sort_records

    def _values(self) -> dict:
        """Return the columns as one value or as arrays."""
        return {n: c.constant if c.is_constant else c.rows for n, c in self._columns.items()}

    def _sort_in_place(self) -> bool:
        if self._n <= INTERPRETED_UP_TO or self._disabled is not None:
            return False
        return sort_with_columns(self._ends.pairs, self._columns)

    def rearrange(self, order) -> None:
        """Put the connections into another order: place i gets what was at ``order[i]``.

        An `order` that leaves connections out drops them.
        """
        self._join()
        self._ends = self._ends.part(order)
        self._columns = {name: column.part(order) for name, column in self._columns.items()}
        if self._disabled is not None:
            self._disabled = self._disabled[order]
        self._n = len(order)

    def disable(self, row: int) -> None:
        """Remove a connection, but keep its place until a sort brings it to the end."""
        self._join()
        if self._disabled is None:
            self._disabled = np.zeros(self._n, bool)
        self._disabled[row] = True

    def drop_disabled_at_end(self) -> None:
        """Forget the disabled connections after the last enabled one."""
        if self.disabled is None:
            return
        enabled = np.flatnonzero(~self._disabled)
        keep = int(enabled[-1]) + 1 if len(enabled) else 0
        if keep < self._n:
            self.rearrange(np.arange(keep))
            self._ends.group()
        if not self._disabled.any():
            self._disabled = None

    def settle(self, sorted_by_source: bool) -> None:
        """Let spikes reach the connections as they are; they are in order.

        Where they are not sorted, NEST addresses the first of neighbours with the same source:
        once it has been removed, the others are not reached any more.
        """
        self.n_arranged, self.muted = self._n, None
        if not sorted_by_source and self.disabled is not None:
            _, begin, end = self.endpoints.runs()
            self.muted = np.repeat(self.disabled[begin], end - begin)

    @property
    def n_enabled(self) -> int:
        """Number of connections that have not been removed."""
        return self._n - (0 if self._disabled is None else int(self._disabled.sum()))

    @property
    def endpoints(self) -> Endpoints:
        """Sources and targets, in the form in which they are stored."""
        self._join()
        return self._ends

    @property
    def source(self):
        return self.endpoints.source

    @property
    def target(self):
        return self.endpoints.target

    @property
    def disabled(self):
        self._join()
        return self._disabled

    @property
    def columns(self) -> dict[str, Column]:
        self._join()
        return {n: c for n, c in self._columns.items() if n not in COMMON_COLUMNS}

    def column(self, name: str) -> Column:
        """Return the column `name`, one of the common ones or of the model's own."""
        self._join()
        return self._columns[name]

    def put(self, name: str, rows, values) -> bool:
        """Assign values to some rows (int array) of a column.

        Returns
        -------
        bool
            Whether delivery has to be set up again.  It shares the memory of weights, whose sign
            decides which input of a target they go to.
        """
        column = self.column(name)
        before = column.rows
        shared = name == "weight" and before is not None and not self.grouped
        shared = shared and np.array_equal(before[rows] > 0, _positive(values, len(rows)))
        column.put(rows, values)
        return not shared or column.rows is not before

    @property
    def receptor(self) -> Column:
        return self.column("receptor")

    @property
    def weight(self) -> Column:
        return self.column("weight")

    @property
    def delay(self) -> Column:
        return self.column("delay")

    @property
    def label(self) -> Column:
        return self.column("label")


def _positive(values, n: int):
    return np.broadcast_to(np.asarray(values) > 0, n)


def _one_if_same(values):
    """Return the value that all elements of an array have, to the bit, or the array."""
    bits = values.view(np.int64)
    return values[0].item() if (bits == bits[0]).all() else values
