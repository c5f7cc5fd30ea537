"""What a detector of correlations keeps, and what its compiled code asks of it."""

from nestlike.compiler.layouts import DETECTOR, EVENT, QUEUE
from nestlike.compiler.views import record
from nestlike.kernel import kernel
from nestlike.kernel.delivery.spike_queue import SpikeQueue
from nestlike.kernel.records import Records
from nestlike.kernel.running.device_runtime import window

#: Later than any tic.
NEVER = 1 << 62


class Memory:
    """What a detector of a `model` keeps.

    Attributes
    ----------
    arrays : dict of str to ndarray
        By name of the field of DETECTOR.
    """

    def __init__(self, model):
        self._model, self._started = model, False
        self.record, self._queues = Records(DETECTOR), Records(QUEUE, model.n_queues)
        self.queues = [SpikeQueue(self._queues, i) for i in range(model.n_queues)]
        self.record.set(queues=self._queues)
        self.start_anew(None)

    def start_anew(self, values: dict | None) -> None:
        """Forget everything; make arrays for parameters `values`, or such as a new node has."""
        for queue in self.queues:
            queue.clear()
        self.arrays = self._model.new_arrays(values)
        shape = self.arrays["counts"].shape
        self.record.set(
            n_channels=shape[0], n_bins=shape[-1], last_port=0, last_stamp=-NEVER, tentative=0,
            **self.arrays,
        )  # fmt: skip

    def prepare(self, values: dict, clock, min_delay: int) -> None:
        """Take over parameters and windows; start anew where that is due."""
        if not self._started or self._model.outgrows(self.arrays, values):
            self.start_anew(values)
        self._started = True
        start, stop = window(values, clock)
        self.record.set(
            start=start, stop=stop, t_start=tics(values["Tstart"]), t_stop=tics(values["Tstop"]),
            tics_per_step=clock.tics_per_step, min_delay=min_delay,
            delta_tau=steps(values, "delta_tau"), tau_max=steps(values, "tau_max"),
        )  # fmt: skip


def tics(ms: float) -> int:
    """Return a time in ms that is kept in whole tics, in tics."""
    clock = kernel.time
    if not abs(ms) < clock.max_ms:
        return NEVER if ms > 0 else -NEVER
    return round(ms * clock.tics_per_ms)


def steps(values: dict, name: str) -> int:
    """Return one of the `values`, a time, in steps."""
    return kernel.time.steps_from_tics(tics(values[name]))


def is_active(address, event):
    """Return whether the detector at `address` takes the spike at `event`."""
    detector = record(address, DETECTOR)
    return detector.start < record(event, EVENT).step + 1 <= detector.stop


def counts_at(address, stamp):
    """Return whether spikes with time stamp `stamp` (step) are counted."""
    detector = record(address, DETECTOR)
    return detector.t_start <= stamp * detector.tics_per_step <= detector.t_stop


def edge(address):
    """Return the largest difference in steps that belongs to a bin."""
    detector = record(address, DETECTOR)
    return detector.tau_max + 0.5 * detector.delta_tau
