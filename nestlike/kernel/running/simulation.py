"""Prepare, run, clean up: from the user's network to the driver and back."""

import time

from nestlike.compiler.layouts import TOO_SLOW
from nestlike.kernel.errors import BadParameter, KernelException
from nestlike.kernel.running.assembly import Assembly
from nestlike.kernel.running.interruption import Interruption
from nestlike.kernel.verbosity import VerbosityLevel

#: Wall-clock seconds after which the driver returns, so that Ctrl-C and progress work.
RESPONSE_TIME = 0.05
FIRST_SLICES = 4


class Simulation:
    """The run state of a kernel.

    Attributes
    ----------
    step : int
        Steps simulated since the last reset.
    prepared : bool
        Between Prepare and Cleanup.
    half_prepared : bool
        After a Prepare that failed; Cleanup or another Prepare comes next.
    off_grid : bool
        Whether a node was told to send spikes off the grid of time since the last reset.
    inconsistent : bool
        Whether an error interrupted an update; only ResetKernel helps then.
    progress : callable or None
        Called as ``progress(model_time_ms, fraction_done)`` about every 50 ms.
    """

    def __init__(self, kernel):
        self._kernel = kernel
        self.backends: dict = {}
        self.progress = None
        self.assembly: Assembly | None = None
        settings = kernel.settings
        settings.provide("biological_time", lambda: kernel.time.ms_from_steps(self.step))
        settings.provide("to_do", lambda: self.to_do)
        settings.provide("prepared", lambda: self.prepared)
        settings.provide("local_spike_counter", lambda: self.spike_counter)
        settings.provide("recording_backends", lambda: sorted(self.backends))
        settings.on_change("biological_time", lambda old, new: self.rewind())
        self.reset()

    def reset(self) -> None:
        """Forget everything that was simulated."""
        self.step = self.to_do = self.spike_counter = 0
        self.prepared = self.inconsistent = self.has_been_simulated = False
        self.half_prepared = self.off_grid = False
        if self.assembly is not None:
            self.assembly.dissolve()
        self.assembly = None
        for backend in self.backends.values():
            backend.reset()

    def rewind(self) -> None:
        """Set the time to 0; NEST looks at whole slices, and goes on within the first one."""
        if self.assembly is not None and self.step >= self.assembly.min_delay:
            self.assembly.rewind(self.step)
            self.step = 0

    def offer_backends(self, backends: dict) -> None:
        """Take over the recording backends, by name; they live above the kernel."""
        self.backends = backends

    def simulate(self, ms: float) -> None:
        """Prepare, run for `ms`, clean up."""
        self._check_duration(ms)
        self.prepare()
        try:
            self.run(ms)
        except KernelException:
            raise  # and leave the network prepared, as NEST does
        except BaseException:
            self.cleanup()
            raise
        self.cleanup()

    def prepare(self) -> None:
        """Bring buffers, constants and delivery tables up to date."""
        with self._kernel.timers.prepare:
            self._prepare()

    def _prepare(self) -> None:
        if self.prepared:
            raise KernelException("Prepare called twice.")
        if self.inconsistent:
            raise KernelException(
                "Kernel is in inconsistent state after an earlier error. Call ResetKernel first."
            )
        if self.half_prepared:
            self.cleanup()
        self._kernel.timers.simulate.reset()
        self._require_single_process()
        self.half_prepared = True
        kernel = self._kernel
        if self.assembly is None:
            self.assembly = Assembly(kernel)
        kernel.connections.sort_if_changed(kernel.nodes.changed)
        kernel.nodes.changed = False
        kernel.nodes.number_locally()
        self.assembly.prepare(self.step)
        self._note_off_grid()
        kernel.messages.preparing(self.assembly.n_local_nodes())
        self.half_prepared = False
        self.prepared = True
        self._prepare_backends()

    def _prepare_backends(self) -> None:
        """Prepare all backends; where one fails, the simulation stays prepared, as in NEST."""
        errors = []
        for name, backend in self.backends.items():
            try:
                backend.prepare(self.assembly.recorders_of(name))
            except KernelException as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _require_single_process(self) -> None:
        kernel = self._kernel
        n_vp = kernel.settings.local_num_threads
        for population in kernel.nodes.populations if n_vp > 1 else ():
            if population.entry.model.single_process:
                raise KernelException(
                    f"The network contains a {population.entry.model.name()} which cannot be used "
                    f"with multiple threads; local_num_threads is {n_vp}."
                )

    def _note_off_grid(self) -> None:
        """Say which nodes have been told to send spikes off the grid of time, as NEST does."""
        for name in self.assembly.off_grid():
            self.off_grid = True
            self._kernel.messages.message(
                VerbosityLevel.INFO,
                f"{name}::pre_run_hook",
                f"A {name} sends precise spike times: off_grid_spiking is now True.\n\n"
                "NOTE: Neurons that are no precise ones take no notice of offsets.",
            )

    def run(self, ms: float) -> None:
        """Simulate for `ms` milliseconds."""
        self._check_duration(ms)
        if not self.prepared:
            raise KernelException("Run called without calling Prepare.")
        if self.inconsistent:
            raise KernelException(
                "Kernel is in inconsistent state after an earlier error. Call ResetKernel first."
            )
        with self._kernel.timers.run:
            self._run(ms)

    def _run(self, ms: float) -> None:
        kernel = self._kernel
        kernel.random.synchrony_check()
        self.spike_counter = 0
        # After a cycle that took too long, NEST makes up for what was left undone.
        self.to_do += kernel.time.steps_from_ms(ms)
        self.assembly.refresh(self.step)
        with Interruption() as interruption:
            if self.to_do:
                self._advance(ms, interruption)
            if interruption.pending:
                self.to_do = 0
            for backend in self.backends.values():
                backend.post_run()

    def _advance(self, ms: float, interruption: Interruption) -> None:
        """Simulate the steps to do; fewer if the user interrupts."""
        kernel = self._kernel
        self.has_been_simulated = True
        kernel.messages.simulation_started(
            self.assembly.n_local_nodes(), ms, kernel.settings.local_num_threads
        )
        with kernel.timers.simulate:
            self._drive(self.to_do, interruption)
            self.assembly.settle(self.step)
        kernel.random.synchrony_check()
        if not interruption.pending:
            kernel.messages.simulation_finished()

    def cleanup(self) -> None:
        """End what `prepare` began."""
        if not self.prepared and not self.half_prepared:
            raise KernelException("Cleanup called without calling Prepare.")
        self.prepared = self.half_prepared = False
        for backend in self.backends.values():
            backend.cleanup()

    def _check_duration(self, ms: float) -> None:
        clock = self._kernel.time
        if ms < 0:
            raise BadParameter(f"The simulation time must be non-negative, not {ms} ms.")
        if not ms < clock.max_ms:
            raise BadParameter(f"The simulation time must be below {clock.max_ms} ms, not {ms}.")
        if not clock.is_multiple_of_step(ms):
            raise BadParameter(
                f"The simulation time {ms} ms must be a multiple of the resolution "
                f"{clock.resolution} ms."
            )

    def _drive(self, steps: int, interruption: Interruption) -> None:
        """Run the driver until `steps` more steps are done, returning to Python now and then."""
        end = self.step + steps
        machine, timers = self.assembly.machine, self._kernel.timers
        timers.clocks(1)[0].limit(self._kernel.settings.update_time_limit)
        watch = Watch(self, steps, machine.min_delay)
        try:
            while self.step < end and not interruption.pending:
                goal = min(end, watch.next_stop(self.step))
                self.step, error = machine.drive(self.step, goal)
                self.to_do = end - self.step
                with timers.flush:
                    self.spike_counter += self.assembly.flush()
                if error:
                    self.inconsistent = error != TOO_SLOW
                    self.assembly.raise_error(error)
                watch.look(self.step)
        finally:
            watch.finish()


class Watch:
    """Decides when the driver returns to Python, and reports progress then."""

    def __init__(self, simulation: Simulation, steps: int, min_delay: int):
        self._simulation = simulation
        self._messages = simulation._kernel.messages
        self._printing = simulation._kernel.settings.print_time
        self._steps, self._min_delay = steps, min_delay
        self._first = self._seen = simulation.step
        self._stretch = FIRST_SLICES * min_delay
        self._started = self._last = time.perf_counter()
        if self._printing:
            self._messages.progress_started()
            self._print(0.0)

    def next_stop(self, step: int) -> int:
        """Return the step at which the driver shall return."""
        return step + self._stretch - step % self._min_delay

    def look(self, step: int) -> None:
        """Adapt the stretch to the speed of the last one; tell who wants to know."""
        now = time.perf_counter()
        taken = max(now - self._last, 1e-6)
        self._last = now
        factor = min(4.0, max(0.25, RESPONSE_TIME / taken))
        # The driver may have stopped early for room to record; what it did is what took the time.
        slices = max(1, int((step - self._seen) / self._min_delay * factor))
        self._stretch = slices * self._min_delay
        self._seen = step
        done = (step - self._first) / self._steps
        if self._printing:
            self._print(done)
        if self._simulation.progress is not None:
            self._simulation.progress(self._simulation._kernel.settings.biological_time, done)

    def _print(self, done: float) -> None:
        kernel = self._simulation._kernel
        model_time = kernel.time.ms_from_steps(self._simulation.step)
        simulated = kernel.time.ms_from_steps(self._simulation.step - self._first)
        factor = (self._last - self._started) * 1000.0 / simulated if simulated else 0.0
        self._messages.progress(model_time, int(100 * done), factor)

    def finish(self) -> None:
        """End the line of progress."""
        if self._printing:
            self._messages.progress_finished()
