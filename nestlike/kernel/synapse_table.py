"""The connections of one synapse model on one virtual process, as columns.

Rules append whole batches; a table joins them when somebody looks.  Quantities on which all
connections agree are stored once, see `nestlike.kernel.columns`.
"""

import numpy as np

from nestlike.kernel.columns import Column

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
        Node ids.
    receptor, delay, label : Column of int
        Receptor port, delay in steps, label (-1 where there is none).
    weight : Column of float
    columns : dict of str to Column
        Further parameters and state of each connection.
    disabled : ndarray of bool, shape (n,), or None
        Connections that were removed but still take part in sorting.
    """

    def __init__(self, entry, vp: int, grouped: bool = False):
        self.entry, self.vp, self.grouped = entry, vp, grouped
        self._batches: list[tuple] = []
        self._source = self._target = np.empty(0, np.int64)
        self._columns: dict[str, Column] = {}
        self._disabled = None
        self._n = self._n_joined = 0

    def __len__(self) -> int:
        return self._n

    def append(self, source, target, receptor=0, weight=1.0, delay=10, label=UNLABELLED, **columns):
        """Add connections; every quantity is an array, or one value for all of them."""
        if not len(source):
            return
        values = dict(receptor=receptor, weight=weight, delay=delay, label=label, **columns)
        self._batches.append((np.asarray(source, np.int64), np.asarray(target, np.int64), values))
        self._n += len(source)

    def _join(self) -> None:
        if not self._batches:
            return
        batches, self._batches = self._batches, []
        old = self._n_joined
        if old:
            batches.insert(0, (self._source, self._target, self._columns))
        self._source = _joined([batch[0] for batch in batches])
        self._target = _joined([batch[1] for batch in batches])
        sizes = [len(batch[0]) for batch in batches]
        names = batches[-1][2]
        self._columns = {n: _column([b[2][n] for b in batches], sizes) for n in names}
        if self._disabled is not None:
            self._disabled = np.concatenate([self._disabled, np.zeros(self._n - old, bool)])
        self._n_joined = self._n
        if self.grouped and (np.diff(self._source) < 0).any():
            self.rearrange(np.argsort(self._source, kind="stable"))

    def rearrange(self, order) -> None:
        """Put the connections into another order: place i gets what was at ``order[i]``.

        An `order` that leaves connections out drops them.
        """
        self._join()
        n = len(order)
        self._source, self._target = self._source[order], self._target[order]
        self._columns = {name: _taken(column, order) for name, column in self._columns.items()}
        if self._disabled is not None:
            self._disabled = self._disabled[order]
        self._n = self._n_joined = n

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
        if not self._disabled.any():
            self._disabled = None

    @property
    def n_enabled(self) -> int:
        """Number of connections that have not been removed."""
        return self._n - (0 if self._disabled is None else int(self._disabled.sum()))

    @property
    def source(self):
        self._join()
        return self._source

    @property
    def target(self):
        self._join()
        return self._target

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


def _joined(arrays):
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _constant(value):
    """Return the one value of a batch's quantity, or None if it is an array."""
    if isinstance(value, Column):
        return value.constant if value.is_constant else None
    return None if isinstance(value, np.ndarray) else value


def _column(values: list, sizes: list[int]) -> Column:
    constants = [_constant(value) for value in values]
    first = constants[0]
    if first is not None and all(c is not None and _same(c, first) for c in constants[1:]):
        return Column(sum(sizes), first)
    kind = next((type(c) for c in constants if c is not None), None)
    parts = [_rows(v, c, n) for v, c, n in zip(values, constants, sizes, strict=True)]
    column = Column(sum(sizes), kind(0) if kind else parts[0].dtype.type(0).item())
    column.rows = _joined(parts)
    if column.rows is values[0]:
        column.rows = column.rows.copy()  # what a user handed in stays the user's
    return column


def _same(a, b) -> bool:
    # 0.0 == -0.0, but not in the bits of a product.
    return a == b and (a != 0 or np.signbit(a) == np.signbit(b))


def _rows(value, constant, n: int):
    if constant is not None:
        return np.full(n, constant)
    return value.rows if isinstance(value, Column) else value


def _taken(column: Column, order) -> Column:
    taken = Column(len(order), column.constant)
    if column.rows is not None:
        taken.rows = column.rows[order]
    return taken
