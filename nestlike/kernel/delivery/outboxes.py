"""What the nodes of a virtual process have sent in a slice."""

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import OUTBOX
from nestlike.kernel.records import Records

_COLUMNS = {"node": np.int64, "lag": np.int32, "count": np.int32}
_EVEN, _EVEN_LATE, _ODD, _ODD_LATE = range(4)


class Outboxes:
    """Four lists of spikes: for even and odd slices, those on the grid of time and those off it.

    NEST delivers all spikes on the grid before any that is off the grid.
    """

    def __init__(self):
        self.records = Records(OUTBOX, 4)
        self._totals = self.records.array["total"]
        self._callback = Callback(self._grow, 4)
        for i in range(4):
            self.records.set(i, grow=self._callback.address)
            self._reserve(i, 0)

    @property
    def even(self) -> int:
        """Address of the record for even slices."""
        return self.records.address_of(_EVEN)

    @property
    def odd(self) -> int:
        """Address of the record for odd slices."""
        return self.records.address_of(_ODD)

    def expect(self, spikes: int) -> None:
        """Make room for as many spikes on the grid as there usually are at most in a slice."""
        for i in (_EVEN, _ODD):
            if self.records.get("capacity", i) != spikes:
                self._reserve(i, max(spikes, self.records.get("n", i)))

    def _reserve(self, i: int, capacity: int) -> None:
        n = self.records.get("n", i)
        for name, kind in _COLUMNS.items():
            column = np.empty(capacity, kind)
            if n:
                column[:n] = self.records.kept[i, name][:n]
            self.records.set(i, **{name: column})
        self.records.set(i, capacity=capacity)

    def _grow(self, address: int, *unused) -> int:
        """Make room for more; compiled code calls this when a list is full."""
        i = (address - self.records.address) // OUTBOX.itemsize
        capacity = self.records.get("capacity", i)
        self._reserve(i, max(64, capacity + capacity // 2))
        return 0

    def clear(self) -> None:
        """Lose what has not been delivered."""
        self.records.array["n"] = 0

    def count(self) -> int:
        """Return the number of spikes sent since the last `start_count`."""
        return int(self._totals.sum())

    def start_count(self) -> None:
        """Begin to count the spikes that are sent."""
        self._totals[:] = 0

    def waiting(self):
        """Yield the arrays of node ids of the spikes not yet delivered."""
        for i in range(4):
            yield self.records.kept[i, "node"][: self.records.get("n", i)]
