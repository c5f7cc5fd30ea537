"""Generator of spikes at given times."""

from nestlike.models.declaration import Parameter
from nestlike.models.spike_sources import ScheduledSpikes
from nestlike.models.spike_times import (
    FLAGS,
    SPIKE_MULTIPLICITIES,
    SPIKE_TIMES,
    adjust_times,
    for_each,
    steps_and_offsets,
)


class spike_generator(ScheduledSpikes):
    """Generator of spikes at given times.

    Times lie on the grid of steps; with `allow_offgrid_times` they go to the end of their step,
    with `precise_times` they keep their place within it, and with `shift_now_spikes` a spike at
    the present moment comes one step later.
    """

    means = ("spike", "binary")
    parameters = {
        **FLAGS,
        "spike_times": SPIKE_TIMES,
        "spike_weights": Parameter((), "", "Factor on the weight of each spike, or nothing"),
        "spike_multiplicities": SPIKE_MULTIPLICITIES,
    }

    @classmethod
    def schedule(cls, values, clock):
        """Return steps, weight factors, multiplicities and offsets of the spikes."""
        steps, offsets = steps_and_offsets(values, clock)
        weights, counts = (for_each(values, n) for n in ("spike_weights", "spike_multiplicities"))
        return steps, weights, counts, offsets

    @classmethod
    def adjust_own(cls, values, given):
        """Put spike times in the form in which they are sent, and check everything."""
        adjust_times(cls.name(), values, given, ("spike_weights", "spike_multiplicities"))
