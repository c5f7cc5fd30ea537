"""What detectors of correlations have in common: times on the grid, windows, arrays of bins."""

import math

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.clock import INFINITE_MS
from nestlike.kernel.errors import BadProperty, StepMultipleRequired, TimeMultipleRequired
from nestlike.kernel.nodes.node_keys import VirtualKey
from nestlike.models.declaration import Parameter
from nestlike.models.detector_memory import NEVER, Memory, tics
from nestlike.models.device_declaration import Device

#: NEST's step (ms) before a resolution is set.
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


class Detector(Device):
    """A single node that takes spikes one by one and counts differences of their times.

    A model has ``receive`` (see `kernel/delivery/receptions.py`), `n_queues`, and `new_arrays`.
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
        if width <= 0 or width % step or width == NEVER:
            raise StepMultipleRequired(
                f"delta_tau = {values['delta_tau']} ms of {cls.name()} must be a multiple of the "
                f"resolution {kernel.time.resolution} ms."
            )
        if longest % width or abs(longest) == NEVER:
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


def shown(name: str) -> VirtualKey:
    """Return the entry for an array in a detector's memory."""

    def read(block, k):
        array = block.model.memory(block, k).arrays[name]
        return array.copy() if array.size else np.zeros(array.shape)

    return VirtualKey(read)
