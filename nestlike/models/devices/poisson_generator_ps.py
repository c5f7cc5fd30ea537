"""Generator of Poisson spike trains with dead time and precise spike times."""

import math

from nestlike.kernel.running.device_runtime import window
from nestlike.models.declaration import Check, Parameter, not_negative
from nestlike.models.spike_sources import PreciseSpikeSource
from nestlike.numerics.engine import uniform
from nestlike.numerics.exponential import standard_exponential
from nestlike.numerics.time_steps import stamp_and_offset


class poisson_generator_ps(PreciseSpikeSource):
    """Generator of Poisson spike trains with dead time and precise spike times.

    Trains are independent for each target. Spikes are at least `dead_time` apart and do not keep
    to the grid of steps; targets that know only the grid get them at the end of their step.
    The process is in equilibrium from the beginning.
    """

    parameters = {
        "dead_time": Parameter(0.0, "ms", "Shortest time between spikes"),
        "rate": Parameter(0.0, "Hz", "Mean firing rate"),
    }
    checks = (
        *not_negative("dead_time", "rate"),
        Check(
            lambda rate, dead_time: not _mean_interval(rate) < dead_time,
            "The dead time must not be longer than the mean interval, 1000 / rate ms.",
        ),
    )
    derived = "rate dead_time free_interval tics_per_ms tics_per_step ms_per_step ms_per_tic max_ms"
    live = "rate dead_time"
    live_window = True
    emits_if = "rate"
    restarting = frozenset(("rate",))

    @classmethod
    def derive(cls, values, clock, now):
        """Return the parameters, the mean interval without dead time, and units of time."""
        return (
            values["rate"],
            values["dead_time"],
            _mean_interval(values["rate"]) - values["dead_time"],
            clock.tics_per_ms,
            clock.tics_per_step,
            clock.ms_per_step,
            clock.ms_per_tic,
            clock.max_ms,
        )

    @classmethod
    def begin_targets(cls, targets, values, before, clock, now):
        """Ask for a first spike where a target is new, and everywhere if one is due too early."""
        stamps = targets.state[0]
        stamps[targets.n_old :] = -1.0
        if (stamps[: targets.n_old] < window(values, clock)[0]).any():
            stamps[:] = -1.0

    @classmethod
    def restart(cls, state, targets):
        """Ask for first spikes at the new rate."""
        targets[0] = -1.0

    @staticmethod
    def first_spike(
        engine, rate, dead_time, free_interval,
        tics_per_ms, tics_per_step, ms_per_step, ms_per_tic, max_ms,
    ):  # fmt: skip
        """Return when the first spike comes: steps from the start, and offset."""
        if dead_time > 0.0 and uniform(engine) < dead_time * rate / 1000.0:
            interval = uniform(engine) * dead_time
        else:
            interval = free_interval * standard_exponential(engine) + dead_time
        return stamp_and_offset(
            interval, tics_per_ms, tics_per_step, ms_per_step, ms_per_tic, max_ms
        )

    @staticmethod
    def next_spike(
        engine, offset, dead_time, free_interval,
        tics_per_ms, tics_per_step, ms_per_step, ms_per_tic, max_ms,
    ):  # fmt: skip
        """Return when the next spike comes: steps from the stamp of the last one, and offset."""
        interval = -offset + free_interval * standard_exponential(engine) + dead_time
        if interval < 0.0:
            return 0.0, -interval
        return stamp_and_offset(
            interval, tics_per_ms, tics_per_step, ms_per_step, ms_per_tic, max_ms
        )


def _mean_interval(rate):
    return 1000.0 / rate if rate else math.copysign(math.inf, rate)
