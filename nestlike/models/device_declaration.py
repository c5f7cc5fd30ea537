"""What stimulators and recorders have in common: when they are active, labels, time checks."""

import math

from nestlike.kernel import kernel
from nestlike.kernel.clock import INFINITE_MS
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.nodes.node_keys import VirtualKey
from nestlike.models.declaration import NodeModel, Parameter

TIMES = {
    "origin": Parameter(0.0, "ms", "Time that start and stop count from", drawn=False),
    "start": Parameter(0.0, "ms", "Activity begins after this time", drawn=False),
    "stop": Parameter(INFINITE_MS, "ms", "Activity ends at this time", drawn=False),
}


class Device(NodeModel):
    """A node with one replica per virtual process which is active from `start` to `stop`.

    Both count from `origin`; all three are multiples of the resolution.
    """

    replicated = True
    lenient_defaults = True
    common = {"label": Parameter("", "", "Name for the user's purposes"), **TIMES}

    @classmethod
    def adjust(cls, values, given):
        """Put times on the grid and check them."""
        cls.adjust_own(values, given)
        for name in ("origin", "start", "stop"):
            if name in given:
                values[name] = on_grid_or_infinite(name, values[name])
        if values["stop"] < values["start"]:
            raise BadProperty(
                f"stop >= start required, not start = {values['start']} and "
                f"stop = {values['stop']}."
            )

    @classmethod
    def adjust_own(cls, values: dict, given: set) -> None:
        """Complete or refuse the parameters of one model; as `adjust` of other nodes."""


class Stimulator(Device):
    """A device that sends spikes or currents."""

    element_type = "stimulator"
    common = {
        **Device.common,
        "stimulus_source": Parameter("", "", "Backend that feeds the device"),
    }

    @classmethod
    def adjust(cls, values, given):
        """Refuse any source of stimuli, since there are no stimulation backends."""
        if "stimulus_source" in given:
            raise BadProperty(f"Unknown input backend '{values['stimulus_source']}'")
        super().adjust(values, given)

    @classmethod
    def recordable_number(cls, name, block) -> int:
        """Return the number under which compiled code knows the recordable `name`."""
        return sorted(cls.recordables).index(name)


def state_variable(row: int) -> VirtualKey:
    """Return the read-only entry for the state variable in a row of `DeviceRuntime.state`."""

    def read(block, k):
        return float(block.runtime.state[row, k]) if block.runtime else 0.0

    return VirtualKey(read)


def on_grid_or_infinite(name: str, ms: float) -> float:
    """Return a time in ms as NEST keeps it: in whole tics, or as the largest number.

    Raises
    ------
    BadProperty
        If the time is finite, but no multiple of the resolution.
    """
    clock = kernel.time
    if not abs(ms) < clock.max_ms:
        return -INFINITE_MS if ms < 0 else INFINITE_MS
    tics = clock.tics_from_ms(ms)
    if tics % clock.tics_per_step:
        raise BadProperty(
            f"{name} must be a multiple of the simulation resolution. "
            f"({name} = {ms} ms, resolution {clock.resolution} ms)"
        )
    return clock.ms_from_tics(tics)


def tics_on_grid(model: str, ms: float, may_round: bool) -> int:
    """Return a time point in tics that lies on the grid of steps.

    Parameters
    ----------
    model : str
        Who asks, for the message.
    ms : float
        The time.
    may_round : bool
        Whether a time off the grid goes to the end of its step.

    Raises
    ------
    BadProperty
        If the time is off the grid and may not be rounded, or is no finite time.
    """
    clock = kernel.time
    finite = math.isfinite(ms) and abs(ms) < clock.max_ms
    if finite and clock.is_multiple_of_step(ms):
        return clock.tics_from_ms(ms)
    if not finite or not may_round:
        raise BadProperty(
            f"{model}: Time point {ms:g} is not representable in current resolution. "
            f"The resolution is {clock.resolution} ms."
        )
    return clock.tics_from_stamp(ms)
