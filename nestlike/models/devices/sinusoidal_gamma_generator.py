"""Generator of gamma spike trains with a sinusoidal rate."""

import math

from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter
from nestlike.models.sinusoidal_rate import PARAMETERS, SinusoidalRate, adopt
from nestlike.models.spike_sources import IndividualSpikeSource
from nestlike.numerics.engine import uniform
from nestlike.numerics.incomplete_gamma import gamma_hazard
from nestlike.numerics.libm import cos, sin


class sinusoidal_gamma_generator(SinusoidalRate, IndividualSpikeSource):
    r"""Generator of gamma spike trains with a sinusoidal rate.

    With the rate :math:`r(t) = r + a \sin(2 \pi f t + \phi)` and the order k, the hazard is

    .. math::

        h(t) = \frac{k r(t) \Lambda^{k-1} e^{-\Lambda}}{\Gamma(k, \Lambda)},
        \qquad \Lambda = k \int_{t_{spike}}^t r(s) ds

    and a spike comes in a step of length :math:`\Delta` with probability :math:`h \Delta`. A
    multimeter records the ``rate`` in Hz. With `individual_spike_trains` (the default) each target
    gets its own spikes; SetDefaults and CopyModel can choose one train for all.

    Notes
    -----
    R. Barbieri, M. C. Quirk, L. M. Frank, M. A. Wilson, E. N. Brown, Construction and analysis of
    non-Poisson stimulus-response models of neural spiking activity, Journal of Neuroscience
    Methods 105 (2001), doi:10.1016/S0165-0270(00)00344-7
    """

    parameters = {
        "frequency": PARAMETERS["frequency"],
        "phase": PARAMETERS["phase"],
        "order": Parameter(1.0, "", "Order of the gamma process, 1 or larger"),
        "rate": PARAMETERS["rate"],
        "amplitude": PARAMETERS["amplitude"],
    }
    common = {**SinusoidalRate.common, **IndividualSpikeSource.common}
    begins = True
    variables = "t intensity rate"
    derived = "order base amplitude omega phi h ms_per_tic tics_per_step"
    live = "order base amplitude omega phi"
    target_variables = "t_begin phase_begin"
    emits_if = "intensity"

    @classmethod
    def derive(cls, values, clock, now):
        """Return order, mean rate and amplitude (1/ms), frequency and phase, and units of time."""
        return *_constants(values), clock.h, clock.ms_per_tic, clock.tics_per_step

    @classmethod
    def begin_targets(cls, targets, values, before, clock, now):
        """Integrate the rate up to now with the old parameters; new trains begin now."""
        t = clock.ms_from_steps(now)
        old = targets.state[:, : targets.n_old]
        for j, t_begin in enumerate(old[0].tolist()):
            old[1, j] += phase_between(t_begin, t, *_constants(before))
        targets.state[0] = t

    @staticmethod
    def step(now, base, amplitude, omega, phi, ms_per_tic, tics_per_step):
        """Return the time at the end of a step, and the rate there in 1/ms and Hz."""
        t = ms_per_tic * ((now + 1) * tics_per_step)
        intensity = base + amplitude * sin(omega * t + phi)
        return t, intensity, 1000.0 * intensity

    @staticmethod
    def emit_to(engine, t_begin, phase_begin, t, intensity, order, base, amplitude, omega, phi, h):
        """Draw whether a train has a spike; return when and at which phase it goes on."""
        phase = phase_begin + phase_between(t_begin, t, order, base, amplitude, omega, phi)
        if uniform(engine) < gamma_hazard(h * order * intensity, order, phase):
            return 1, t, 0.0
        return 0, t_begin, phase_begin

    @classmethod
    def adjust_own(cls, values, given):
        """Check the order and the rates, and keep them in the units of the simulation."""
        if "order" in given and values["order"] < 1.0:
            raise BadProperty(f"The order must be 1 or larger, not {values['order']}.")
        if not 0.0 <= values["amplitude"] <= values["rate"]:
            raise BadProperty(
                "0 <= amplitude <= rate required. "
                f"(amplitude = {values['amplitude']}, rate = {values['rate']})"
            )
        adopt("frequency", values, given, values["frequency"] * (2.0 * math.pi / 1000.0))
        adopt("phase", values, given, values["phase"] * (math.pi / 180.0))
        adopt("rate", values, given, 1e-3 * values["rate"])
        adopt("amplitude", values, given, 1e-3 * values["amplitude"])


def _constants(values):
    names = ("order", "rate_per_ms", "amplitude_per_ms", "radian_per_ms", "radian")
    return tuple(values[name] for name in names)


def phase_between(t_a, t_b, order, base, amplitude, omega, phi):
    """Return the integral of `order` times the rate from `t_a` to `t_b` (ms)."""
    if t_a == t_b:
        return 0.0
    phase = order * base * (t_b - t_a)
    if abs(amplitude) > 0.0 and abs(omega) > 0.0:
        phase += -order * amplitude / omega * (cos(omega * t_b + phi) - cos(omega * t_a + phi))
    return phase
