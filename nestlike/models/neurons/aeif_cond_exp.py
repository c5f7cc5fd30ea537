"""Adaptive exponential integrate-and-fire neuron with exponential conductances."""

import math
import sys

from nestlike.models.declaration import (
    Check,
    Current,
    Neuron,
    Parameter,
    Spikes,
    State,
    not_negative,
    positive,
)
from nestlike.numerics.time_steps import steps_from_ms

#: Largest exponent of the upstroke: the numbers that follow from it keep far from infinity.
_MAX_EXPONENT = math.log(sys.float_info.max / 1e20)


def _upstroke_is_finite(V_peak, V_th, Delta_T):
    return not (Delta_T > 0.0 and (V_peak - V_th) / Delta_T >= _MAX_EXPONENT)


class aeif_cond_exp(Neuron):
    r"""Adaptive exponential integrate-and-fire neuron with exponential conductances.

    .. math::

        C_m \dot V &= -g_L (V - E_L) + g_L \Delta_T e^{(V - V_{th})/\Delta_T}
                      - g_{ex} (V - E_{ex}) - g_{in} (V - E_{in}) - w + I_e \\
        \tau_w \dot w &= a (V - E_L) - w

    When V reaches `V_peak` (`V_th` if `Delta_T` is 0), it is reset and w grows by `b`: at once,
    within a step, so that there may be several spikes in a step unless `t_ref` is positive.

    References
    ----------
    R. Brette and W. Gerstner (2005), doi:10.1152/jn.00686.2005
    """

    parameters = {
        "V_th": Parameter(-50.4, "mV", "Potential of spike initiation"),
        "V_peak": Parameter(0.0, "mV", "Potential at which a spike is detected"),
        "t_ref": Parameter(0.0, "ms", "Duration of the refractory period"),
        "E_L": Parameter(-70.6, "mV", "Leak reversal potential"),
        "V_reset": Parameter(-60.0, "mV", "Potential after a spike"),
        "E_ex": Parameter(0.0, "mV", "Excitatory reversal potential"),
        "E_in": Parameter(-85.0, "mV", "Inhibitory reversal potential"),
        "C_m": Parameter(281.0, "pF", "Capacitance of the membrane"),
        "g_L": Parameter(30.0, "nS", "Leak conductance"),
        "tau_syn_ex": Parameter(0.2, "ms", "Decay time of the excitatory conductance"),
        "tau_syn_in": Parameter(2.0, "ms", "Decay time of the inhibitory conductance"),
        "a": Parameter(4.0, "nS", "Adaptation to the potential"),
        "b": Parameter(80.5, "pA", "Adaptation by a spike"),
        "Delta_T": Parameter(2.0, "mV", "Sharpness of spike initiation"),
        "tau_w": Parameter(144.0, "ms", "Time constant of adaptation"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
        "gsl_error_tol": Parameter(1e-6, "", "Tolerance of the solver; kept from Prepare on"),
    }
    state = {
        "V_m": State(-70.6, "mV", "Membrane potential"),
        "g_ex": State(0.0, "nS", "Excitatory conductance"),
        "g_in": State(0.0, "nS", "Inhibitory conductance"),
        "w": State(0.0, "pA", "Adaptation current"),
        "I_stim": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
    }
    checks = (
        Check(lambda V_peak, V_th: V_peak >= V_th, "V_peak >= V_th required."),
        Check(lambda V_reset, V_peak: V_reset < V_peak, "V_reset < V_peak required."),
        Check(_upstroke_is_finite, "V_peak - V_th is too large for Delta_T."),
        *not_negative("Delta_T", "t_ref", "g_ex", "g_in"),
        *positive("C_m", "tau_syn_ex", "tau_syn_in", "tau_w", "gsl_error_tol"),
    )
    inputs = (Spikes("spikes_ex", "spikes_in"), Current("current"))
    recordables = {
        "V_m": lambda V_m: V_m,
        "g_ex": lambda g_ex: g_ex,
        "g_in": lambda g_in: g_in,
        "w": lambda w: w,
    }
    derived = "V_detect t_ref_steps"
    ode = ("V_m", "g_ex", "g_in", "w")
    tolerance = ("gsl_error_tol", "gsl_error_tol", 0.0, 1.0)
    substep = ("V_m", "w", "refractory")

    @staticmethod
    def derive(tics, V_peak, V_th, Delta_T, t_ref):
        """Return the potential that makes a spike, and the refractory steps."""
        return V_peak if Delta_T > 0.0 else V_th, steps_from_ms(t_ref, tics)

    @staticmethod
    def rhs(
        V_m, g_ex, g_in, w, I_stim, refractory, V_reset, V_peak, V_th, Delta_T, g_L, E_L,
        E_ex, E_in, a, C_m, I_e, tau_syn_ex, tau_syn_in, tau_w,
    ):  # fmt: skip
        """Return the derivatives of potential, conductances and adaptation."""
        waiting = refractory > 0.0
        V = V_reset if waiting else (V_peak if V_peak < V_m else V_m)
        # Computed in any case, so that the loop around it needs no branch.
        rise = math.exp((V - V_th) / Delta_T)
        upstroke = 0.0 if Delta_T == 0.0 else g_L * Delta_T * rise
        I_ex, I_in = g_ex * (V - E_ex), g_in * (V - E_in)
        dV = (-g_L * (V - E_L) + upstroke - I_ex - I_in - w + I_e + I_stim) / C_m
        return (
            0.0 if waiting else dV,
            -g_ex / tau_syn_ex,
            -g_in / tau_syn_in,
            (a * (V - E_L) - w) / tau_w,
        )

    @staticmethod
    def after_substep(V_m, w, refractory, V_reset, V_detect, b, t_ref_steps):
        """Return potential, adaptation and refractoriness, and the spikes, -1 if unstable."""
        if V_m < -1e3 or w < -1e6 or w > 1e6:
            return V_m, w, refractory, -1.0
        if refractory > 0.0:
            return V_reset, w, refractory, 0.0
        if V_m >= V_detect:
            # One more than the steps to wait: `step` takes one away at the end of this step.
            return V_reset, w + b, t_ref_steps + 1.0 if t_ref_steps > 0.0 else 0.0, 1.0
        return V_m, w, refractory, 0.0

    @staticmethod
    def step(V_m, g_ex, g_in, w, refractory, spikes_ex, spikes_in, current, fired):
        """Take in the spikes of a step."""
        refractory = refractory - 1.0 if refractory > 0.0 else refractory
        return V_m, g_ex + spikes_ex, g_in - spikes_in, w, current, refractory, fired
