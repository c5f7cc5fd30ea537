"""Spike histories and calcium of the neurons of a block."""

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import ARCHIVE, POOL
from nestlike.kernel.records import Records

NO_SPIKE_YET = -1.0
_POOL_COLUMNS = {
    "time": np.float64,
    "k_minus": np.float64,
    "k_triplet": np.float64,
    "accesses": np.int64,
    "next": np.int64,
    "previous": np.int64,
}


class Archive:
    """What NEST's archiving neurons remember, as columns over the `n` neurons of a block.

    Attributes
    ----------
    last_spike : ndarray of float64
        Time of the last spike in ms, -1 if there was none.
    trace : ndarray of float64
        The postsynaptic trace a synapse read last.
    length : ndarray of int64
        Number of spikes in the history.
    """

    def __init__(self, n: int):
        self.n = n
        self.last_spike = np.full(n, NO_SPIKE_YET)
        self.calcium_time, self.k_minus, self.k_triplet, self.trace, self.max_delay = np.zeros(
            (5, n)
        )
        self.n_incoming, self.length = np.zeros((2, n), np.int64)
        self.head, self.tail = np.full((2, n), -1, np.int64)
        self.record = Records(ARCHIVE)
        self.pool: Pool | None = None

    def prepare(self, block, pool: "Pool", clock, min_delay: int) -> None:
        """Point the record at the present columns of `block`."""
        self.pool = pool
        columns = {name: block.columns[name].dense() for name in ("Ca", "tau_Ca", "beta_Ca")}
        self.record.set(
            n=self.n,
            calcium=columns["Ca"],
            tau_Ca=columns["tau_Ca"],
            beta_Ca=columns["beta_Ca"],
            inverse_tau_minus=1.0 / block.columns["tau_minus"].dense(),
            inverse_tau_triplet=1.0 / block.columns["tau_minus_triplet"].dense(),
            tics_per_step=clock.tics_per_step,
            ms_per_tic=clock.ms_per_tic,
            min_delay_ms=clock.delay_ms(min_delay),
            pool=pool.record,
        )
        for name in (
            "last_spike calcium_time k_minus k_triplet trace max_delay n_incoming length head tail"
        ).split():
            self.record.set(**{name: getattr(self, name)})

    def clear(self, k: int) -> None:
        """Forget the spikes of neuron `k`."""
        entry = self.head[k]
        while entry >= 0:
            following = self.pool.columns["next"][entry]
            self.pool.give_back(entry)
            entry = following
        self.head[k] = self.tail[k] = -1
        self.length[k] = 0
        self.last_spike[k] = NO_SPIKE_YET
        self.k_minus[k] = self.k_triplet[k] = 0.0


class Pool:
    """Entries of the spike histories on one virtual process.

    Unused ones are linked from ``free``; the link of the last one points at the end of the pool.
    """

    def __init__(self):
        self.record = Records(POOL)
        self.columns = {name: np.empty(0, kind) for name, kind in _POOL_COLUMNS.items()}
        self._callback = Callback(self.grow, 4)
        self.record.set(grow=self._callback.address, free=-1)

    def grow(self, *unused) -> int:
        """Make the pool half as large again; compiled code calls this when no entry is left."""
        capacity = self.record.get("capacity")
        grown = max(256, capacity + capacity // 2)
        for name, column in self.columns.items():
            self.columns[name] = np.concatenate([column, np.zeros(grown - capacity, column.dtype)])
        self.columns["next"][capacity:] = np.arange(capacity + 1, grown + 1)
        self.record.set(free=capacity, capacity=grown, **self.columns)
        return 0

    def give_back(self, entry: int) -> None:
        """Put an entry back among the unused ones."""
        self.columns["next"][entry] = self.record.get("free")
        self.record.set(free=int(entry), used=self.record.get("used") - 1)
