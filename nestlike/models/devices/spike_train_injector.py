"""A neuron that fires at given times."""

from nestlike.models.device_declaration import TIMES
from nestlike.models.spike_sources import ScheduledSpikes
from nestlike.models.spike_times import (
    FLAGS,
    SPIKE_MULTIPLICITIES,
    SPIKE_TIMES,
    adjust_times,
    for_each,
    steps_and_offsets,
)


class spike_train_injector(ScheduledSpikes):
    """A neuron that fires at given times.

    Unlike a `spike_generator` it exists once, and its spikes go the way of a neuron's: through any
    synapse, one by one where they have a multiplicity.  Times are treated as in `spike_generator`;
    with `precise_times` the spikes keep their place within a step, and are delivered after those
    of all neurons that fire on the grid of steps.
    """

    element_type = "neuron"
    restarting = frozenset(("spike_times", "spike_multiplicities", "origin"))
    replicated = lenient_defaults = False
    common = TIMES
    parameters = {
        **FLAGS,
        "spike_times": SPIKE_TIMES,
        "spike_multiplicities": SPIKE_MULTIPLICITIES,
    }

    @classmethod
    def schedule(cls, values, clock):
        """Return steps, weight factors, multiplicities and offsets of the spikes."""
        steps, offsets = steps_and_offsets(values, clock)
        return steps, [1] * len(steps), for_each(values, "spike_multiplicities"), offsets

    @classmethod
    def sends_off_grid(cls, values):
        """Return whether spikes may lie within a step."""
        return values["precise_times"]

    @classmethod
    def adjust_own(cls, values, given):
        """Put spike times in the form in which they are sent, and check everything."""
        adjust_times(cls.name(), values, given, ("spike_multiplicities",))
