"""A queue of spikes in ascending order of time, as detectors keep them."""

from weakref import WeakValueDictionary

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import QUEUE
from nestlike.compiler.views import call, f64, i64, record
from nestlike.kernel.records import Records

_INTEGERS = ("time", "since", "port")
_queues: WeakValueDictionary = WeakValueDictionary()


class SpikeQueue:
    """The memory behind a QUEUE record; compiled code fills it with `insert`."""

    def __init__(self, records: Records, i: int):
        self.records, self.i = records, i
        self._reserve(16)
        self.records.set(i, grow=_grow.address)
        _queues[records.address_of(i)] = self

    def _reserve(self, capacity: int) -> None:
        columns = {name: np.zeros(capacity, np.int64) for name in _INTEGERS}
        self.columns = {**columns, "weight": np.zeros(capacity)}
        self.records.set(self.i, capacity=capacity, first=0, **self.columns)

    def clear(self) -> None:
        """Forget all spikes."""
        self.records.set(self.i, first=0, n=0)

    def make_room(self) -> None:
        """Move the spikes to the beginning of columns at least half of which are free."""
        first, n = self.records.get("first", self.i), self.records.get("n", self.i)
        kept = {name: column[first : first + n] for name, column in self.columns.items()}
        self._reserve(max(16, 2 * n))
        for name, column in kept.items():
            self.columns[name][:n] = column


def _make_room(address: int, *unused: int) -> int:
    _queues[address].make_room()
    return 0


_grow = Callback(_make_room, 4)


def insert(address, time, since, port, weight):
    """Put a spike behind all that are not later."""
    queue = record(address, QUEUE)
    if queue.first + queue.n == queue.capacity:
        call(queue.grow, address, 0, 0, 0)
    times = i64(queue.time, queue.capacity)
    sinces = i64(queue.since, queue.capacity)
    ports = i64(queue.port, queue.capacity)
    weights = f64(queue.weight, queue.capacity)
    at = queue.first + queue.n
    # NEST searches from the front for the first later spike: in an ordered queue the same place.
    while at > queue.first and times[at - 1] > time:
        times[at] = times[at - 1]
        sinces[at] = sinces[at - 1]
        ports[at] = ports[at - 1]
        weights[at] = weights[at - 1]
        at -= 1
    times[at] = time
    sinces[at] = since
    ports[at] = port
    weights[at] = weight
    queue.n += 1


def first_time(address):
    """Return the time of the first spike; there must be one."""
    queue = record(address, QUEUE)
    return i64(queue.time, queue.capacity)[queue.first]


def drop_first(address):
    """Forget the first spike; there must be one."""
    queue = record(address, QUEUE)
    queue.first += 1
    queue.n -= 1
