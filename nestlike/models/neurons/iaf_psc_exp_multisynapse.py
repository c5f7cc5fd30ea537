"""Leaky integrate-and-fire neuron with any number of exponentially decaying synaptic currents."""

import math

from nestlike.models.declaration import (
    Check,
    Current,
    Neuron,
    Parameter,
    PerReceptor,
    SpikePorts,
    State,
    all_positive,
    length_of,
    not_negative,
    positive,
)
from nestlike.numerics.propagators import propagator_32
from nestlike.numerics.time_steps import steps_from_ms
from nestlike.numerics.vectors import entry_or_nan, total


class iaf_psc_exp_multisynapse(Neuron):
    r"""Leaky integrate-and-fire neuron with any number of exponentially decaying currents.

    .. math::

        \dot V = -\frac{V - E_L}{\tau_m} + \frac{\sum_i I_i + I_e + I_{stim}}{C_m}, \qquad
        \dot I_i = -I_i / \tau_{syn,i}

    Each entry of `tau_syn` makes a receptor, numbered from 1; their number is fixed once spikes
    can come in.  The recordable `I_syn` is the sum of `I_syn_1`, `I_syn_2`, ...

    References
    ----------
    S. Rotter and M. Diesmann (1999), doi:10.1007/s004220050570
    """

    parameters = {
        "E_L": Parameter(-70.0, "mV", "Resting membrane potential"),
        "V_reset": Parameter(-70.0, "mV", "Reset potential", relative_to="E_L"),
        "V_th": Parameter(-55.0, "mV", "Spike threshold", relative_to="E_L"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
        "C_m": Parameter(250.0, "pF", "Capacitance of the membrane"),
        "tau_m": Parameter(10.0, "ms", "Membrane time constant"),
        "t_ref": Parameter(2.0, "ms", "Duration of the refractory period"),
        "tau_syn": Parameter(
            (2.0,), "ms", "Time constants of the synaptic currents", fixed_by="has_connections"
        ),
        "has_connections": Parameter(False, "", "Whether spikes can come in", readonly=True),
    }
    state = {
        "V_m": State(-70.0, "mV", "Membrane potential", relative_to="E_L"),
        "I_syn": State((), "pA", per="tau_syn", hidden=True),
        "I_stim": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
    }
    virtual = {**Neuron.virtual, "n_synapses": length_of("tau_syn")}
    checks = (
        Check(lambda V_reset, V_th: V_reset < V_th, "V_reset must be below V_th."),
        *positive("C_m", "tau_m"),
        *not_negative("t_ref"),
        all_positive("tau_syn"),
        Check(
            lambda tau_syn, tau_m: tau_m not in tau_syn,
            "The time constants of membrane and synapses must differ.",
            when=("tau_syn",),
        ),
    )
    inputs = (Current("current"), SpikePorts("spikes", per="tau_syn"))
    recordables = {
        "V_m": lambda V_m, E_L: V_m + E_L,
        "I_syn": lambda I_syn: total(I_syn),
        "I_syn_": PerReceptor("I_syn_", "tau_syn", lambda I_syn, i: entry_or_nan(I_syn, i)),
    }
    derived = "P22 P20 t_ref_steps"
    derived_vectors = {"P11": "tau_syn", "P21": "tau_syn"}

    @staticmethod
    def derive(h, tics, C_m, tau_m, t_ref, tau_syn, P11, P21):
        """Return the propagators over one step."""
        for i in range(len(tau_syn)):
            P11[i] = math.exp(-h / tau_syn[i])
            P21[i] = propagator_32(tau_syn[i], tau_m, C_m, h)
        P22 = math.exp(-h / tau_m)
        return P22, tau_m / C_m * (1.0 - P22), steps_from_ms(t_ref, tics)

    @staticmethod
    def step(
        V_m, I_syn, I_stim, refractory, spikes, current,
        P11, P21, P22, P20, t_ref_steps, I_e, V_th, V_reset,
    ):  # fmt: skip
        """Advance one neuron by one step."""
        V = V_m * P22 + (I_e + I_stim) * P20
        for i in range(len(I_syn)):
            V += P21[i] * I_syn[i]
            I_syn[i] = I_syn[i] * P11[i] + spikes[i]
        V = V_m if refractory > 0.0 else V
        refractory = refractory - 1.0 if refractory > 0.0 else refractory
        fired = V >= V_th
        refractory = t_ref_steps if fired else refractory
        V = V_reset if fired else V
        return V, current, refractory, 1.0 if fired else 0.0
