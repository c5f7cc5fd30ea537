"""Generalized leaky integrate-and-fire neuron with conductance-based synapses."""

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
    positive,
)
from nestlike.numerics.time_steps import steps_from_ms
from nestlike.numerics.vectors import entry_or_nan

_E_L, _V_TH = -78.85, -51.68

#: Comparing booleans, ``a <= b`` says that a implies b; it works for arrays too.
_MECHANISM_CHECKS = (
    Check(
        lambda adapting_threshold, spike_dependent_threshold, after_spike_currents: (
            adapting_threshold <= (spike_dependent_threshold & after_spike_currents)
        ),
        "Incorrect model mechanism combination: adapting_threshold needs "
        "spike_dependent_threshold and after_spike_currents.",
    ),
    Check(
        lambda spike_dependent_threshold, th_spike_decay: (
            spike_dependent_threshold <= (th_spike_decay > 0)
        ),
        "Spike induced threshold time constant must be strictly positive.",
    ),
    Check(
        lambda spike_dependent_threshold, voltage_reset_fraction: (
            spike_dependent_threshold
            <= ((voltage_reset_fraction >= 0) & (voltage_reset_fraction <= 1))
        ),
        "Voltage fraction coefficient following spike must be within [0.0, 1.0].",
    ),
    Check(
        lambda adapting_threshold, th_voltage_decay: adapting_threshold <= (th_voltage_decay > 0),
        "Voltage-induced threshold time constant must be strictly positive.",
    ),
    Check(
        lambda after_spike_currents, asc_init, asc_decay, asc_amps, asc_r: (
            not after_spike_currents
            or len(asc_init) == len(asc_decay) == len(asc_amps) == len(asc_r)
        ),
        "All after spike current parameters must have the same size.",
    ),
    Check(
        lambda after_spike_currents, asc_decay: (
            not after_spike_currents or not any(decay <= 0 for decay in asc_decay)
        ),
        "After-spike current time constant must be strictly positive.",
    ),
    Check(
        lambda after_spike_currents, asc_r: (
            not after_spike_currents or not any(r < 0 or r > 1 for r in asc_r)
        ),
        "After spike current fraction following spike coefficients r must be within [0.0, 1.0].",
    ),
    Check(
        lambda after_spike_currents, ASCurrents: after_spike_currents,
        "After spike currents are not supported or settable in the current model mechanisms.",
        when=("ASCurrents",),
    ),
    Check(
        lambda ASCurrents, asc_decay: len(ASCurrents) == len(asc_decay),
        "After spike current values must have the same size as their parameters.",
        when=("ASCurrents",),
    ),
    Check(
        lambda spike_dependent_threshold, threshold_spike: spike_dependent_threshold,
        "Threshold spike component is not supported or settable in the current model mechanisms.",
        when=("threshold_spike",),
    ),
    Check(
        lambda adapting_threshold, threshold_voltage: adapting_threshold,
        "Threshold voltage component is not supported or settable in the current model mechanisms.",
        when=("threshold_voltage",),
    ),
)


def decay_currents(currents, means, left) -> float:
    """Let after-spike currents decay in place; return the sum of their means over the step."""
    total = 0.0
    # NEST does not tie the number of currents to that of their parameters.
    for j in range(min(len(currents), len(means))):
        total += means[j] * currents[j]
        currents[j] *= left[j]
    return total


def add_currents(currents, amplitudes, left) -> None:
    """Let after-spike currents decay over the refractory period and add those of a spike."""
    for j in range(min(len(currents), len(amplitudes))):
        currents[j] = amplitudes[j] + currents[j] * left[j]


def adapted_threshold(threshold, distance, target, V_left, left) -> float:
    """Return the threshold's share of the potential after a step, by the exact solution."""
    return distance * V_left + left * (threshold - distance - target) + target


class glif_cond(Neuron):
    r"""Generalized leaky integrate-and-fire neuron (GLIF) with conductance-based synapses.

    .. math::

        C_m \dot V = -g_m (V - E_L) - \sum_i g_i (V - E_{rev,i}) + I + \sum_j I_{asc,j}

    Each entry of `tau_syn` and `E_rev` makes a receptor, numbered from 1, with an alpha-shaped
    conductance that peaks at 1 nS for a spike of weight 1. Three mechanisms make five models:

    ====== ========================= ==================== ==================
    model  spike_dependent_threshold after_spike_currents adapting_threshold
    ====== ========================= ==================== ==================
    GLIF 1 no                        no                   no
    GLIF 2 yes                       no                   no
    GLIF 3 no                        yes                  no
    GLIF 4 yes                       yes                  no
    GLIF 5 yes                       yes                  yes
    ====== ========================= ==================== ==================

    References
    ----------
    C. Teeter et al. (2018), Generalized leaky integrate-and-fire models classify multiple neuron
    types, https://doi.org/10.1038/s41467-017-02717-4
    """

    parameters = {
        "E_L": Parameter(_E_L, "mV", "Resting potential", drawn=False),
        "V_reset": Parameter(_E_L, "mV", "Reset potential of GLIF 1 and 3", relative_to="E_L"),
        "V_th": Parameter(_V_TH, "mV", "Threshold far from any spike", relative_to="E_L"),
        "g_m": Parameter(9.43, "nS", "Conductance of the membrane"),
        "C_m": Parameter(58.72, "pF", "Capacitance of the membrane"),
        "t_ref": Parameter(3.75, "ms", "Duration of the refractory period"),
        "th_spike_add": Parameter(0.37, "mV", "Increment of the threshold per spike"),
        "th_spike_decay": Parameter(0.009, "1/ms", "Decay rate of that increment"),
        "voltage_reset_fraction": Parameter(0.2, "", "Fraction of V - E_L left after a spike"),
        "voltage_reset_add": Parameter(18.51, "mV", "What is added to that fraction"),
        "th_voltage_index": Parameter(0.005, "1/ms", "Coupling of the threshold to V"),
        "th_voltage_decay": Parameter(0.09, "1/ms", "Decay rate of the threshold's share of V"),
        "asc_init": Parameter((0.0, 0.0), "pA", "Not used by NEST: see ASCurrents"),
        "asc_decay": Parameter((0.003, 0.1), "1/ms", "Decay rates of the after-spike currents"),
        "asc_amps": Parameter((-9.18, -198.94), "pA", "Increments of these currents per spike"),
        "asc_r": Parameter((1.0, 1.0), "", "Fractions of these currents left after a spike"),
        "spike_dependent_threshold": Parameter(False, "", "GLIF 2, 4 and 5", drawn=False),
        "after_spike_currents": Parameter(False, "", "GLIF 3, 4 and 5", drawn=False),
        "adapting_threshold": Parameter(False, "", "GLIF 5", drawn=False),
        "tau_syn": Parameter(
            (0.2, 2.0), "ms", "Rise times of the conductances", fixed_by="has_connections"
        ),
        "E_rev": Parameter((0.0, -85.0), "mV", "Reversal potentials of the receptors"),
        "has_connections": Parameter(False, "", "Whether spikes can come in", readonly=True),
    }
    state = {
        "V_m": State(_E_L, "mV", "Membrane potential", relative_to="E_L"),
        "ASCurrents": State((0.0, 0.0), "pA", "After-spike currents"),
        "threshold_spike": State(0.0, "mV", "Threshold: increment by spikes", write_only=True),
        "threshold_voltage": State(0.0, "mV", "Threshold: share of V", write_only=True),
        "dg": State((0.0,), "nS/ms", "Auxiliary variable of g", readonly=True, per="tau_syn"),
        "g": State((0.0,), "nS", "Synaptic conductances", readonly=True, per="tau_syn"),
        # Relative to E_L, and not moved with V_th before the first step.
        "threshold": State(_V_TH - _E_L, "mV", hidden=True),
        "ASCurrents_sum": State(0.0, "pA", hidden=True),
        "I_stim": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
    }
    checks = (
        *_MECHANISM_CHECKS,
        Check(lambda V_reset, V_th: V_reset < V_th, "Reset potential must be below threshold."),
        *positive("C_m", "g_m", "t_ref"),
        Check(
            lambda E_rev, tau_syn: len(E_rev) == len(tau_syn),
            "Reversal potentials and synaptic time constants must have the same size.",
        ),
        all_positive("tau_syn"),
    )
    inputs = (Current("current"), SpikePorts("spikes", per="tau_syn"))
    recordables = {
        "V_m": lambda V_m, E_L: V_m + E_L,
        "I": lambda I_stim: I_stim,
        "ASCurrents_sum": lambda ASCurrents_sum: ASCurrents_sum,
        "threshold": lambda threshold, E_L: threshold + E_L,
        "threshold_spike": lambda threshold_spike: threshold_spike,
        "threshold_voltage": lambda threshold_voltage: threshold_voltage,
        "g": PerReceptor("g_", "tau_syn", lambda g, i: entry_or_nan(g, i)),
    }
    derived = (
        "t_ref_steps th_spike_left th_spike_left_t_ref"
        " V_left th_voltage_left coupling coupling_to_decay"
    )
    derived_vectors = {
        "slope": "tau_syn",
        "asc_left": "asc_decay",
        "asc_mean": "asc_decay",
        "asc_left_t_ref": "asc_decay",
    }
    ode = ("V_m", "dg", "g")

    @staticmethod
    def derive(
        h, tics, t_ref, g_m, C_m, th_spike_decay, th_voltage_decay, th_voltage_index,
        spike_dependent_threshold, after_spike_currents, adapting_threshold,
        asc_decay, asc_r, tau_syn, slope, asc_left, asc_mean, asc_left_t_ref,
    ):  # fmt: skip
        """Return what is left of each quantity after a step or a refractory period."""
        for i in range(len(tau_syn)):
            slope[i] = 1.0 * math.e / tau_syn[i]
        # What belongs to a mechanism that is switched off may have any value and length.
        if after_spike_currents:
            for j in range(len(asc_decay)):
                asc_left[j] = math.exp(-asc_decay[j] * h)
                asc_mean[j] = ((1.0 / asc_decay[j]) / h) * (1.0 - asc_left[j])
                asc_left_t_ref[j] = asc_r[j] * math.exp(-asc_decay[j] * t_ref)
        th_spike_left = th_spike_left_t_ref = 0.0
        if spike_dependent_threshold:
            th_spike_left = math.exp(-th_spike_decay * h)
            th_spike_left_t_ref = math.exp(-th_spike_decay * t_ref)
        V_left = th_voltage_left = coupling = coupling_to_decay = 0.0
        if adapting_threshold:
            V_left = math.exp(-g_m * h / C_m)
            th_voltage_left = 1 / math.exp(th_voltage_decay * h)
            coupling = th_voltage_index / (th_voltage_decay - g_m / C_m)
            coupling_to_decay = th_voltage_index / th_voltage_decay
        return (
            steps_from_ms(t_ref, tics), th_spike_left, th_spike_left_t_ref,
            V_left, th_voltage_left, coupling, coupling_to_decay,
        )  # fmt: skip

    @staticmethod
    def rhs(
        V_m, dg, g, d_dg, d_g, I_stim, ASCurrents_sum, refractory,
        V_reset, E_L, E_rev, tau_syn, g_m, C_m,
    ):  # fmt: skip
        """Return the derivative of the potential; fill in those of the conductances."""
        V = V_reset if refractory > 0.0 else V_m
        I_syn = 0.0
        for i in range(len(g)):
            I_syn += g[i] * (V + E_L - E_rev[i])
            d_dg[i] = -dg[i] / tau_syn[i]
            d_g[i] = dg[i] - (g[i] / tau_syn[i])
        slope = (-(g_m * V) - I_syn + I_stim + ASCurrents_sum) / C_m
        return (0.0 if refractory > 0.0 else slope,)

    @staticmethod
    def step(
        V_m, V_m_before, ASCurrents, threshold_spike, threshold_voltage, dg, threshold,
        ASCurrents_sum, I_stim, refractory, spikes, current, V_reset, V_th, g_m, t_ref_steps,
        spike_dependent_threshold, after_spike_currents, adapting_threshold, th_spike_add,
        th_spike_left, th_spike_left_t_ref, voltage_reset_fraction, voltage_reset_add, V_left,
        th_voltage_left, coupling, coupling_to_decay, asc_amps, asc_left, asc_mean, asc_left_t_ref,
        slope,
    ):  # fmt: skip
        """Advance threshold and after-spike currents, look for a spike, take in the inputs."""
        fired = False
        if refractory > 0.0:
            refractory -= 1.0
            V_m = V_m_before
        else:
            if spike_dependent_threshold:
                threshold_spike *= th_spike_left
            # The integration of the next step sees this mean, not the currents themselves.
            ASCurrents_sum = 0.0
            if after_spike_currents:
                ASCurrents_sum = decay_currents(ASCurrents, asc_mean, asc_left)
            if adapting_threshold:
                beta = (I_stim + ASCurrents_sum) / g_m
                threshold_voltage = adapted_threshold(
                    threshold_voltage, coupling * (V_m_before - beta), coupling_to_decay * beta,
                    V_left, th_voltage_left,
                )  # fmt: skip
            fired = V_m > threshold_spike + threshold_voltage + V_th
        if fired:
            refractory = t_ref_steps
            V_m = V_reset
            if after_spike_currents:
                add_currents(ASCurrents, asc_amps, asc_left_t_ref)
            if spike_dependent_threshold:
                V_m = voltage_reset_fraction * V_m_before + voltage_reset_add
                threshold_spike = threshold_spike * th_spike_left_t_ref + th_spike_add
        threshold = threshold_spike + threshold_voltage + V_th
        for i in range(len(dg)):
            dg[i] += spikes[i] * slope[i]
        return (
            V_m, threshold_spike, threshold_voltage, threshold, ASCurrents_sum, current, refractory,
            1.0 if fired else 0.0,
        )  # fmt: skip
