"""Spikes drawn ahead come out in order."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from nestlike.compiler.kernels import kernel
from nestlike.compiler.views import i64
from nestlike.kernel.delivery.pending_spikes import PendingSpikes, push, take_due


@kernel
def push_many(heap, steps, n, unused):
    """Push the `n` steps at an address."""
    for i in range(n):
        push(heap, i64(steps, n)[i])
    return 0


@kernel
def take_many(heap, until, out, size):
    """Take all spikes before step `until`; return how many steps there were."""
    n = 0
    step, count = take_due(heap, until)
    while count > 0:
        i64(out, size)[2 * n] = step
        i64(out, size)[2 * n + 1] = count
        n += 1
        step, count = take_due(heap, until)
    return n


def taken(heap, until, size=4000):
    out = np.zeros(size, np.int64)
    n = take_many(heap.records.address, until, out.ctypes.data, size)
    return [tuple(pair) for pair in out.reshape(-1, 2)[:n].tolist()]


@settings(deadline=None)
@given(st.lists(st.integers(-50, 50), max_size=400), st.integers(-60, 60))
def test_all_before_a_step_by_step(steps, until):
    heap = PendingSpikes(1)
    given_steps = np.array(steps, np.int64)
    push_many(heap.records.address, given_steps.ctypes.data, len(steps), 0)
    expected = [(s, steps.count(s)) for s in sorted(set(steps))]
    assert taken(heap, until) == [pair for pair in expected if pair[0] < until]
    assert taken(heap, 100) == [pair for pair in expected if pair[0] >= until]


def test_each_device_has_its_own(nest):
    heaps = PendingSpikes(2)
    steps = np.arange(500)
    push_many(heaps.records.address_of(1), steps.ctypes.data, 500, 0)
    assert heaps.records.get("n", 0) == 0
    heaps.clear(1)
    assert heaps.records.get("n", 1) == 0
