"""Kinds of stimulators that send spikes: from a list, drawn step by step, or off the grid."""

from nestlike.compiler.device_loops import arguments, define, define_by_slice, expression
from nestlike.compiler.layouts import DEVICE
from nestlike.compiler.views import f64, i8, i64, record
from nestlike.kernel import kernel
from nestlike.kernel.delivery.device_delivery import active_for_spikes, send_spikes
from nestlike.kernel.delivery.stretches import send_counts
from nestlike.kernel.verbosity import VerbosityLevel
from nestlike.models.stimulator import PRIMITIVES, Emitting


class ScheduledSpikes(Emitting):
    """A stimulator that sends all targets the spikes of its `schedule`."""

    sends = "spike"
    restarting = frozenset(("spike_times", "spike_weights", "spike_multiplicities", "origin"))

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
                    send_spikes(address, k, j, stamp - 1, counts[i], factors[i], offsets[i])
    return 0


_DRAWN_SPIKES = """
if active{condition}:
    counts = i64(device.counts, targets[k + 1] - targets[k])
    emit({arguments})
    send_counts(address, k, now, counts)
"""


class SpikeSource(Emitting):
    """A stimulator that draws the number of spikes for each target in each step.

    `emit` fills the array ``counts``, one number per target.  `emits_if` names a constant or
    variable that must be positive.  `active` names the function that tells when it is active.
    """

    sends = "spike"
    emits_if = ""
    active = "active_for_spikes"

    @classmethod
    def update(cls):
        """Return the update loop."""
        send = _DRAWN_SPIKES.format(condition=_condition(cls), arguments=arguments(cls, cls.emit))
        functions = {"emit": cls.emit, "send_counts": send_counts}
        return define(cls, cls.active, send, PRIMITIVES | functions)


def _condition(model) -> str:
    return f" and {expression(model, model.emits_if)} > 0.0" if model.emits_if else ""


_INDIVIDUAL_SPIKES = """
if active{condition}:
    for j in range(targets[k], targets[k + 1]):
        count, {results} = emit_to({arguments})
{assignments}
        if count > 0:
            send_spikes(address, k, j, now, count, 1.0, 0.0)
"""


class IndividualSpikeSource(SpikeSource):
    """A stimulator that decides for each target by itself, with state of its own.

    `emit_to` returns the number of spikes for one target, and its new `target_variables`.
    """

    @classmethod
    def update(cls):
        """Return the update loop."""
        names = cls.target_variables.split()
        send = _INDIVIDUAL_SPIKES.format(
            condition=_condition(cls),
            results="".join(f"new_{name}, " for name in names),
            arguments=arguments(cls, cls.emit_to),
            assignments="\n".join(f"        target_{name}[j] = new_{name}" for name in names),
        )
        return define(cls, cls.active, send, PRIMITIVES | {"emit_to": cls.emit_to})


_PRECISE_SPIKES = """
begins = max(origin + first, i64(device.starts, n)[k])
until = min(origin + last, i64(device.stops, n)[k])
if begins < until{condition}:
    for j in range(targets[k], targets[k + 1]):
        if target_stamp[j] < 0.0:
            steps, target_offset[j] = first_spike({first_arguments})
            target_stamp[j] = begins + steps
        while target_stamp[j] <= until:
            stamp = int(target_stamp[j])
            send_spikes(address, k, j, stamp - 1, 1, 1.0, target_offset[j])
            steps, target_offset[j] = next_spike({next_arguments})
            target_stamp[j] += steps
"""


class PreciseSpikeSource(SpikeSource):
    """A stimulator of spikes off the grid, drawn target by target once for each slice.

    The next spike of a target is due in the step ``stamp``, ``offset`` ms before its end; a
    negative ``stamp`` asks for a first one.  `first_spike` and `next_spike` return the steps to
    the next stamp (from the beginning of activity, or the last stamp) and the new offset.
    """

    target_variables = "stamp offset"
    off_grid = True

    @classmethod
    def created(cls, population) -> None:
        """Say that from now on there are spikes off the grid."""
        kernel.messages.message(
            VerbosityLevel.INFO,
            "NodeManager::add_node",
            f"{population.entry.name} sends precise spike times: off_grid_spiking is now True.",
        )

    @classmethod
    def update(cls):
        """Return the update loop."""
        send = _PRECISE_SPIKES.format(
            condition=_condition(cls),
            first_arguments=arguments(cls, cls.first_spike),
            next_arguments=arguments(cls, cls.next_spike),
        )
        functions = {"first_spike": cls.first_spike, "next_spike": cls.next_spike}
        return define_by_slice(cls, send, PRIMITIVES | functions)
