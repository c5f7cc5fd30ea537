"""Generator of superpositions of Poisson processes with dead time."""

import math

import numpy as np

from nestlike.kernel import kernel
from nestlike.models.declaration import Check, Parameter, not_negative
from nestlike.models.spike_sources import IndividualSpikeSource
from nestlike.models.thinning import COUNTS_FROM, draw_transitions

#: Memory of a target after that of the distributions: the number of ages, which of them becomes
#: active next, how many processes are active, then how many have each age.
AGES, NEXT, ACTIVE, FIRST = range(COUNTS_FROM, COUNTS_FROM + 4)


def _interval_exceeds_dead_time(rate, dead_time):
    with np.errstate(divide="ignore"):
        return np.divide(1000.0, rate) > dead_time


class ppd_sup_generator(IndividualSpikeSource):
    r"""Generator of superpositions of Poisson processes with dead time, independent by target.

    Each of the `n_proc` processes rests for `dead_time` after a spike and otherwise fires with the
    hazard

    .. math::

        \lambda(t) = \frac{1 + a \sin(2 \pi f t)}{1 / r - d}

    (rate r, dead time d, relative amplitude a, frequency f). What has begun goes on: a new dead
    time or number of processes changes the hazard, but otherwise holds for targets added later.

    Notes
    -----
    M. Deger, M. Helias, C. Boucsein, S. Rotter, Statistical properties of superimposed stationary
    spike trains, Journal of Computational Neuroscience 32 (2012), doi:10.1007/s10827-011-0362-8
    """

    parameters = {
        "dead_time": Parameter(0.0, "ms", "Time after a spike without another"),
        "rate": Parameter(0.0, "Hz", "Rate of a single process"),
        "n_proc": Parameter(1, "", "Number of superimposed processes"),
        "frequency": Parameter(0.0, "Hz", "Frequency of the modulation"),
        "relative_amplitude": Parameter(0.0, "", "Amplitude of the modulation, relative to 1"),
    }
    checks = (
        *not_negative("dead_time"),
        Check(_interval_exceeds_dead_time, "The inverse rate must be larger than the dead time."),
        Check(lambda n_proc: n_proc >= 1, "There must be one component process or more."),
        Check(
            lambda relative_amplitude: (relative_amplitude >= 0.0) & (relative_amplitude <= 1.0),
            "The relative amplitude of the modulation must lie in [0, 1].",
        ),
    )
    variables = "hazard"
    derived = "rate mean_hazard amplitude omega ms_per_tic tics_per_step"
    live = "rate amplitude"
    emits_if = "rate"

    @classmethod
    def derive(cls, values, clock, now):
        """Return rate, hazard per step, amplitude and angular frequency, and the units of time."""
        rate, frequency = values["rate"], values["frequency"]
        hazard = 1.0 / (1000.0 / rate - values["dead_time"]) * clock.h if rate > 0.0 else 0.0
        amplitude = values["relative_amplitude"] if frequency != 0.0 else 0.0
        omega = 2.0 * math.pi * frequency / 1000.0
        return rate, hazard, amplitude, omega, clock.ms_per_tic, clock.tics_per_step

    @classmethod
    def target_doubles(cls, values):
        """Return the size of a target's memory."""
        return FIRST + int(values["dead_time"] / kernel.time.h)

    @classmethod
    def begin_targets(cls, targets, values, before, clock, now):
        """Put as many processes of new targets at each age as there are in equilibrium."""
        ages = int(values["dead_time"] / clock.h)
        each = int(values["rate"] / 1000.0 * values["n_proc"] * clock.h)
        new = targets.memory[targets.n_old :]
        new[:, AGES] = ages
        new[:, ACTIVE] = values["n_proc"] - each * ages
        new[:, FIRST : FIRST + ages] = each

    @staticmethod
    def step(hazard, now, mean_hazard, amplitude, omega, ms_per_tic, tics_per_step):
        """Return the probability that an active process fires in this step."""
        if amplitude > 0.0:
            t = ms_per_tic * (now * tics_per_step)
            return (mean_hazard * (1.0 + amplitude * math.sin(omega * t)),)
        return (mean_hazard,)

    @staticmethod
    def emit_to(engine, target_memory, hazard):
        """Let the processes of one target grow older by a step; return how many fired."""
        spikes = draw_transitions(engine, target_memory, target_memory[ACTIVE], hazard)
        ages = int(target_memory[AGES])
        if ages > 0:
            at = int(target_memory[NEXT])
            target_memory[ACTIVE] += target_memory[FIRST + at] - spikes
            target_memory[FIRST + at] = spikes
            target_memory[NEXT] = (at + 1) % ages
        return (int(spikes),)
