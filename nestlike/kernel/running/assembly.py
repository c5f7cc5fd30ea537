"""Puts the simulation together at Prepare: processes, buffers, recorders, delivery tables."""

from nestlike.compiler.kernels import make_ready
from nestlike.compiler.layouts import TOO_SLOW, UNSTABLE
from nestlike.compiler.objects import OUT_OF_BOUNDS
from nestlike.kernel.delivery.acting_tables import ActingTables
from nestlike.kernel.delivery.delivery_tables import DeliveryTables
from nestlike.kernel.delivery.inputs import Inputs
from nestlike.kernel.delivery.spikes_under_way import SpikesUnderWay
from nestlike.kernel.delivery.targets import device_targets
from nestlike.kernel.errors import KernelException, NumericalInstability
from nestlike.kernel.recording.recording_paths import RecordingPaths
from nestlike.kernel.running.device_runtime import DeviceRuntime
from nestlike.kernel.running.machine import drive
from nestlike.kernel.running.parallel import for_each_process
from nestlike.kernel.running.process import Process
from nestlike.kernel.running.threads import Machine


class Assembly:
    """The network in the form the driver runs.

    Attributes
    ----------
    processes : list of Process
    min_delay : int
        Steps in a slice.
    off_grid : list of str
        Model of each node that was told to send spikes off the grid of time.
    """

    def __init__(self, kernel):
        self._kernel = kernel
        n_vp = kernel.settings.local_num_threads
        self.processes = [Process(vp) for vp in range(n_vp)]
        self.recording = RecordingPaths(kernel)
        self.min_delay = 1
        self.off_grid: list[str] = []
        self.machine: Machine | None = None
        self._built = self._delays = None
        #: Version of the kernel at the latest Prepare, and what is to be done at each one.
        self._version: tuple | None = None
        self._each_time: list[tuple] = []
        self._under_way = SpikesUnderWay()

    def is_current(self) -> bool:
        """Return whether nothing was made, connected or set since the latest Prepare."""
        return self._version == self._kernel.version

    def prepare(self, now: int) -> None:
        """Bring everything up to date with the nodes, connections and parameters as they are."""
        if not self.is_current():
            self._version = None
            self._prepare(now)
            self._version = self._kernel.version
            return
        for prepare, arguments in self._each_time:
            prepare(*arguments, now)

    def _prepare(self, now: int) -> None:
        kernel = self._kernel
        self.recording.flush()
        self.min_delay, max_delay = self._delays = _delay_limits(kernel)
        n_slots = self.min_delay + max_delay
        for process in self.processes:
            process.turn_back()
            process.engine = kernel.random.vp_specific[process.vp]
            process.synced = kernel.random.vp_synced[process.vp]
            if process.widen_inputs():
                self._built = None
            process.add_nodes(kernel.nodes.populations, kernel.time)
            process.resize(n_slots)
            process.make_outboxes(self.min_delay)
        if self._built != (kernel.connections.version, kernel.nodes.size):
            with kernel.timers.arrange:
                self._connect(now)
        self._each_time = []
        for process in self.processes:
            self._prepare_process(process, now)
        self._fit_machine()
        self.off_grid = list(self._models_off_grid())
        self.recording.prepare(self.processes, kernel.simulation.backends)

    def _load_kernels(self) -> None:
        """Load the machine code of all that will run; at once, so that it is compiled at once."""
        make_ready([drive, *(kernel for p in self.processes for kernel in p.kernels())])
        for process in self.processes:
            process.connections.bind()
            process.acting.bind()

    def _fit_machine(self) -> None:
        self._load_kernels()
        if self.machine is None or not self.machine.still_fits(self.processes, self.min_delay):
            self.machine = Machine(self.processes, self.min_delay, self._kernel.timers)

    def dissolve(self) -> None:
        """Let go of the network, so that its memory is free before the garbage collector comes."""
        for process in self.processes:
            for runtime in process.runtimes:
                runtime.block.runtime = None
            process.runtimes, process.connections, process.acting = [], None, None
        self.machine = None

    def _connect(self, now: int) -> None:
        """Rebuild what depends on the connections."""
        kernel = self._kernel
        for process in self.processes:
            for runtime in process.neurons():
                runtime.block.archive.n_incoming[:] = 0
        for process in self.processes:
            process.receptions.clear()
            process.inputs = Inputs(
                list(process.targets()), process.receptions, kernel.nodes.size, len(self.processes)
            )
        self._under_way.follow(self.processes, kernel.connections, kernel.nodes.size)
        self.recording.connect(self.processes, self.min_delay, now)
        for process in self.processes:
            from_devices = kernel.connections.from_devices[process.vp]
            process.acting = ActingTables(process, from_devices, kernel)
            targets = device_targets(process, kernel, self.recording)
            for runtime in process.runtimes:
                if isinstance(runtime, DeviceRuntime):
                    runtime.connect(targets.get(id(runtime)))
        n_connections = sum(map(len, kernel.connections.all_tables()))
        for_each_process(self._deliver, len(self.processes), n_connections)
        self._built = (kernel.connections.version, kernel.nodes.size)

    def _deliver(self, vp: int) -> None:
        """Set up delivery to the neurons of one process."""
        process, tables = self.processes[vp], self._kernel.connections.tables[vp]
        process.connections = DeliveryTables(process, tables, self._kernel, self._under_way)
        process.receptions.settle()

    def _prepare_process(self, process: Process, now: int) -> None:
        clock = self._kernel.time
        for runtime in process.runtimes:
            runtime.prepare(process, clock, self.min_delay, now)
            if runtime.prepares_always:
                self._each_time.append((runtime.prepare, (process, clock, self.min_delay)))
        process.connections.renew()
        process.acting.renew()
        process.supplies = self.recording.supplies(process)

    def _models_off_grid(self):
        """Yield the model of each node that was told to send spikes off the grid of time."""
        for process in self.processes:
            for runtime in process.runtimes:
                if isinstance(runtime, DeviceRuntime) and not runtime.model.off_grid:
                    yield from [runtime.model.name()] * int(runtime.late.sum())

    def refresh(self, now: int) -> None:
        """Follow what was set, connected or made since Prepare, before a run from step `now` on.

        NEST computes what derives from parameters of nodes in Prepare only.  Connections between
        neurons wait for the next Prepare, too, unless something puts them in order before, such as
        GetConnections.
        """
        if self.is_current():
            return
        outdated = [r for p in self.processes for r in p.runtimes if r.block.changed]
        for runtime in outdated:
            runtime.refresh(self._kernel.time, now)
        connected = self._reconnect(now)
        if outdated or connected:
            self._fit_machine()

    def _reconnect(self, now: int) -> bool:
        """Follow the connections as they are now; return whether they differ from before."""
        kernel = self._kernel
        if self._built == (kernel.connections.version, kernel.nodes.size):
            return False
        if self._delays != _delay_limits(kernel):  # which no connection can change after a run
            self._prepare(now)
            return True
        self.recording.flush()
        for process in self.processes:
            process.add_nodes(kernel.nodes.populations, kernel.time)
            process.resize(process.n_slots)
            process.make_outboxes(self.min_delay)
        with kernel.timers.arrange:
            self._connect(now)
        for process in self.processes:
            for runtime in process.runtimes:
                runtime.renew(process, kernel.time, self.min_delay, now)
            process.supplies = self.recording.supplies(process)
        self.recording.prepare(self.processes, kernel.simulation.backends)
        return True

    def recorders_of(self, backend: str) -> list:
        """Return the recorders that write to the backend of this name."""
        return self.recording.by_backend.get(backend, [])

    def n_local_nodes(self) -> int:
        """Return the number of nodes and replicas that are updated."""
        return sum(
            population.n * (len(self.processes) if population.replicated else 1)
            for population in self._kernel.nodes.populations
        )

    def start_count(self) -> None:
        """Begin to count the spikes that are sent."""
        for process in self.processes:
            process.outboxes.start_count()

    def n_spikes(self) -> int:
        """Return the number of spikes since `start_count`."""
        return sum(process.outboxes.count() for process in self.processes)

    def rewind(self, now: int, prepared: bool) -> None:
        """Set the time from `now` to 0."""
        for process in self.processes:
            process.rewind(now, self.min_delay)
            if not prepared:
                process.turn_back()

    def raise_error(self, code: int) -> None:
        """Raise what an error code of a kernel stands for."""
        if code == OUT_OF_BOUNDS:
            raise IndexError("A compiled kernel went out of the bounds of an array.")
        if code == TOO_SLOW:
            raise KernelException("A cycle of updates took longer than update_time_limit.")
        if code == UNSTABLE:
            raise NumericalInstability("The state of a neuron has become numerically unstable.")
        raise KernelException(f"A kernel failed with code {code}.")


def _delay_limits(kernel) -> tuple[int, int]:
    """Return the shortest and the longest delay in steps."""
    return kernel.connections.min_delay_steps, kernel.connections.max_delay_steps
