"""The operating-system threads that run the driver."""

import threading
import time

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import MACHINE, PROCESS
from nestlike.kernel.records import Records
from nestlike.kernel.running.machine import NEVER, drive
from nestlike.kernel.running.parallel import threads_to_use

#: Where the fields of a run begin, and two of them from there.
FIRST = MACHINE.names.index("step")
STOP, ERROR = (MACHINE.names.index(name) - FIRST for name in ("stop", "error"))
_PAUSE = Callback(lambda *unused: time.sleep(0) or 0, 4)


class Machine:
    """The driver's record, and the threads that run it.

    Attributes
    ----------
    made_of : tuple
        The parts of each process, steps in a slice, and number of threads.
    """

    def __init__(self, processes: list, min_delay: int, timers):
        self.min_delay = min_delay
        self.made_of = parts, _, self.n_threads = _parts(processes, min_delay)
        clocks = [clock.address for clock in timers.clocks(self.n_threads)]
        records = Records(PROCESS, len(processes))
        for process, own in zip(processes, parts, strict=True):
            process.fill_record(records, own)
        self.record = Records(MACHINE)
        self.record.set(
            n_vp=len(processes), n_threads=self.n_threads, processes=records,
            min_delay=min_delay, stop=NEVER, pause=_PAUSE.address, clocks=np.array(clocks),
        )  # fmt: skip

        self._address = self.record.address
        self._run = self.record.array.view(np.int64)[FIRST:]

    def still_fits(self, processes: list, min_delay: int) -> bool:
        """Return whether the processes are made of the same parts as before."""
        return self.made_of == _parts(processes, min_delay)

    @property
    def was_stopped(self) -> bool:
        """Whether something made the driver return before the next slice."""
        return self._run.item(STOP) != NEVER

    def drive(self, step: int, end: int, run_end: int, off_grid: bool) -> tuple[int, int]:
        """Run from `step` towards `end`; return the step reached and 0 or an error code.

        Neurons are brought to the present if that is `run_end`.  Unless `off_grid`, spikes off the
        grid of time reach nobody.
        """
        self._run[:] = step, end, run_end, off_grid, 0, NEVER, 0
        if self.n_threads == 1:
            return drive(self._address, 0), self._run.item(ERROR)
        reached = [step] * self.n_threads

        def work(thread: int) -> None:
            reached[thread] = drive(self._address, thread)

        helpers = [threading.Thread(target=work, args=(t,)) for t in range(1, self.n_threads)]
        for helper in helpers:
            helper.start()
        work(0)
        for helper in helpers:
            helper.join()
        return min(reached), self._run.item(ERROR)


def _parts(processes: list, min_delay: int) -> tuple:
    return [process.parts() for process in processes], min_delay, threads_to_use(len(processes))
