"""What stimulators have in common: windows of activity, constants, and how they send."""

from nestlike.compiler.device_loops import arguments, define
from nestlike.compiler.layouts import DEVICE
from nestlike.compiler.views import f64, i8, i64, record
from nestlike.kernel import delivery, sampling
from nestlike.kernel.delivery import active_for_spikes, send_spikes
from nestlike.models.device_declaration import Stimulator

PRIMITIVES = {
    "send_current": delivery.send_current,
    "send_current_to_all": delivery.send_current_to_all,
    "send_spikes": delivery.send_spikes,
    "active_for_currents": delivery.active_for_currents,
    "active_for_spikes": delivery.active_for_spikes,
    "sample_index": sampling.sample_index,
    "note_sample": sampling.note_sample,
}

_SAME_CURRENT = """
if active:
    send_current_to_all(address, k, now, state_I[k])
"""

_DRAWN_SPIKES = """
if active{condition}:
    counts = i64(device.counts, targets[k + 1] - targets[k])
    emit({arguments})
    for j in range(len(counts)):
        if counts[j] > 0:
            send_spikes(address, device.first_id + k, targets[k] + j, now, counts[j], 1.0, 0.0)
"""


class Emitting(Stimulator):
    """A device that sends to its targets; see `nestlike.kernel.device_runtime`.

    Attributes
    ----------
    variables, derived : str
        Names of the state variables and constants of a device; ``I`` is what it sends and what a
        multimeter reads.
    workspace : int
        Doubles of memory per device, for random distributions.
    step : function or None
        Advances one device by one step and returns its variables.
    """

    variables = ""
    derived = ""
    workspace = 0
    step = None

    @classmethod
    def derive(cls, values: dict, clock, now: int) -> tuple:
        """Return the constants named in `derived` for one device with parameters `values`."""
        return ()

    #: Whether `begin` depends on the time of Prepare.
    begins = False

    @classmethod
    def begin(cls, state, values: dict, clock, now: int) -> None:
        """Set the variables `state` of one device at Prepare."""

    @classmethod
    def schedule(cls, values: dict, clock) -> tuple:
        """Return (steps, values, counts, offsets) of what one device will send."""
        return (), (), (), ()

    @classmethod
    def targets_changed(cls, runtime) -> None:
        """Do what the model does when its number of targets has changed between runs."""

    @classmethod
    def events_per_slice(cls, block, min_delay: int) -> int:
        """Return the most events that one device sends to one target in a slice."""
        return min_delay

    @classmethod
    def update(cls):
        """Return the update loop, a plain function of addresses."""
        raise NotImplementedError


class CurrentSource(Emitting):
    """A stimulator that sends the same current ``I`` (pA) to all targets."""

    sends = "current"
    variables = "I"

    @classmethod
    def update(cls):
        """Return the update loop."""
        return define(cls, "active_for_currents", _SAME_CURRENT, PRIMITIVES)


_INDIVIDUAL_CURRENTS = """
if active:
    total = 0.0
    for j in range(targets[k], targets[k + 1]):
        if state_renew[k] > 0.0:
            target_state[j] = amplitude({arguments})
        total += target_state[j]
    state_I[k] = total / max(1, targets[k + 1] - targets[k])
    for j in range(targets[k], targets[k + 1]):
        send_current(address, j, now, target_state[j])
"""


class IndividualCurrentSource(Emitting):
    """A stimulator that sends each target a current (pA) of its own, renewed now and then.

    `step` sets the variable ``renew`` when currents are due; `amplitude` returns one.
    """

    sends = "current"

    @classmethod
    def update(cls):
        """Return the update loop."""
        send = _INDIVIDUAL_CURRENTS.format(arguments=arguments(cls, cls.amplitude))
        primitives = PRIMITIVES | {"amplitude": cls.amplitude}
        return define(cls, "active_for_currents", send, primitives)


class ScheduledSpikes(Emitting):
    """A stimulator that sends all targets the spikes of its `schedule`.

    Attributes
    ----------
    restarting : frozenset of str
        Setting one of these starts the schedule over.
    """

    sends = "spike"
    restarting: frozenset = frozenset(
        ("spike_times", "spike_weights", "spike_multiplicities", "origin")
    )

    @classmethod
    def claims(cls, given):
        """Return whether the schedule starts over."""
        return not cls.restarting.isdisjoint(given)

    @classmethod
    def claim(cls, proposal, position, given):
        """Return which of the `given` entries start the schedule over."""
        return dict.fromkeys(cls.restarting.intersection(given))

    @classmethod
    def settle(cls, block, k, claimed):
        """Start the schedule over if that was claimed."""
        if claimed and block.runtime:
            block.runtime.cursor[k] = 0

    @classmethod
    def events_per_slice(cls, block, min_delay: int) -> int:
        """Return the most events that one device sends to one target in a slice."""
        return max((len(column) for column in block.columns["spike_times"].array()), default=0)

    @classmethod
    def update(cls):
        """Return the update loop."""
        return send_schedule


def send_schedule(address, origin, first, last):
    """Send the scheduled spikes whose time stamps lie in this slice, device by device."""
    device = record(address, DEVICE)
    schedule = i64(device.schedule_first, device.n + 1)
    targets = i64(device.first_target, device.n + 1)
    total = schedule[device.n]
    steps = i64(device.schedule_step, total)
    factors = f64(device.schedule_weight, total)
    counts = i64(device.schedule_count, total)
    offsets = f64(device.schedule_offset, total)
    cursor = i64(device.cursor, device.n)
    frozen = i8(device.frozen, device.n)
    for k in range(device.n):
        if frozen[k] != 0:
            continue
        begin = i64(device.origins, device.n)[k]
        while cursor[k] < schedule[k + 1] - schedule[k]:
            i = schedule[k] + cursor[k]
            stamp = begin + steps[i]
            if stamp > origin + last:
                break
            cursor[k] += 1
            if stamp > origin + first and active_for_spikes(address, k, stamp):
                for j in range(targets[k], targets[k + 1]):
                    send_spikes(
                        address,
                        device.first_id + k,
                        j,
                        stamp - 1,
                        counts[i],
                        factors[i],
                        offsets[i],
                    )
    return 0


class SpikeSource(Emitting):
    """A stimulator that draws the number of spikes for each target in each step.

    `emit` fills the array ``counts``, one number per target; it gets ``engine`` (random engine),
    ``memory`` (its doubles of workspace) and constants by name.  `emits_if` names a constant that
    must be positive.
    """

    sends = "spike"
    emits_if = ""

    @classmethod
    def update(cls):
        """Return the update loop."""
        condition = f" and row_{cls.emits_if}[k] > 0.0" if cls.emits_if else ""
        send = _DRAWN_SPIKES.format(condition=condition, arguments=arguments(cls, cls.emit))
        return define(cls, "active_for_spikes", send, PRIMITIVES | {"emit": cls.emit})
