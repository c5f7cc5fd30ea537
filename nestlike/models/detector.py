"""What detectors of correlations have in common: times on the grid, windows, arrays of bins."""

import math

import numpy as np

from nestlike.compiler.layouts import DETECTOR, EVENT, QUEUE
from nestlike.compiler.views import record
from nestlike.kernel import kernel
from nestlike.kernel.clock import INFINITE_MS
from nestlike.kernel.device_runtime import window
from nestlike.kernel.errors import BadProperty, StepMultipleRequired, TimeMultipleRequired
from nestlike.kernel.node_keys import VirtualKey
from nestlike.kernel.records import Records
from nestlike.kernel.spike_queue import SpikeQueue
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import Device

_STEP = 0.1


def times(steps: int) -> dict:
    """Return the parameters of a detector whose bins are `steps` steps wide by default."""
    width = steps * _STEP
    return {
        "delta_tau": Parameter(width, "ms", "Width of a bin", steps=steps),
        "tau_max": Parameter(10 * width, "ms", "Largest difference in time that counts"),
        "Tstart": Parameter(0.0, "ms", "Spikes before this time are not counted"),
        "Tstop": Parameter(INFINITE_MS, "ms", "Spikes after this time are not counted"),
    }


TIMES = tuple(times(1))

CHANNELS = {"N_channels": Parameter(1, "", "Number of receptor ports")}
#: Later than any tic.
_NEVER = 1 << 62


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
            n_channels=shape[0], n_bins=shape[-1], last_port=0, last_stamp=-_NEVER, tentative=0,
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


class Detector(Device):
    """A single node that takes spikes one by one and counts differences of their times.

    A model has ``receive`` (see `nestlike.kernel.receptions`), `n_queues`, and `new_arrays`.
    """

    element_type = "recorder"
    replicated = lenient_defaults = False
    common = {name: q for name, q in Device.common.items() if name != "label"}
    receives = ("spike",)
    n_queues = 1
    #: Setting one of these forgets all spikes and counts.
    resetting = frozenset(TIMES)

    @classmethod
    def new_arrays(cls, values: dict | None) -> dict:
        """Return the arrays of a detector with parameters `values`, or before there are any."""
        raise NotImplementedError

    @classmethod
    def memory(cls, block, k: int) -> Memory:
        """Return what node `k` keeps."""
        if k not in block.memories:
            block.memories[k] = Memory(cls)
        return block.memories[k]

    @classmethod
    def values(cls, block, k: int) -> dict:
        """Return the parameters of node `k` by name."""
        return {name: column[k] for name, column in block.columns.items()}

    @classmethod
    def outgrows(cls, arrays: dict, values: dict) -> bool:
        """Return whether parameters ask for larger arrays than there are."""
        return False

    @classmethod
    def adjust_own(cls, values, given):
        """Put times on tics and check how they go together."""
        if values.get("N_channels", 1) < 1:
            raise BadProperty(f"N_channels must be at least 1, not {values['N_channels']}.")
        for name in [name for name in TIMES if name in given]:
            values[name] = in_tics(values[name])
        width, longest = tics(values["delta_tau"]), tics(values["tau_max"])
        step = kernel.time.tics_per_step
        if width <= 0 or width % step or width == _NEVER:
            raise StepMultipleRequired(
                f"delta_tau = {values['delta_tau']} ms of {cls.name()} must be a multiple of the "
                f"resolution {kernel.time.resolution} ms."
            )
        if longest % width or abs(longest) == _NEVER:
            raise TimeMultipleRequired(
                f"tau_max = {values['tau_max']} ms of {cls.name()} must be a multiple of "
                f"delta_tau = {values['delta_tau']} ms."
            )
        if longest < 0:
            raise BadProperty(f"tau_max must not be negative. (tau_max = {values['tau_max']})")

    @classmethod
    def claims(cls, given):
        """Return whether anything is to be forgotten, or refused."""
        return not cls.resetting.isdisjoint(given)

    @classmethod
    def claim(cls, proposal, position, given):
        """Return which of the `given` entries make the detector forget, with its parameters."""
        found = cls.resetting.intersection(given)
        return dict.fromkeys(found, cls.values(proposal.block, int(proposal.ks[position])))

    @classmethod
    def settle(cls, block, k, claimed):
        """Forget everything if the detector is to."""
        if claimed:
            cls.memory(block, k).start_anew(cls.values(block, k))

    @classmethod
    def ports_of(cls, block, ks) -> np.ndarray:
        """Return how many receptor ports each node has; they count from 0."""
        return block.columns["N_channels"].take(ks)


def in_tics(ms: float) -> float:
    """Return a time in ms as NEST keeps it, in whole tics, or as the largest number."""
    clock = kernel.time
    if not abs(ms) < clock.max_ms:
        return math.copysign(INFINITE_MS, ms)
    return clock.ms_from_tics(clock.tics_from_ms(ms))


def tics(ms: float) -> int:
    """Return a time in ms that is kept in whole tics, in tics."""
    clock = kernel.time
    if not abs(ms) < clock.max_ms:
        return _NEVER if ms > 0 else -_NEVER
    return round(ms * clock.tics_per_ms)


def steps(values: dict, name: str) -> int:
    """Return one of the `values`, a time, in steps."""
    return kernel.time.steps_from_tics(tics(values[name]))


def shown(name: str) -> VirtualKey:
    """Return the entry for an array in a detector's memory."""

    def read(block, k):
        array = block.model.memory(block, k).arrays[name]
        return array.copy() if array.size else np.zeros(array.shape)

    return VirtualKey(read)


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
