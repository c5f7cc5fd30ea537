"""Leaky integrate-and-fire neuron with alpha-shaped synaptic currents."""

import math

from nestlike.models.declaration import (
    INFINITY,
    Check,
    Current,
    Neuron,
    Parameter,
    Spikes,
    State,
    not_negative,
    positive,
)
from nestlike.numerics.expm1 import expm1
from nestlike.numerics.propagators import propagator_31, propagator_32
from nestlike.numerics.time_steps import steps_from_ms


class iaf_psc_alpha(Neuron):
    r"""Leaky integrate-and-fire neuron with alpha-shaped synaptic currents.

    .. math::

        \dot V = -\frac{V - E_L}{\tau_m} + \frac{I_{syn} + I_e}{C_m}

    Each incoming spike of weight w adds the current :math:`w\, (e/\tau) t \exp(-t/\tau)`.  The
    equations are linear and are integrated exactly on the time grid.  A neuron whose potential
    reaches `V_th` spikes, is set to `V_reset` and stays there for `t_ref`.

    References
    ----------
    S. Rotter and M. Diesmann (1999), doi:10.1007/s004220050570
    """

    parameters = {
        "E_L": Parameter(-70.0, "mV", "Resting membrane potential"),
        "V_reset": Parameter(-70.0, "mV", "Reset potential", relative_to="E_L"),
        "V_th": Parameter(-55.0, "mV", "Spike threshold", relative_to="E_L"),
        "V_min": Parameter(-INFINITY, "mV", "Lower bound of the potential", relative_to="E_L"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
        "C_m": Parameter(250.0, "pF", "Capacitance of the membrane"),
        "tau_m": Parameter(10.0, "ms", "Membrane time constant"),
        "tau_syn_ex": Parameter(2.0, "ms", "Rise time of the excitatory synaptic current"),
        "tau_syn_in": Parameter(2.0, "ms", "Rise time of the inhibitory synaptic current"),
        "t_ref": Parameter(2.0, "ms", "Duration of the refractory period"),
    }
    state = {
        "V_m": State(-70.0, "mV", "Membrane potential", relative_to="E_L"),
        "dI_ex": State(0.0, hidden=True),
        "I_ex": State(0.0, "pA", hidden=True),
        "dI_in": State(0.0, hidden=True),
        "I_in": State(0.0, "pA", hidden=True),
        "I_stim": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
    }
    checks = (
        *positive("C_m", "tau_m", "tau_syn_ex", "tau_syn_in"),
        *not_negative("t_ref"),
        Check(lambda V_reset, V_th: V_reset < V_th, "V_reset must be below V_th."),
    )
    inputs = (Spikes("spikes_ex", "spikes_in"), Current("current"))
    recordables = {
        "I_syn_ex": lambda I_ex: I_ex,
        "I_syn_in": lambda I_in: I_in,
        "V_m": lambda V_m, E_L: V_m + E_L,
    }
    derived = (
        "P11_ex P21_ex P31_ex P32_ex slope_ex P11_in P21_in P31_in P32_in slope_in"
        " P30 em t_ref_steps"
    )

    @staticmethod
    def derive(h, tics, C_m, tau_m, tau_syn_ex, tau_syn_in, t_ref):
        """Return the propagators over one step and the slopes of the currents at spike arrival."""
        P11_ex = math.exp(-h / tau_syn_ex)
        P11_in = math.exp(-h / tau_syn_in)
        P31_ex = propagator_31(tau_syn_ex, tau_m, C_m, h)
        P31_in = propagator_31(tau_syn_in, tau_m, C_m, h)
        P32_ex = propagator_32(tau_syn_ex, tau_m, C_m, h)
        P32_in = propagator_32(tau_syn_in, tau_m, C_m, h)
        em = expm1(-h / tau_m)
        P30 = -tau_m / C_m * expm1(-h / tau_m)
        return (
            P11_ex, h * P11_ex, P31_ex, P32_ex, 1.0 * math.e / tau_syn_ex,
            P11_in, h * P11_in, P31_in, P32_in, 1.0 * math.e / tau_syn_in,
            P30, em, steps_from_ms(t_ref, tics),
        )  # fmt: skip

    @staticmethod
    def step(
        V_m, dI_ex, I_ex, dI_in, I_in, I_stim, refractory,
        spikes_ex, spikes_in, current,
        P11_ex, P21_ex, P31_ex, P32_ex, slope_ex, P11_in, P21_in, P31_in, P32_in, slope_in,
        P30, em, I_e, V_th, V_reset, V_min, t_ref_steps,
    ):  # fmt: skip
        """Advance one neuron by one step."""
        V = (
            P30 * (I_stim + I_e)
            + P31_ex * dI_ex
            + P32_ex * I_ex
            + P31_in * dI_in
            + P32_in * I_in
            + em * V_m
            + V_m
        )
        V = V_min if V < V_min else V
        is_refractory = refractory > 0.0
        V = V_m if is_refractory else V
        refractory = refractory - 1.0 if is_refractory else refractory
        I_ex = P21_ex * dI_ex + P11_ex * I_ex
        dI_ex = dI_ex * P11_ex + slope_ex * spikes_ex
        I_in = P21_in * dI_in + P11_in * I_in
        dI_in = dI_in * P11_in + slope_in * spikes_in
        fired = V >= V_th
        refractory = t_ref_steps if fired else refractory
        V = V_reset if fired else V
        return V, dI_ex, I_ex, dI_in, I_in, current, refractory, 1.0 if fired else 0.0
