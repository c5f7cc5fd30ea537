"""Receptions: where spikes go whose targets take them one by one.

A model that wants to be called with each spike has a kernel ``receive(address, k, event, unused)``,
where `event` is the address of an EVENT record (sender, port, step, delay, count, weight, offset).
It is called in NEST's order: spikes of neurons at the start of the slice after the one they were
sent in, those of generators at once.  `address` and `k` say which node: the BLOCK record and the
place in it for a neuron, otherwise the record of what the node keeps, and 0.
"""

from functools import cache

import numpy as np

from nestlike.compiler.kernels import Kernel
from nestlike.compiler.layouts import EVENT
from nestlike.kernel.records import Records


@cache
def receive_kernel(model) -> Kernel:
    """Return the kernel that is called with each spike for nodes of `model`."""
    return Kernel(model.receive, f"{model.name()}_receive")


class Receptions:
    """The receptions of one virtual process: pairs of a node and a receptor port, numbered.

    Attributes
    ----------
    record : Records
        The EVENT record of the process.
    """

    def __init__(self):
        self.record = Records(EVENT)
        self.clear()

    def clear(self) -> None:
        """Forget all; connections are made anew."""
        self._parts: list[np.ndarray] = []
        self._size = 0

    def add(self, runtime, port: int) -> int:
        """Number the nodes of a runtime at one receptor port; return the number of the first."""
        pairs = np.array(runtime.receivers(), np.int64).reshape(-1, 2)
        rows = np.full((len(pairs), 4), port, np.int64)
        rows[:, 0] = receive_kernel(runtime.model).address
        rows[:, 1:3] = pairs
        first, self._size = self._size, self._size + len(rows)
        self._parts.append(rows)
        return first

    def settle(self) -> None:
        """Point the record at the receptions there are."""
        rows = np.concatenate([*self._parts, np.empty((0, 4), np.int64)])
        self._parts = [rows]
        self.record.set(receptions=rows, n=len(rows))
