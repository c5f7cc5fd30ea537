"""Spikes that were drawn ahead of their time, the earliest first: a binary heap per device."""

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import PENDING
from nestlike.compiler.views import call, i64, record
from nestlike.kernel.records import Records


class PendingSpikes:
    """The memory of `n` heaps of spike times (steps); compiled code fills and empties them."""

    def __init__(self, n: int):
        self.records = Records(PENDING, n)
        self._callback = Callback(self._grow, 4)
        for k in range(n):
            self.records.set(k, grow=self._callback.address, step=np.empty(0, np.int64))

    def _grow(self, address: int, *unused) -> int:
        k = (address - self.records.address) // PENDING.itemsize
        old = self.records.kept[k, "step"]
        new = np.empty(max(64, 2 * len(old)), np.int64)
        new[: len(old)] = old
        self.records.set(k, step=new, capacity=len(new))
        return 0

    def clear(self, k: int) -> None:
        """Forget the spikes of device `k`."""
        self.records.set(k, n=0)


def push(address, step):
    """Add a spike to the heap at `address`."""
    heap = record(address, PENDING)
    if heap.n >= heap.capacity:
        call(heap.grow, address, 0, 0, 0)
    steps = i64(heap.step, heap.capacity)
    at = heap.n
    while at > 0 and steps[(at - 1) // 2] > step:
        steps[at] = steps[(at - 1) // 2]
        at = (at - 1) // 2
    steps[at] = step
    heap.n += 1


def earliest(address):
    """Return the step of the earliest spike; there must be one."""
    heap = record(address, PENDING)
    return i64(heap.step, heap.capacity)[0]


def pop(address):
    """Forget the earliest spike; there must be one."""
    heap = record(address, PENDING)
    steps = i64(heap.step, heap.capacity)
    heap.n -= 1
    step = steps[heap.n]
    at = 0
    child = 1
    while child < heap.n:
        if child + 1 < heap.n and steps[child + 1] < steps[child]:
            child += 1
        if steps[child] >= step:
            break
        steps[at] = steps[child]
        at = child
        child = 2 * at + 1
    steps[at] = step


def take_due(address, until):
    """Forget all spikes of the earliest step; return the step and how many there were.

    Returns
    -------
    tuple of int
        (0, 0) if the earliest spike is not before step `until`, or there is none.
    """
    heap = record(address, PENDING)
    if heap.n == 0 or earliest(address) >= until:
        return 0, 0
    step = earliest(address)
    count = 0
    while heap.n > 0 and earliest(address) == step:
        pop(address)
        count += 1
    return step, count
