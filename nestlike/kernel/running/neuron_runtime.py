"""A block of neurons in the simulation: its buffers, constants and kernels."""

from functools import cache

import numpy as np

from nestlike.compiler.fingerprint import reachable
from nestlike.compiler.kernels import Kernel
from nestlike.compiler.lane_memory import workspace_size
from nestlike.compiler.layouts import BLOCK
from nestlike.compiler.loops import derive_function, update_function
from nestlike.compiler.signatures import is_vector
from nestlike.compiler.views import address_of
from nestlike.kernel.columns import VectorColumn, lengths
from nestlike.kernel.delivery.archive import Archive
from nestlike.kernel.delivery.emission import emit, tell_recorders
from nestlike.kernel.recording.recorders import fan_out, probe_records
from nestlike.kernel.recording.sampling import note_sample, sample_index
from nestlike.kernel.records import Records
from nestlike.kernel.running.phase_clock import UPDATE

FEW_ROWS = 16
#: Steps of interpreted code that a row of constants takes, see `Kernel.pays`.
ROW = 20
#: Functions that CPython computes otherwise than the C library.
DIFFERENT = {"lgamma", "gamma", "hypot"}


@cache
def update_kernel(model, shared: bool, one_by_one: bool) -> Kernel:
    """Return the kernel that advances blocks of `model`."""
    sampling = {"sample_index": sample_index, "note_sample": note_sample}
    sampling["tell_recorders"] = tell_recorders
    variant = f"{model.name()}_{'shared' if shared else 'individual'}"
    function = update_function(model, shared, one_by_one, sampling)
    return Kernel(function, variant + "_one_by_one" * one_by_one)


@cache
def derive_kernel(model) -> Kernel:
    """Return the kernel that computes constants from the parameters of `model`."""
    return Kernel(derive_function(model), f"{model.name()}_constants")


def derive(model, *arguments: int) -> None:
    """Compute rows of constants; in Python where there are few and machine code would not pay.

    Both ways use the same functions of the C library and give the same bits.
    """
    kernel = derive_kernel(model)
    rows = arguments[2]
    few = rows <= FEW_ROWS and not kernel.is_loaded and not kernel.pays(ROW * rows)
    if few and not any(DIFFERENT & set(f.__code__.co_names) for f in _called(model)):
        try:
            with np.errstate(all="ignore"):
                kernel.function(*arguments)
            return
        except (ArithmeticError, ValueError):
            # CPython raises where the C library returns infinity or NaN.
            pass
    kernel(*arguments)


@cache
def _called(model) -> list:
    return reachable(model.derive)


class NeuronRuntime:
    """Buffers of a block of neurons; made at the first Prepare after the nodes were created.

    Attributes
    ----------
    offset : int
        First input of the block in the rows of its virtual process's ring buffer.
    width : int
        Number of its inputs: channels times neurons.
    """

    #: What the time that the driver spends here belongs to.
    phase = UPDATE
    #: Whether there is something to do at each Prepare, though nothing was set.
    prepares_always = False

    def __init__(self, block, offset: int, clock):
        self.block = block
        self.model = block.model
        n = block.n
        self._prepared_for: tuple | None = None
        self.record = Records(BLOCK)
        self.record.set(
            n=n, first_id=block.first_id, id_step=block.id_step,
            fired=np.zeros(n), place=np.zeros(n + 1, np.int32), step_size=np.full(n, clock.h),
            tolerance=self._tolerance(),
        )  # fmt: skip
        self.place_inputs(offset)
        if block.archive is None:
            block.archive = Archive(n)

    def _tolerance(self) -> np.ndarray:
        """Return the tolerance of each neuron's integrator, which NEST keeps from now on."""
        for entry in self.model.tolerance:
            if isinstance(entry, str):
                return np.array(self.block.columns[entry].array(), float)
        return np.zeros(self.block.n)

    def place_inputs(self, offset: int) -> None:
        """Let the block's inputs begin at `offset`: a row for each channel and receptor."""
        self.offset = offset
        self.n_receptors = self._most_receptors()
        vectors = len(self.model.vector_channels())
        rows = len(self.model.channels()) - vectors + vectors * self.n_receptors
        self.width = rows * self.block.n
        self.record.set(n_receptors=self.n_receptors)

    def _most_receptors(self) -> int:
        return int(max(self.model.n_receptors(self.block), default=0))

    @property
    def outgrown(self) -> bool:
        """Whether a neuron has more receptors than there are rows of inputs."""
        return self._most_receptors() > self.n_receptors

    def channel_row(self, name: str) -> int:
        """Return the number of the first row of channel `name` within the block's inputs."""
        return self.model.channels().index(name)

    def prepare(self, process, clock, min_delay: int, now: int) -> None:
        """Compute the constants and point the record at everything the kernel needs.

        Does nothing if nothing has changed since the last time.
        """
        n, block = self.block.n, self.block
        ring = process.ring_address(self.offset)
        present = (ring, process.row_bytes, min_delay, clock.h, address_of(process.engine.state))
        if self._prepared_for == present and not block.changed:
            return
        self._prepared_for, block.changed = present, False
        self._fit_vectors()
        self._derive(clock)
        self._choose_loop()
        spikes = n * min_delay
        self.record.set(
            state=block.state, engine=process.engine.state, scale=self.scale,
            ring=ring, row_bytes=process.row_bytes,
            n_slots=process.n_slots, min_delay=min_delay,
            outbox_even=process.outboxes.even, outbox_odd=process.outboxes.odd,
            archive=block.archive.record,
        )  # fmt: skip
        self._make_room(spikes)
        block.archive.prepare(block, process.pool, clock, min_delay)
        self._point_at_vectors()

    def renew(self, process, clock, min_delay: int, now: int) -> None:
        """Take part in a run though Prepare did not see the nodes, or other ones made since."""
        if self._prepared_for is None:
            self.prepare(process, clock, min_delay, now)
        self.record.set(ring=process.ring_address(self.offset), row_bytes=process.row_bytes)

    def _make_room(self, spikes: int) -> None:
        """Give the lists of one slice's spikes room for so many."""
        if self.record.get("capacity") != spikes:
            names = "spike_node spike_lag spike_count sorted_node sorted_lag sorted_count"
            self.record.set(**{name: np.empty(spikes, np.int32) for name in names.split()})
            self.record.set(capacity=spikes)

    def refresh(self, clock, now: int) -> None:
        """Follow parameters set after Prepare, where the equations contain them as they are.

        NEST computes what is derived from parameters in Prepare only.
        """
        if not self.block.changed:
            return
        before, vectors = self.constants, self.constant_vectors
        self._derive(clock, at_least=before.shape[1])
        for i, name in enumerate(self.model.derived.split()):
            if name not in self.model.live.split():
                self.constants[i] = before[i]
        rows = self.constants.shape[1]
        for name in self.model.derived_vectors:
            kept = range(rows) if len(vectors[name].lengths) == rows else [0] * rows
            self.constant_vectors[name] = VectorColumn(vectors[name].take(kept))
        self._choose_loop()
        self._point_at_vectors()
        archive = self.block.archive
        archive.prepare(self.block, archive.pool, clock, self.record.get("min_delay"))

    def turn(self, steps: int) -> None:
        """Do nothing: what is under way to neurons is in the ring buffer of their process."""

    def _choose_loop(self) -> None:
        """Note who is frozen, and whether the loop must go neuron by neuron."""
        unusual = (*self.model.rare, *filter(None, [self.model.draws]))
        frozen = self.block.frozen.array().astype(np.int8)
        self.one_by_one = bool(frozen.any()) or any(self._constant(name).any() for name in unusual)
        self.record.set(frozen=frozen)

    def _fit_vectors(self) -> None:
        """Give the vectors of the state their lengths, and the integrator room for them."""
        block, vectors = self.block, self.block.vectors
        for name, vector in vectors.items():
            if per := self.model.state[name].per:
                vector.resize(lengths(block.columns[per]))
        if self.model.ode:
            sizes = [len(vectors[name].array) if name in vectors else 1 for name in self.model.ode]
            self.record.set(workspace=np.zeros(workspace_size(self.model, sum(sizes))))

    def _derive(self, clock, at_least: int = 1) -> None:
        """Fill the rows of constants: one that serves all neurons, or one for each."""
        model, block = self.model, self.block
        used = model.derive_inputs()
        vectors = model.constant_vectors()
        columns = [
            block.columns[name] for name in (*used, *(v for v in vectors if v in block.columns))
        ]
        self.shared = at_least <= 1 and all(column.is_constant for column in columns)
        rows = 1 if self.shared else block.n
        parameters = np.array([block.columns[name].take(np.arange(rows)) for name in used], float)
        self.constants = np.zeros((len(model.constants()), rows))
        self.constant_vectors = {name: self._vector(name, rows) for name in vectors}
        self.scale = np.array([clock.h, clock.tics_per_step], float)
        table = _vector_table(self.constant_vectors)
        self._kept = (parameters, table)
        derive(
            model, address_of(parameters), address_of(self.constants), rows,
            address_of(self.scale), address_of(table),
        )  # fmt: skip
        self.record.set(constants=self.constants)

    def _vector(self, name: str, rows: int) -> VectorColumn:
        given = self.block.columns[self.model.derived_vectors.get(name, name)].take(range(rows))
        derived = name in self.model.derived_vectors
        return VectorColumn([[0.0] * len(value) for value in given] if derived else given)

    def _constant(self, name: str) -> np.ndarray:
        return self.constants[self.model.constants().index(name)]

    def _point_at_vectors(self) -> None:
        names = [name for name, q in self.model.state.items() if is_vector(q)]
        states = {name: self.block.vectors[name] for name in names}
        self.record.set(
            vectors=_vector_table(states), constant_vectors=_vector_table(self.constant_vectors)
        )

    def connect_recorders(self, reports: list, gated: bool) -> None:
        """Take over the logs that each neuron reports to, see `fan_out`.

        `gated` tells whether synapses act before some of them.
        """
        self.record.set(**fan_out(self.block.n, reports), gated=gated)

    def connect_probes(self, probes: list) -> None:
        """Take over the multimeters' views: (sampler, nodes, places, recordable numbers)."""
        entries = [[] for _ in range(self.block.n)]
        for p, (_, nodes, _, _) in enumerate(probes):
            for j, k in enumerate(nodes):
                entries[k] += [p, j]
        first = np.cumsum([0] + [len(e) // 2 for e in entries])
        flat = np.concatenate([first, np.array([x for e in entries for x in e], np.int64)])
        self.record.set(n_probes=len(probes), probes=probe_records(probes))
        self.record.set(probes_of=flat.astype(np.int64))

    def receivers(self) -> list:
        """Return what a model that takes spikes one by one is called with, for each neuron."""
        return [(self.record.address, k) for k in range(self.block.n)]

    def kernels(self) -> tuple[Kernel, ...]:
        """Return the kernels that the driver calls: update, and what follows."""
        return update_kernel(self.model, self.shared, self.one_by_one), emit

    def entries(self) -> list[tuple[int, int, int]]:
        """Return a row of the addresses of `kernels` and of the record."""
        return [(*(kernel.address for kernel in self.kernels()), self.record.address)]


def _vector_table(vectors: dict) -> np.ndarray:
    """Return (rows, address, address of the lengths) of the array of each `VectorColumn`."""
    rows = [(len(v.array), address_of(v.array), address_of(v.lengths)) for v in vectors.values()]
    return np.array(rows or [(0, 0, 0)], np.int64).ravel()
