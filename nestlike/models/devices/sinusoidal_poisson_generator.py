"""Generator of Poisson spike trains with a sinusoidal rate."""

import math

from nestlike.models.device_declaration import state_variable
from nestlike.models.sinusoidal_rate import PARAMETERS, SinusoidalRate, adopt
from nestlike.models.spike_sources import SpikeSource
from nestlike.numerics.libm import cos, sin
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson_many


class sinusoidal_poisson_generator(SinusoidalRate, SpikeSource):
    r"""Generator of Poisson spike trains with a sinusoidal rate.

    .. math::

        r(t) = \max(0, r + a \sin(2 \pi f t + \phi))

    A multimeter records the ``rate`` in Hz. With `individual_spike_trains` (the default) each
    target gets its own spikes; SetDefaults and CopyModel can choose one train for all.
    """

    parameters = {name: PARAMETERS[name] for name in ("rate", "frequency", "phase", "amplitude")}
    common = {**SinusoidalRate.common, **SpikeSource.common}
    virtual = {"y_0": state_variable(0), "y_1": state_variable(1)}
    sends_to_each = True
    begins = True
    variables = "y_0 y_1 intensity rate"
    derived = "cosine sine base h"
    live = "base"
    emits_if = "intensity"
    active = "active_for_currents"
    workspace = POISSON_STATE_SIZE

    @classmethod
    def derive(cls, values, clock, now):
        """Return the rotation of one step, the mean rate in 1/ms, and the step in ms."""
        angle = clock.h * values["radian_per_ms"]
        return cos(angle), sin(angle), values["rate_per_ms"], clock.h

    @classmethod
    def begin(cls, state, values, clock, now):
        """Set the oscillator to its phase at the present time."""
        angle = values["radian_per_ms"] * clock.ms_from_steps(now) + values["radian"]
        state[0] = values["amplitude_per_ms"] * cos(angle)
        state[1] = values["amplitude_per_ms"] * sin(angle)

    @staticmethod
    def step(y_0, y_1, cosine, sine, base):
        """Rotate the oscillator, also while inactive; return it with the rate in 1/ms and Hz."""
        x, y = cosine * y_0 - sine * y_1, sine * y_0 + cosine * y_1
        intensity = base + y
        if intensity < 0.0:
            intensity = 0.0
        return x, y, intensity, 1000.0 * intensity

    @staticmethod
    def emit(engine, memory, intensity, h, counts):
        """Draw the number of spikes for each target in one step."""
        poisson_many(engine, memory, intensity * h, counts)

    @classmethod
    def adjust_own(cls, values, given):
        """Keep the parameters in the units of the simulation."""
        adopt("rate", values, given, values["rate"] / 1000.0)
        adopt("amplitude", values, given, values["amplitude"] / 1000.0)
        adopt("frequency", values, given, values["frequency"] * (2.0 * math.pi / 1000.0))
        adopt("phase", values, given, values["phase"] * (math.pi / 180.0))
