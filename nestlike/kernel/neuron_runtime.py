"""A block of neurons in the simulation: its buffers, constants and kernels."""

from functools import cache

import numpy as np

from nestlike.compiler.kernels import Kernel
from nestlike.compiler.lanes import LANES, WORK_ROWS
from nestlike.compiler.layouts import BLOCK, PROBE
from nestlike.compiler.loops import derive_function, update_function
from nestlike.compiler.signatures import is_vector
from nestlike.compiler.views import address_of
from nestlike.kernel.archive import Archive
from nestlike.kernel.emission import emit
from nestlike.kernel.records import Records
from nestlike.kernel.sampling import note_sample, sample_index


@cache
def update_kernel(model, shared: bool, one_by_one: bool) -> Kernel:
    """Return the kernel that advances blocks of `model`."""
    sampling = {"sample_index": sample_index, "note_sample": note_sample}
    variant = f"{model.name()}_{'shared' if shared else 'individual'}"
    function = update_function(model, shared, one_by_one, sampling)
    return Kernel(function, variant + "_one_by_one" * one_by_one)


@cache
def derive_kernel(model) -> Kernel:
    """Return the kernel that computes constants from the parameters of `model`."""
    return Kernel(derive_function(model), f"{model.name()}_constants")


class NeuronRuntime:
    """Buffers of a block of neurons; made at the first Prepare after the nodes were created.

    Attributes
    ----------
    offset : int
        First input of the block in the rows of its virtual process's ring buffer.
    width : int
        Number of its inputs: channels times neurons.
    """

    def __init__(self, block, offset: int, clock):
        self.block = block
        self.model = block.model
        self.offset = offset
        n = block.n
        self.n_receptors = self._count_receptors()
        channels, vectors = self.model.channels(), self.model.vector_channels()
        self.rows = sum(self.n_receptors if name in vectors else 1 for name in channels)
        self.width = self.rows * n
        self.record = Records(BLOCK)
        self.record.set(
            n=n, first_id=block.first_id, id_step=block.id_step, n_receptors=self.n_receptors,
            fired=np.zeros(n), place=np.zeros(n + 1, np.int32),
        )  # fmt: skip
        if block.archive is None:
            block.archive = Archive(n)
        if self.model.ode:
            self._make_workspace(clock)

    def _count_receptors(self) -> int:
        for entry in self.model.inputs:
            if hasattr(entry, "per"):
                return len(self.block.columns[entry.per][0])
        return 0

    def _make_workspace(self, clock) -> None:
        sizes = [
            len(self.block.vectors[name]) if name in self.block.vectors else 1
            for name in self.model.ode
        ]
        work = np.zeros((WORK_ROWS * sum(sizes) + 8) * LANES)
        self.record.set(workspace=work, step_size=np.full(self.block.n, clock.h))

    def channel_row(self, name: str) -> int:
        """Return the number of the first row of channel `name` within the block's inputs."""
        row = 0
        for channel in self.model.channels():
            if channel == name:
                return row
            row += self.n_receptors if channel in self.model.vector_channels() else 1
        raise KeyError(name)

    def prepare(self, process, clock, min_delay: int) -> None:
        """Compute the constants and point the record at everything the kernel needs."""
        n, block = self.block.n, self.block
        self.shared = self._derive(clock)
        unusual = (*self.model.rare, *filter(None, [self.model.draws]))
        self.one_by_one = any(self._constant(name).any() for name in unusual)
        spikes = n * min_delay
        self.record.set(
            state=block.state, engine=process.engine.state, scale=self.scale,
            ring=process.ring_address(self.offset), row_bytes=process.row_bytes,
            slot_mask=process.slot_mask, min_delay=min_delay,
            outbox_even=process.outboxes.address_of(0), outbox_odd=process.outboxes.address_of(1),
            archive=block.archive.record,
        )  # fmt: skip
        for name in "spike_node spike_lag spike_count sorted_node sorted_lag sorted_count".split():
            self.record.set(**{name: np.empty(spikes, np.int32)})
        block.archive.prepare(block, process.pool, clock, min_delay)
        self._point_at_vectors()

    def _derive(self, clock) -> bool:
        """Fill the rows of constants; return whether one row serves all neurons."""
        model, block = self.model, self.block
        used = model.derive_inputs()
        vectors = model.constant_vectors()
        columns = [block.columns[name] for name in (*used, *(v for v in vectors if v in block.columns))]
        shared = all(column.is_constant for column in columns)
        rows = 1 if shared else block.n
        parameters = np.array([block.columns[name].take(np.arange(rows)) for name in used], float)
        self.constants = np.zeros((len(model.constants()), rows))
        self.constant_vectors = {name: self._vector(name, rows) for name in vectors}
        self.scale = np.array([clock.h, clock.tics_per_step], float)
        table = _vector_table(self.constant_vectors)
        self._kept = (parameters, table)
        derive_kernel(model)(
            address_of(parameters), address_of(self.constants), rows,
            address_of(self.scale), address_of(table),
        )  # fmt: skip
        self.record.set(constants=self.constants)
        return shared

    def _vector(self, name: str, rows: int) -> np.ndarray:
        if name in self.block.columns:
            return np.array(self.block.columns[name].take(np.arange(rows)), float).T.copy()
        length = len(self.block.columns[self.model.derived_vectors[name]][0])
        return np.zeros((length, rows))

    def _constant(self, name: str) -> np.ndarray:
        return self.constants[self.model.constants().index(name)]

    def _point_at_vectors(self) -> None:
        names = [name for name, q in self.model.state.items() if is_vector(q)]
        states = {name: self.block.vectors[name] for name in names}
        self.record.set(
            vectors=_vector_table(states), constant_vectors=_vector_table(self.constant_vectors)
        )

    def connect_recorders(self, logs: dict) -> None:
        """Take over the logs that each neuron reports to: lists of addresses by local index."""
        first = np.zeros(self.block.n + 1, np.int64)
        for k, addresses in logs.items():
            first[k + 1] = len(addresses)
        fan = [address for k in sorted(logs) for address in logs[k]]
        self.record.set(
            fan_first=np.cumsum(first), fan_out=np.array(fan or [0], np.int64), n_fan=len(fan)
        )

    def connect_probes(self, probes: list) -> None:
        """Take over the multimeters' views: (sampler, local indices, places, recordable numbers)."""
        records = Records(PROBE, max(1, len(probes)))
        entries = [[] for _ in range(self.block.n)]
        for p, (sampler, nodes, places, which) in enumerate(probes):
            records.set(
                p, n=len(nodes), nodes=np.array(nodes, np.int32), places=np.array(places, np.int32),
                n_values=len(which), which=np.array(which, np.int32), out=sampler.out,
                n_targets=sampler.n_targets, sampler=sampler.record,
            )  # fmt: skip
            for j, k in enumerate(nodes):
                entries[k] += [p, j]
        first = np.cumsum([0] + [len(e) // 2 for e in entries])
        flat = np.concatenate([first, np.array([x for e in entries for x in e], np.int64)])
        self.record.set(n_probes=len(probes), probes=records, probes_of=flat.astype(np.int64))

    def entry(self) -> tuple[int, int, int]:
        """Return the addresses the driver calls: update, what follows, and the record."""
        kernel = update_kernel(self.model, self.shared, self.one_by_one)
        return kernel.address, emit.address, self.record.address


def _vector_table(vectors: dict) -> np.ndarray:
    """Return (length, address) of each of the arrays [length][n]."""
    rows = [(len(array), address_of(array)) for array in vectors.values()]
    return np.array(rows or [(0, 0)], np.int64).ravel()
