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
        settings.provide("local_spike_counter", self._n_spikes)
        settings.provide("recording_backends", lambda: sorted(self.backends))
        settings.on_change("biological_time", lambda old, new: self.rewind())
        self.reset()

    def reset(self) -> None:
        """Forget everything that was simulated."""
        self.step = self.to_do = 0
        self._stretch = FIRST_SLICES
        self._cycle_limit = None
        self._wake_backends()
        self.prepared = self.inconsistent = self.has_been_simulated = False
        self.half_prepared = self.off_grid = False
        if self.assembly is not None:
            self.assembly.dissolve()
        self.assembly = None
        for backend in self.backends.values():
            backend.reset()

    def _n_spikes(self) -> int:
        return self.assembly.n_spikes() if self.assembly is not None else 0

    def rewind(self) -> None:
        """Set the time to 0; NEST looks at whole slices, and goes on within the first one."""
        if self.assembly is not None and self.step >= self.assembly.min_delay:
            self.assembly.rewind(self.step, self.prepared)
            self.step = 0

    def offer_backends(self, backends: dict) -> None:
        """Take over the recording backends, by name; they live above the kernel."""
        self.backends = backends
        self._wake_backends()

    def simulate(self, ms: float) -> None:
        """Prepare, run for `ms`, clean up."""
        self.prepare()
        try:
            self.run(ms)  # which NEST asks only now whether such a duration is possible
        except KernelException:
            raise  # and leave the network prepared, as NEST does
        except BaseException:
            self.cleanup()
            raise
        self.cleanup()

    def prepare(self) -> None:
        """Bring buffers, constants and delivery tables up to date."""
        started = time.perf_counter()
        try:
            self._prepare()
        finally:
            self._kernel.timers.prepare += time.perf_counter() - started

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
        if not self.assembly.is_current():
            kernel.connections.sort_if_changed(kernel.nodes.changed)
            kernel.nodes.changed = False
            kernel.nodes.number_locally()
            self._stretch = FIRST_SLICES
            self._wake_backends()
        self.assembly.prepare(self.step)
        self._note_off_grid()
        if kernel.messages.informs():
            kernel.messages.preparing(self.assembly.n_local_nodes())
        self.half_prepared = False
        self.prepared = True
        self._prepare_backends()

    def _prepare_backends(self) -> None:
        """Prepare all backends; where one fails, the simulation stays prepared, as in NEST."""
        errors = []
        for name, backend in list(self._busy.items()):
            try:
                recorders = self.assembly.recorders_of(name)
                backend.prepare(recorders)
                if not (recorders and backend.follows_runs):
                    del self._busy[name]
            except KernelException as error:
                errors.append(error)
        if errors:
            raise errors[0]

    def _wake_backends(self) -> None:
        """Have all backends prepare; those with nothing to do rest until something is changed."""
        self._busy = dict(self.backends)

    def _require_single_process(self) -> None:
        kernel = self._kernel
        n_vp = kernel.settings["local_num_threads"]
        for population in kernel.nodes.populations if n_vp > 1 else ():
            if population.entry.model.single_process:
                raise KernelException(
                    f"The network contains a {population.entry.model.name()} which cannot be used "
                    f"with multiple threads; local_num_threads is {n_vp}."
                )

    def _note_off_grid(self) -> None:
        """Say which nodes have been told to send spikes off the grid of time, as NEST does."""
        for name in self.assembly.off_grid:
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
        self._kernel.random.synchrony_check()
        if not self.prepared:
            raise KernelException("Run called without calling Prepare.")
        if self.inconsistent:
            raise KernelException(
                "Kernel is in inconsistent state after an earlier error. Call ResetKernel first."
            )
        started = time.perf_counter()
        try:
            self._run(ms)
        finally:
            self._kernel.timers.run += time.perf_counter() - started

    def _run(self, ms: float) -> None:
        kernel = self._kernel
        self.assembly.start_count()
        # After a cycle that took too long, NEST makes up for what was left undone.
        self.to_do += kernel.time.steps_from_ms(ms)
        self.assembly.refresh(self.step)
        with Interruption() as interruption:
            if self.to_do:
                self._advance(ms, interruption)
            if interruption.pending:
                self.to_do = 0
            for backend in self._busy.values():
                backend.post_run()

    def _advance(self, ms: float, interruption: Interruption) -> None:
        """Simulate the steps to do; fewer if the user interrupts."""
        kernel = self._kernel
        self.has_been_simulated = True
        if kernel.messages.informs():
            kernel.messages.simulation_started(
                self.assembly.n_local_nodes(), ms, kernel.settings.local_num_threads
            )
        with kernel.timers.simulate:
            self._drive(self.to_do, interruption)
        kernel.random.synchrony_check()
        if kernel.messages.informs() and not interruption.pending:
            kernel.messages.simulation_finished()

    def cleanup(self) -> None:
        """End what `prepare` began."""
        if not self.prepared and not self.half_prepared:
            raise KernelException("Cleanup called without calling Prepare.")
        self.prepared = self.half_prepared = False
        for backend in self._busy.values():
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
        self._limit_cycles()
        watch = Watch(self, steps, self.assembly.machine.min_delay)
        try:
            while self.step < end and not interruption.pending:
                self._drive_towards(min(end, watch.next_stop(self.step)), end)
                watch.look(self.step)
            if self.step < end:
                # What decays between spikes is brought to the present where a run ends.
                self._drive_machine(self.step, self.step)
        finally:
            watch.finish()
            self._stretch = watch.stretch

    def _drive_machine(self, goal: int, run_end: int) -> tuple[int, int]:
        return self.assembly.machine.drive(self.step, goal, run_end, self._kernel.off_grid)

    def _limit_cycles(self) -> None:
        limit = self._kernel.settings["update_time_limit"]
        if limit != self._cycle_limit:
            self._kernel.timers.clocks(1)[0].limit(limit)
            self._cycle_limit = limit

    def _drive_towards(self, goal: int, run_end: int) -> None:
        """Run the driver once and hand over what was recorded."""
        self.step, error = self._drive_machine(goal, run_end)
        self.to_do = run_end - self.step
        recording = self.assembly.recording
        if self.to_do or not recording.can_wait or self.assembly.machine.was_stopped:
            self._flush()
        else:
            recording.waiting = True
        if error:
            self.inconsistent = error != TOO_SLOW
            self.assembly.raise_error(error)

    def _flush(self) -> None:
        """Hand recorded data to the backends."""
        started = time.perf_counter()
        self.assembly.recording.flush()
        self._kernel.timers.flush += time.perf_counter() - started

    def collect(self) -> None:
        """Hand over recorded data that nobody has asked for so far."""
        if self.assembly is not None and self.assembly.recording.waiting:
            started = time.perf_counter()
            self._flush()
            self._kernel.timers.run += time.perf_counter() - started


class Watch:
    """Decides when the driver returns to Python, and reports progress then.

    Attributes
    ----------
    stretch : int
        How many slices the driver is to run.
    """

    def __init__(self, simulation: Simulation, steps: int, min_delay: int):
        self._simulation = simulation
        self._kernel = simulation._kernel
        self._printing = self._kernel.settings["print_time"]
        self._steps, self._min_delay = steps, min_delay
        self._first = self._seen = simulation.step
        self.stretch = simulation._stretch
        self._started = self._last = time.perf_counter()
        if self._printing:
            self._kernel.messages.progress_started()
            self._print(0.0)

    def next_stop(self, step: int) -> int:
        """Return the step at which the driver shall return."""
        return step + self.stretch * self._min_delay - step % self._min_delay

    def look(self, step: int) -> None:
        """Adapt the stretch to the speed of the last one; tell who wants to know."""
        now = time.perf_counter()
        taken = max(now - self._last, 1e-6)
        self._last = now
        factor = min(4.0, max(0.25, RESPONSE_TIME / taken))
        # The driver may have stopped early, at the end or for room to record; what it did is
        # what took the time.
        done = (step - self._seen) / self._min_delay
        if done >= self.stretch or factor < 1.0:
            self.stretch = max(1, int(done * factor))
        self._seen = step
        done = (step - self._first) / self._steps
        if self._printing:
            self._print(done)
        if self._simulation.progress is not None:
            self._simulation.progress(self._kernel.settings.biological_time, done)

    def _print(self, done: float) -> None:
        kernel = self._kernel
        model_time = kernel.time.ms_from_steps(self._simulation.step)
        simulated = kernel.time.ms_from_steps(self._simulation.step - self._first)
        factor = (self._last - self._started) * 1000.0 / simulated if simulated else 0.0
        kernel.messages.progress(model_time, int(100 * done), factor)

    def finish(self) -> None:
        """End the line of progress."""
        if self._printing:
            self._kernel.messages.progress_finished()
