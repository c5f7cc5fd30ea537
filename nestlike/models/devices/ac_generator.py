"""Generator of a sinusoidal current."""

import math

from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import state_variable
from nestlike.models.stimulator import CurrentSource


class ac_generator(CurrentSource):
    r"""Generator of a sinusoidal current.

    .. math::

        I(t) = I_0 + A \sin(2 \pi f t + \phi)
    """

    parameters = {
        "amplitude": Parameter(0.0, "pA", "Amplitude of the sine"),
        "offset": Parameter(0.0, "pA", "Constant part of the current"),
        "frequency": Parameter(0.0, "Hz", "Frequency"),
        "phase": Parameter(0.0, "deg", "Phase at time 0"),
    }
    virtual = {"y_0": state_variable(0), "y_1": state_variable(1)}
    recordables = {"I": None}
    begins = True
    variables = "y_0 y_1 I"
    derived = "cosine sine offset"
    live = "offset"

    @classmethod
    def derive(cls, values, clock, now):
        """Return the rotation of one step, and the constant part."""
        omega = 2.0 * math.pi * values["frequency"] / 1000.0
        return math.cos(omega * clock.h), math.sin(omega * clock.h), values["offset"]

    @classmethod
    def begin(cls, state, values, clock, now):
        """Set the oscillator to its phase at the present time."""
        omega = 2.0 * math.pi * values["frequency"] / 1000.0
        angle = omega * clock.ms_from_steps(now) + values["phase"] * 2.0 * math.pi / 360.0
        state[0] = values["amplitude"] * math.cos(angle)
        state[1] = values["amplitude"] * math.sin(angle)

    @staticmethod
    def step(y_0, y_1, cosine, sine, offset, active):
        """Rotate the oscillator, also while inactive, and return it with the current."""
        x, y = cosine * y_0 + -sine * y_1, sine * y_0 + cosine * y_1
        return x, y, y + offset if active else 0.0
