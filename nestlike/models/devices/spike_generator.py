"""Generator of spikes at given times."""

import sys

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.node_keys import Integers
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import tics_on_grid
from nestlike.models.spike_sources import ScheduledSpikes


class spike_generator(ScheduledSpikes):
    """Generator of spikes at given times.

    Times lie on the grid of steps; with `allow_offgrid_times` they go to the end of their step,
    with `precise_times` they keep their place within it, and with `shift_now_spikes` a spike at
    the present moment comes one step later.
    """

    means = ("spike", "binary")
    parameters = {
        "precise_times": Parameter(False, "", "Whether times may lie within a step"),
        "shift_now_spikes": Parameter(False, "", "Whether spikes due now come a step later"),
        "allow_offgrid_times": Parameter(False, "", "Whether times are rounded to the grid"),
        "spike_times": Parameter((), "ms", "Times of the spikes, ascending"),
        "spike_weights": Parameter((), "", "Factor on the weight of each spike, or nothing"),
        "spike_multiplicities": Parameter(Integers(), "", "How often each spike counts"),
    }

    @classmethod
    def schedule(cls, values, clock):
        """Return steps, weight factors, multiplicities and offsets of the spikes."""
        times = values["spike_times"]
        placed = [
            clock.stamp_and_offset(t) if values["precise_times"] else (None, 0.0) for t in times
        ]
        steps = [
            clock.steps_from_ms(t) if stamp is None else clock.steps_from_tics(stamp)
            for t, (stamp, _) in zip(times, placed, strict=True)
        ]
        ones = [1] * len(times)
        weights, counts = values["spike_weights"] or ones, values["spike_multiplicities"] or ones
        return steps, weights, counts, [offset for _, offset in placed]

    @classmethod
    def adjust_own(cls, values, given):
        """Put spike times in the form in which they are sent, and check everything."""
        _check_flags(values, given)
        if "spike_times" in given:
            values["spike_times"] = _placed(values)
        for name in ("spike_weights", "spike_multiplicities"):
            if name in given and len(values[name]) not in (0, len(values["spike_times"])):
                raise BadProperty(
                    f"{name} must have the same number of elements as spike_times, or 0 elements "
                    f"to clear the property. ({len(values[name])} elements, "
                    f"{len(values['spike_times'])} spike times)"
                )


def _check_flags(values, given):
    if values["precise_times"] and (values["allow_offgrid_times"] or values["shift_now_spikes"]):
        raise BadProperty(
            "Option precise_times cannot be set to true when either allow_offgrid_times or "
            "shift_now_spikes is set to true."
        )
    flags = {"precise_times", "shift_now_spikes", "allow_offgrid_times"}
    if flags & given and "spike_times" not in given and values["spike_times"]:
        raise BadProperty(
            "Options can only be set together with spike times or if no spike times have been set."
        )


def _placed(values):
    previous = -sys.float_info.max
    placed = []
    for time in values["spike_times"]:
        if time < previous:
            raise BadProperty(
                "Spike times must be sorted in non-descending order. "
                f"({time} comes after {previous})"
            )
        placed.append(_place(time, values))
        previous = time
    return tuple(placed)


def _place(time, values):
    if time == 0.0 and not values["shift_now_spikes"]:
        raise BadProperty("spike time cannot be set to 0.")
    clock = kernel.time
    if values["precise_times"]:
        stamp, offset = clock.stamp_and_offset(time)
        return clock.ms_from_tics(stamp) - offset
    tics = tics_on_grid("spike_generator", time, values["allow_offgrid_times"])
    if values["shift_now_spikes"] and _is_now(clock.ms_from_tics(tics), values["origin"]):
        tics += clock.tics_per_step
    return clock.ms_from_tics(tics)


def _is_now(time, origin):
    clock = kernel.time
    if not abs(origin) < clock.max_ms:
        return False
    now = clock.tics_from_ms(kernel.settings["biological_time"])
    return clock.tics_from_ms(origin) + clock.tics_from_ms(time) == now
