"""Generator of Poisson spike trains."""

from nestlike.models.declaration import Check, Parameter
from nestlike.models.spike_sources import SpikeSource
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson_many


class poisson_generator(SpikeSource):
    """Generator of Poisson spike trains, independent for each target."""

    parameters = {"rate": Parameter(0.0, "Hz", "Mean firing rate")}
    checks = (Check(lambda rate: rate >= 0, "The rate cannot be negative."),)
    derived = "mean rate"
    live = "rate"
    emits_if = "rate"
    workspace = POISSON_STATE_SIZE

    @classmethod
    def derive(cls, values, clock, now):
        """Return the mean number of spikes in a step, and the rate."""
        return clock.h * values["rate"] * 1e-3, values["rate"]

    @staticmethod
    def emit(engine, memory, mean, counts):
        """Draw the number of spikes for each target in one step."""
        poisson_many(engine, memory, mean, counts)
