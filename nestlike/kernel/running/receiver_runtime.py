"""A block of nodes that take spikes one by one and are no neurons, in the simulation."""

from functools import cache

from nestlike.compiler.kernels import Kernel
from nestlike.kernel.running.phase_clock import DEVICES


@cache
def update_kernel(model) -> Kernel:
    """Return the kernel that `model` runs in each slice."""
    return Kernel(model.update, f"{model.name()}_update")


class ReceiverRuntime:
    """Nodes that are called with each spike.

    A model has ``receive`` (see `kernel/delivery/receptions.py`) and ``memory(block, k)``, which
    returns what node `k` keeps: an object with a ``record`` (`Records`), ``prepare(values,
    clock, min_delay)`` and, if it keeps spikes by step, modulo the slots of the ring buffer,
    ``turn(steps)``, which moves them that many slots on.  A model with ``update`` is also called
    in every slice, node by node, with (address of the memory's record, step the slice began at,
    first lag, one past the last lag).
    """

    #: What the time that the driver spends here belongs to.
    phase = DEVICES
    #: Whether there is something to do at each Prepare, though nothing was set.
    prepares_always = True

    def __init__(self, block, first_neuron: int):
        self.block, self.model, self.first_neuron = block, block.model, first_neuron
        self._is_prepared = False
        self.memories = [block.model.memory(block, k) for k in range(block.n)]

    def prepare(self, process, clock, min_delay: int, now: int) -> None:
        """Tell every node its parameters."""
        columns = self.block.columns
        for k, memory in enumerate(self.memories):
            memory.prepare({name: column[k] for name, column in columns.items()}, clock, min_delay)
        self._is_prepared, self.block.changed = True, False

    def renew(self, process, clock, min_delay: int, now: int) -> None:
        """Take part in a run though Prepare did not see the nodes."""
        if not self._is_prepared:
            self.prepare(process, clock, min_delay, now)

    def refresh(self, clock, now: int) -> None:
        """Leave what is set after Prepare until the next one."""

    def turn(self, steps: int) -> None:
        """Move what is under way so many slots on."""
        for memory in self.memories:
            if hasattr(memory, "turn"):
                memory.turn(steps)

    def receivers(self) -> list:
        """Return (address of its memory, 0) for each node."""
        return [(memory.record.address, 0) for memory in self.memories]

    def kernels(self) -> tuple[Kernel, ...]:
        """Return the kernel that the driver calls, if there is one."""
        return (update_kernel(self.model),) if hasattr(self.model, "update") else ()

    def entries(self) -> list[tuple[int, int, int]]:
        """Return what the driver calls in each slice, in rows as `NeuronRuntime.entries`."""
        if not hasattr(self.model, "update"):
            return []
        kernel = update_kernel(self.model)
        return [
            (kernel.address, 0, memory.record.address)
            for k, memory in enumerate(self.memories)
            if not self.block.frozen[k]
        ]
