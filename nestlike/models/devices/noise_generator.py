"""Generator of a Gaussian noise current."""

import math

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, StepMultipleRequired
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import state_variable
from nestlike.models.stimulator import IndividualCurrentSource
from nestlike.numerics.normal import NORMAL_STATE_SIZE, standard_normal


class noise_generator(IndividualCurrentSource):
    r"""Generator of a Gaussian noise current.

    The current is constant over intervals of `dt` and independent for each target:

    .. math::

        I(t) = \mu + N \sqrt{\sigma^2 + \sigma_{mod}^2 \sin(2 \pi f t + \phi)}

    with a new standard normal N for every interval.
    """

    means = ("spike", "binary")
    parameters = {
        "mean": Parameter(0.0, "pA", "Mean of the current"),
        "std": Parameter(0.0, "pA", "Standard deviation of the current"),
        "std_mod": Parameter(0.0, "pA", "Modulated part of the standard deviation"),
        "frequency": Parameter(0.0, "Hz", "Frequency of the modulation"),
        "phase": Parameter(0.0, "deg", "Phase of the modulation at time 0"),
        "dt": Parameter(1.0, "ms", "Time between changes of the current", steps=10),
    }
    virtual = {"y_0": state_variable(0), "y_1": state_variable(1)}
    recordables = {"I": None}
    recorded_by_one_thread = True
    begins = True
    variables = "y_0 y_1 next_change renew I"
    derived = "cosine sine mean std std_mod interval"
    live = "mean std std_mod"
    workspace = NORMAL_STATE_SIZE

    @classmethod
    def derive(cls, values, clock, now):
        """Return the rotation of one step, the moments, and the interval in steps."""
        omega = 2.0 * math.pi * values["frequency"] / 1000.0
        return (
            math.cos(omega * clock.h),
            math.sin(omega * clock.h),
            *(values[name] for name in ("mean", "std", "std_mod")),
            clock.steps_from_ms(values["dt"]),
        )

    @classmethod
    def begin(cls, state, values, clock, now):
        """Set the modulation to its phase at the present time."""
        omega = 2.0 * math.pi * values["frequency"] / 1000.0
        angle = omega * clock.ms_from_steps(now) + values["phase"] * 2.0 * math.pi / 360.0
        state[0], state[1] = math.cos(angle), math.sin(angle)

    @classmethod
    def targets_changed(cls, state):
        """Draw new currents at the next step."""
        state[2] = 0.0

    @staticmethod
    def step(y_0, y_1, next_change, cosine, sine, std_mod, interval, now, active):
        """Rotate the modulation while active, and tell whether new currents are due."""
        if not active:
            return y_0, y_1, next_change, 0.0, 0.0
        if std_mod != 0.0:
            y_0, y_1 = cosine * y_0 + -sine * y_1, sine * y_0 + cosine * y_1
        renew = now >= next_change
        return y_0, y_1, now + interval if renew else next_change, 1.0 if renew else 0.0, 0.0

    @staticmethod
    def amplitude(engine, memory, mean, std, std_mod, y_1):
        """Return a new current for one target."""
        return mean + math.sqrt(std * std + y_1 * std_mod * std_mod) * standard_normal(
            engine, memory
        )

    @classmethod
    def adjust_own(cls, values, given):
        """Check the standard deviations, and that `dt` is a number of steps."""
        for name in ("std", "std_mod"):
            if values[name] < 0:
                raise BadProperty(
                    f"The standard deviation cannot be negative. ({name} = {values[name]})"
                )
        if values["std_mod"] > values["std"]:
            raise BadProperty(
                "The modulation apmlitude must be smaller or equal to the baseline amplitude. "
                f"(std_mod = {values['std_mod']}, std = {values['std']})"
            )
        if "dt" in given:
            values["dt"] = _steps_only(values["dt"])


def _steps_only(dt):
    clock = kernel.time
    tics = clock.tics_from_ms(dt) if abs(dt) < clock.max_ms else 0
    if tics <= 0 or tics % clock.tics_per_step:
        raise StepMultipleRequired(
            f"The time property dt = {dt:g} ms of model noise_generator must be a multiple of the "
            f"resolution {clock.resolution:g} ms."
        )
    return clock.ms_from_tics(tics)
