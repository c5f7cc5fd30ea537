"""A virtual process in the simulation: ring buffer, outboxes, and the blocks it works on."""

import numpy as np

from nestlike.compiler.views import address_of
from nestlike.kernel.delivery.archive import Pool
from nestlike.kernel.delivery.inputs import Inputs
from nestlike.kernel.delivery.outboxes import Outboxes
from nestlike.kernel.delivery.receptions import Receptions
from nestlike.kernel.recording.sampling import hand_over
from nestlike.kernel.records import Records
from nestlike.kernel.running.device_runtime import DeviceRuntime
from nestlike.kernel.running.neuron_runtime import NeuronRuntime
from nestlike.kernel.running.phase_clock import RECORDING
from nestlike.kernel.running.receiver_runtime import ReceiverRuntime


class Process:
    """Everything that one virtual process owns.

    Attributes
    ----------
    ring : ndarray of float64, (n_slots, width)
        What arrives in each of the coming steps, by input.
    runtimes : list
        Neuron, device and receiver runtimes in order of node id; recorders that write to a
        backend have none.
    """

    def __init__(self, vp: int):
        self.vp = vp
        self.engine = self.synced = None
        self.ring = np.zeros((1, 0))
        #: Slots that the ring buffer has been turned back since Prepare.
        self._turned = 0
        #: Input 0 is where events end up that their target ignores.
        self.width = 1
        self.n_neurons = 0
        self.runtimes: list = []
        self.outboxes = Outboxes()
        self.pool = Pool()
        self.supplies: list = []
        self.samplers: dict = {}
        self.logs: dict = {}
        self.gates = None
        #: Records through which devices that are no recorders are told of spikes.
        self.relays: list[Records] = []
        self.known_populations = 0
        self.connections = self.acting = None
        self.inputs: Inputs | None = None
        self.receptions = Receptions()

    @property
    def row_bytes(self) -> int:
        return self.ring.shape[1] * 8

    @property
    def n_slots(self) -> int:
        return self.ring.shape[0]

    def ring_address(self, offset: int) -> int:
        """Return the address of input `offset` in slot 0."""
        return address_of(self.ring) + 8 * offset

    def add_nodes(self, populations: list, clock) -> None:
        """Make runtimes for the populations created since the last call."""
        for population in populations[self.known_populations :]:
            block = population.blocks[self.vp]
            if block.model.writes and not hasattr(block.model, "receive"):
                continue
            block.runtime = self._runtime(block, population.replicated, clock)
            self.runtimes.append(block.runtime)
        self.known_populations = len(populations)

    def _runtime(self, block, replicated: bool, clock):
        if hasattr(block.model, "receive") and not hasattr(block.model, "step"):
            runtime = ReceiverRuntime(block, self.n_neurons)
        elif block.model.acts:
            runtime = DeviceRuntime(block, replicated)
            if not runtime.receives:
                return runtime
            runtime.first_neuron = self.n_neurons
        else:
            runtime = NeuronRuntime(block, self.width, clock)
            runtime.first_neuron = self.n_neurons
            self.width += runtime.width
        self.n_neurons += block.n
        return runtime

    def widen_inputs(self) -> bool:
        """Move blocks with new receptors to where there is room; return whether there were any."""
        outgrown = [r for r in self.runtimes if isinstance(r, NeuronRuntime) and r.outgrown]
        for runtime in outgrown:
            under_way = self.ring[:, runtime.offset : runtime.offset + runtime.width]
            runtime.place_inputs(self.width)
            self.width += runtime.width
            self.resize(len(self.ring))
            self.ring[:, runtime.offset : runtime.offset + under_way.shape[1]] = under_way
        return bool(outgrown)

    def resize(self, n_slots: int) -> None:
        """Give the ring buffer room for all inputs; what is under way is kept."""
        if self.ring.shape == (n_slots, self.width):
            return
        old, self.ring = self.ring, np.zeros((n_slots, self.width))
        if old.shape[0] == n_slots:
            self.ring[:, : old.shape[1]] = old

    def rewind(self, now: int, min_delay: int) -> None:
        """Set the time from `now` to 0, as NEST does.

        Spikes not yet delivered are lost.  What is under way counts from the beginning of the slice
        until the next Prepare, and then is read from its slot of the ring buffer.
        """
        self.outboxes.clear()
        begin = now - now % min_delay
        self._turned += begin
        self._turn(-begin)
        for sampler in self.samplers.values():
            sampler.skip_to(now, min_delay)

    def turn_back(self) -> None:
        """Put the ring buffer's slots to where NEST keeps them, whenever the time was set to 0."""
        if self._turned:
            self._turn(self._turned)
            self._turned = 0

    def _turn(self, steps: int) -> None:
        self.ring[:] = np.roll(self.ring, steps, axis=0)
        for runtime in self.runtimes:
            runtime.turn(steps)

    def make_outboxes(self, min_delay: int) -> None:
        """Give the outboxes room for all spikes of neurons in a slice."""
        self.outboxes.expect(min_delay * sum(r.block.n for r in self.neurons()))

    def archive_of(self) -> np.ndarray:
        """Return the address of each neuron's spike archive, 0 where there is none."""
        parts = [
            np.full(r.block.n, r.block.archive.record.address if r.block.archive else 0)
            for r in self.targets()
        ]
        return np.concatenate([*parts, np.empty(0, np.int64)]).astype(np.int64)

    def local_of(self) -> np.ndarray:
        """Return each neuron's local index in its block."""
        parts = [np.arange(r.block.n) for r in self.targets()]
        return np.concatenate([*parts, np.empty(0)]).astype(np.int32)

    def neurons(self):
        """Yield the runtimes of neurons."""
        return (r for r in self.runtimes if isinstance(r, NeuronRuntime))

    def targets(self):
        """Yield the runtimes of nodes with inputs: neurons, and those called with each spike."""
        return (r for r in self.runtimes if not isinstance(r, DeviceRuntime) or r.receives)

    def kernels(self):
        """Yield the kernels that the driver calls for this process."""
        if self.samplers:
            yield hand_over
        for runtime in self._active():
            yield from runtime.kernels()
        yield from self.connections.kernels()
        yield from self.acting.kernels()

    def parts(self) -> tuple:
        """Return what this process is made of: calls, supplies, and its connections."""
        samplers = self.samplers.values()
        calls = [(hand_over.address, 0, s.record.address, RECORDING) for s in samplers]
        calls += [(*e, runtime.phase) for runtime in self._active() for e in runtime.entries()]
        return calls, [supply.address for supply in self.supplies], self.connections

    def fill_record(self, records: Records, parts: tuple) -> None:
        """Write this process, made of `parts`, into its PROCESS record."""
        calls, supplies, connections = parts
        records.set(
            self.vp,
            n_blocks=len(calls),
            blocks=np.array(calls or [(0, 0, 0, 0)], np.int64),
            even=self.outboxes.even,
            odd=self.outboxes.odd,
            n_supplies=len(supplies),
            supplies=np.array(supplies or [0], np.int64),
            **connections.fields(),
        )

    def _active(self):
        """Yield the runtimes that hold nodes."""
        for runtime in self.runtimes:
            if runtime.block.n:
                yield runtime
