"""Hodgkin-Huxley neuron with alpha-shaped synaptic currents."""

import math

from nestlike.models.declaration import (
    Current,
    Neuron,
    Parameter,
    Spikes,
    State,
    not_negative,
    positive,
)
from nestlike.numerics.time_steps import steps_from_ms

_V_START = -65.0


def rates(V):
    """Return opening and closing rates (1/ms) of the gates n, m and h at potential `V` (mV)."""
    return (
        (0.01 * (V + 55.0)) / (1.0 - math.exp(-(V + 55.0) / 10.0)),
        0.125 * math.exp(-(V + 65.0) / 80.0),
        (0.1 * (V + 40.0)) / (1.0 - math.exp(-(V + 40.0) / 10.0)),
        4.0 * math.exp(-(V + 65.0) / 18.0),
        0.07 * math.exp(-(V + 65.0) / 20.0),
        1.0 / (1.0 + math.exp(-(V + 35.0) / 10.0)),
    )


_OPEN_N, _CLOSE_N, _OPEN_M, _CLOSE_M, _OPEN_H, _CLOSE_H = rates(_V_START)


class hh_psc_alpha(Neuron):
    r"""Hodgkin-Huxley neuron with alpha-shaped synaptic currents.

    .. math::

        C_m \dot V = -g_{Na} m^3 h (V - E_{Na}) - g_K n^4 (V - E_K) - g_L (V - E_L)
                     + I_{syn} + I_e

    with gates :math:`\dot x = \alpha_x(V)(1 - x) - \beta_x(V) x`.  A spike is the first step in
    which V, at or above 0 mV, has begun to fall, and not within `t_ref` of the last one.

    References
    ----------
    W. Gerstner and W. Kistler (2002), Spiking Neuron Models, chapter 2.2
    """

    parameters = {
        "t_ref": Parameter(2.0, "ms", "Duration of the refractory period"),
        "C_m": Parameter(100.0, "pF", "Capacitance of the membrane"),
        "g_Na": Parameter(12000.0, "nS", "Sodium peak conductance"),
        "E_Na": Parameter(50.0, "mV", "Sodium reversal potential"),
        "g_K": Parameter(3600.0, "nS", "Potassium peak conductance"),
        "E_K": Parameter(-77.0, "mV", "Potassium reversal potential"),
        "g_L": Parameter(30.0, "nS", "Leak conductance"),
        "E_L": Parameter(-54.402, "mV", "Leak reversal potential"),
        "tau_syn_ex": Parameter(0.2, "ms", "Rise time of the excitatory synaptic current"),
        "tau_syn_in": Parameter(2.0, "ms", "Rise time of the inhibitory synaptic current"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
    }
    state = {
        "V_m": State(_V_START, "mV", "Membrane potential"),
        "Act_m": State(_OPEN_M / (_OPEN_M + _CLOSE_M), "", "Activation of sodium"),
        "Inact_h": State(_OPEN_H / (_OPEN_H + _CLOSE_H), "", "Inactivation of sodium"),
        "Act_n": State(_OPEN_N / (_OPEN_N + _CLOSE_N), "", "Activation of potassium"),
        "dI_ex": State(0.0, hidden=True),
        "I_ex": State(0.0, "pA", hidden=True),
        "dI_in": State(0.0, hidden=True),
        "I_in": State(0.0, "pA", hidden=True),
        "I_stim": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
    }
    checks = (
        *positive("C_m", "tau_syn_ex", "tau_syn_in"),
        *not_negative("t_ref", "g_K", "g_Na", "g_L", "Act_m", "Inact_h", "Act_n"),
    )
    inputs = (Spikes("spikes_ex", "spikes_in"), Current("current"))
    recordables = {
        "Act_m": lambda Act_m: Act_m,
        "Act_n": lambda Act_n: Act_n,
        "I_syn_ex": lambda I_ex: I_ex,
        "I_syn_in": lambda I_in: I_in,
        "Inact_h": lambda Inact_h: Inact_h,
        "V_m": lambda V_m: V_m,
    }
    derived = "slope_ex slope_in t_ref_steps"
    ode = ("V_m", "Act_m", "Inact_h", "Act_n", "dI_ex", "I_ex", "dI_in", "I_in")

    @staticmethod
    def derive(tics, tau_syn_ex, tau_syn_in, t_ref):
        """Return the slopes of the currents at spike arrival."""
        return 1.0 * math.e / tau_syn_ex, 1.0 * math.e / tau_syn_in, steps_from_ms(t_ref, tics)

    @staticmethod
    def rhs(
        V_m, Act_m, Inact_h, Act_n, dI_ex, I_ex, dI_in, I_in, I_stim,
        g_Na, E_Na, g_K, E_K, g_L, E_L, C_m, I_e, tau_syn_ex, tau_syn_in,
    ):  # fmt: skip
        """Return the derivatives of potential, gates and currents."""
        open_n, close_n, open_m, close_m, open_h, close_h = rates(V_m)
        I_Na = g_Na * Act_m * Act_m * Act_m * Inact_h * (V_m - E_Na)
        I_K = g_K * Act_n * Act_n * Act_n * Act_n * (V_m - E_K)
        I_L = g_L * (V_m - E_L)
        return (
            (-(I_Na + I_K + I_L) + I_stim + I_e + I_ex + I_in) / C_m,
            open_m * (1.0 - Act_m) - close_m * Act_m,
            open_h * (1.0 - Inact_h) - close_h * Inact_h,
            open_n * (1.0 - Act_n) - close_n * Act_n,
            -dI_ex / tau_syn_ex,
            dI_ex - (I_ex / tau_syn_ex),
            -dI_in / tau_syn_in,
            dI_in - (I_in / tau_syn_in),
        )

    @staticmethod
    def step(
        V_m, Act_m, Inact_h, Act_n, dI_ex, I_ex, dI_in, I_in, I_stim, refractory,
        V_m_before, spikes_ex, spikes_in, current, slope_ex, slope_in, t_ref_steps,
    ):  # fmt: skip
        """Take in the spikes of a step and look for the peak of an action potential."""
        dI_ex = dI_ex + spikes_ex * slope_ex
        dI_in = dI_in + spikes_in * slope_in
        fired = refractory == 0.0 and V_m >= 0.0 and V_m_before > V_m
        refractory = refractory - 1.0 if refractory > 0.0 else refractory
        refractory = t_ref_steps if fired else refractory
        return (
            V_m, Act_m, Inact_h, Act_n, dI_ex, I_ex, dI_in, I_in, current, refractory,
            1.0 if fired else 0.0,
        )  # fmt: skip
