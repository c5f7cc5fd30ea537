"""Leaky integrate-and-fire neuron with exponentially decaying synaptic currents."""

import math

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
from nestlike.numerics.propagators import propagator_32
from nestlike.numerics.time_steps import steps_from_ms


class iaf_psc_exp(Neuron):
    r"""Leaky integrate-and-fire neuron with exponentially decaying synaptic currents.

    .. math::

        \dot V = -\frac{V - E_L}{\tau_m} + \frac{I_{ex} + I_{in} + I_e + I_{stim}}{C_m}, \qquad
        \dot I_X = -I_X / \tau_{syn,X}

    Currents sent to receptor 1 are filtered by the excitatory synapse.  With `delta` > 0 the neuron
    fires at random with intensity :math:`\rho \exp((V - V_{th})/\delta)`.

    References
    ----------
    M. Tsodyks, A. Uziel and H. Markram (2000), doi:10.1523/JNEUROSCI.20-01-j0003.2000
    """

    parameters = {
        "E_L": Parameter(-70.0, "mV", "Resting membrane potential"),
        "V_reset": Parameter(-70.0, "mV", "Reset potential", relative_to="E_L"),
        "V_th": Parameter(-55.0, "mV", "Spike threshold", relative_to="E_L"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
        "C_m": Parameter(250.0, "pF", "Capacitance of the membrane"),
        "tau_m": Parameter(10.0, "ms", "Membrane time constant"),
        "tau_syn_ex": Parameter(2.0, "ms", "Time constant of the excitatory synaptic current"),
        "tau_syn_in": Parameter(2.0, "ms", "Time constant of the inhibitory synaptic current"),
        "t_ref": Parameter(2.0, "ms", "Duration of the refractory period"),
        "rho": Parameter(0.01, "1/s", "Stochastic firing intensity at threshold", drawn=False),
        "delta": Parameter(0.0, "mV", "Width of the threshold region", drawn=False),
    }
    state = {
        "V_m": State(-70.0, "mV", "Membrane potential", relative_to="E_L"),
        "I_ex": State(0.0, "pA", hidden=True),
        "I_in": State(0.0, "pA", hidden=True),
        "I_stim": State(0.0, "pA", hidden=True),
        "I_filtered": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
    }
    checks = (
        Check(lambda V_reset, V_th: V_reset < V_th, "V_reset must be below V_th."),
        *positive("C_m", "tau_m", "tau_syn_ex", "tau_syn_in"),
        *not_negative("t_ref", "rho", "delta"),
    )
    inputs = (
        Spikes("spikes_ex", "spikes_in"),
        Current("current"),
        Current("current_filtered", port=1),
    )
    recordables = {
        "I_syn_ex": lambda I_ex: I_ex,
        "I_syn_in": lambda I_in: I_in,
        "V_m": lambda V_m, E_L: V_m + E_L,
    }
    derived = "P11_ex P11_in P22 P21_ex P21_in P20 t_ref_steps stochastic per_step"
    live = "stochastic"
    draws = "stochastic"

    @staticmethod
    def derive(h, tics, C_m, tau_m, tau_syn_ex, tau_syn_in, t_ref, delta):
        """Return the propagators over one step."""
        P22 = math.exp(-h / tau_m)
        return (
            math.exp(-h / tau_syn_ex),
            math.exp(-h / tau_syn_in),
            P22,
            propagator_32(tau_syn_ex, tau_m, C_m, h),
            propagator_32(tau_syn_in, tau_m, C_m, h),
            tau_m / C_m * (1.0 - P22),
            steps_from_ms(t_ref, tics),
            1.0 if delta > 1e-10 else 0.0,
            h,
        )

    @staticmethod
    def step(
        V_m, I_ex, I_in, I_stim, I_filtered, refractory,
        spikes_ex, spikes_in, current, current_filtered, uniform,
        P11_ex, P11_in, P22, P21_ex, P21_in, P20, t_ref_steps, stochastic, per_step,
        I_e, V_th, V_reset, rho, delta,
    ):  # fmt: skip
        """Advance one neuron by one step."""
        V = V_m * P22 + I_ex * P21_ex + I_in * P21_in + (I_e + I_stim) * P20
        is_refractory = refractory > 0.0
        V = V_m if is_refractory else V
        refractory = refractory - 1.0 if is_refractory else refractory
        I_ex = I_ex * P11_ex + (1.0 - P11_ex) * I_filtered + spikes_ex
        I_in = I_in * P11_in + spikes_in
        if stochastic > 0.0:
            fired = uniform < rho * math.exp(1.0 / delta * (V - V_th)) * per_step * 1e-3
        else:
            fired = V >= V_th
        refractory = t_ref_steps if fired else refractory
        V = V_reset if fired else V
        return V, I_ex, I_in, current, current_filtered, refractory, 1.0 if fired else 0.0
