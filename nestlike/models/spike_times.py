"""Spike times that users give: where they lie on the grid of time, and what is refused."""

import sys

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.nodes.node_keys import Integers
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import tics_on_grid

FLAGS = {
    "precise_times": Parameter(False, "", "Whether times may lie within a step"),
    "shift_now_spikes": Parameter(False, "", "Whether spikes due now come a step later"),
    "allow_offgrid_times": Parameter(False, "", "Whether times are rounded to the grid"),
}
SPIKE_TIMES = Parameter((), "ms", "Times of the spikes, ascending")
SPIKE_MULTIPLICITIES = Parameter(Integers(), "", "How often each spike counts")


def steps_and_offsets(values: dict, clock) -> tuple[list, list]:
    """Return the step of each spike, and how far before the step's end it lies (ms)."""
    times = values["spike_times"]
    if not values["precise_times"]:
        return [clock.steps_from_ms(t) for t in times], [0.0] * len(times)
    placed = [clock.stamp_and_offset(t) for t in times]
    return [clock.steps_from_tics(stamp) for stamp, _ in placed], [offset for _, offset in placed]


def for_each(values: dict, name: str) -> list:
    """Return what `name` says of each spike, 1 for those of which it says nothing.

    Entries left from a longer list of spikes are passed over, as in NEST.
    """
    n = len(values["spike_times"])
    return (list(values[name]) + [1] * n)[:n]


def adjust_times(model: str, values: dict, given: set, per_spike: tuple[str, ...]) -> None:
    """Put spike times in the form in which they are sent, and check everything.

    Parameters
    ----------
    model : str
        Who asks, for messages.
    values, given
        As in `NodeModel.adjust`.
    per_spike : tuple of str
        Names of the parameters with one entry for each spike, or none.

    Raises
    ------
    BadProperty
        If flags exclude each other or come too late, if times descend or lie off the grid, or if
        there are not as many entries as spikes.
    """
    _check_flags(values, given)
    if "spike_times" in given:
        values["spike_times"] = _placed(model, values)
    for name in per_spike:
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
    if FLAGS.keys() & given and "spike_times" not in given and values["spike_times"]:
        raise BadProperty(
            "Options can only be set together with spike times or if no spike times have been set."
        )


def _placed(model, values):
    previous = -sys.float_info.max
    placed = []
    for time in values["spike_times"]:
        if time < previous:
            raise BadProperty(
                "Spike times must be sorted in non-descending order. "
                f"({time} comes after {previous})"
            )
        placed.append(_place(model, time, values))
        previous = time
    return tuple(placed)


def _place(model, time, values):
    if time == 0.0 and not values["shift_now_spikes"]:
        raise BadProperty("spike time cannot be set to 0.")
    clock = kernel.time
    if values["precise_times"]:
        stamp, offset = clock.stamp_and_offset(time)
        return clock.ms_from_tics(stamp) - offset
    tics = tics_on_grid(model, time, values["allow_offgrid_times"])
    if values["shift_now_spikes"] and _is_now(clock.ms_from_tics(tics), values["origin"]):
        tics += clock.tics_per_step
    return clock.ms_from_tics(tics)


def _is_now(time, origin):
    clock = kernel.time
    if not abs(origin) < clock.max_ms:
        return False
    now = clock.tics_from_ms(kernel.settings["biological_time"])
    return clock.tics_from_ms(origin) + clock.tics_from_ms(time) == now
