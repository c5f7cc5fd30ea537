"""What generators with a sinusoidal rate have in common: units, and one or many spike trains."""

import math

from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter

INDIVIDUAL = "individual_spike_trains"
#: By parameter: name of its value as it is used, and what users see of that; it rounds.
_USED = {
    "rate": ("rate_per_ms", lambda used: used * 1000.0),
    "amplitude": ("amplitude_per_ms", lambda used: used * 1000.0),
    "frequency": ("radian_per_ms", lambda used: used / (2.0 * math.pi / 1000.0)),
    "phase": ("radian", lambda used: 180.0 / math.pi * used),
}

PARAMETERS = {
    "rate": Parameter(0.0, "Hz", "Mean firing rate"),
    "amplitude": Parameter(0.0, "Hz", "Amplitude of the modulation"),
    "frequency": Parameter(0.0, "Hz", "Frequency of the modulation"),
    "phase": Parameter(0.0, "deg", "Phase of the modulation at time 0"),
}


class SinusoidalRate:
    r"""Part of generators with the rate :math:`r + a \sin(2 \pi f t + \phi)`.

    With `individual_spike_trains` every target gets a spike train of its own; without, all get the
    same one, and the generator exists once, like a neuron. Only defaults can be set to that.
    """

    common = {
        INDIVIDUAL: Parameter(True, "", "Whether each target gets its own spikes", drawn=False),
        "rate_per_ms": Parameter(0.0, "1/ms", "The rate as it is used", hidden=True),
        "amplitude_per_ms": Parameter(0.0, "1/ms", "The amplitude as it is used", hidden=True),
        "radian_per_ms": Parameter(0.0, "1/ms", "The frequency as it is used", hidden=True),
        "radian": Parameter(0.0, "", "The phase as it is used", hidden=True),
    }
    recordables = {"rate": None}
    replicated_if = INDIVIDUAL

    @classmethod
    def refuse(cls, block, given):
        """Refuse a choice between one and many trains for what exists already."""
        if INDIVIDUAL in given and not block.is_prototype:
            raise BadProperty(
                f"The {INDIVIDUAL} property can only be set as a model default, using SetDefaults "
                "or upon CopyModel."
            )


def adopt(name: str, values: dict, given: set, used: float) -> None:
    """Where the parameter `name` is given, keep the value that is `used`, and show that."""
    if name in given:
        key, shown = _USED[name]
        values[key], values[name] = used, shown(used)
