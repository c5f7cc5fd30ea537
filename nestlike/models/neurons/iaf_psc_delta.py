"""Leaky integrate-and-fire neuron whose potential jumps with each incoming spike."""

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

_OFFSET = "ignore_and_spike_offset"


class iaf_psc_delta(Neuron):
    r"""Leaky integrate-and-fire neuron with delta-shaped synaptic currents.

    .. math::

        \dot V = -\frac{V - E_L}{\tau_m} + \frac{I_e + I_{stim}}{C_m}

    A spike of weight w (mV) moves the potential by w.  Spikes that arrive in the refractory period
    are lost, or with `refractory_input` kept, discounted by the membrane's decay, until it ends.

    References
    ----------
    M. Diesmann et al. (2001), doi:10.1016/S0925-2312(01)00409-X
    """

    parameters = {
        "E_L": Parameter(-70.0, "mV", "Resting membrane potential"),
        "V_reset": Parameter(-70.0, "mV", "Reset potential", relative_to="E_L"),
        "V_th": Parameter(-55.0, "mV", "Spike threshold", relative_to="E_L"),
        "V_min": Parameter(-sys.float_info.max, "mV", "Lower bound of V_m", relative_to="E_L"),
        "I_e": Parameter(0.0, "pA", "Constant input current"),
        "C_m": Parameter(250.0, "pF", "Capacitance of the membrane"),
        "tau_m": Parameter(10.0, "ms", "Membrane time constant"),
        "t_ref": Parameter(2.0, "ms", "Duration of the refractory period"),
        "refractory_input": Parameter(False, "", "Whether spikes during refractoriness count"),
    }
    state = {
        "V_m": State(-70.0, "mV", "Membrane potential", relative_to="E_L"),
        "I_stim": State(0.0, "pA", hidden=True),
        "refractory": State(0.0, "steps", hidden=True),
        "kept_spikes": State(0.0, "mV", hidden=True),
        "until_forced": State(0.0, "steps", hidden=True),
    }
    checks = (
        Check(lambda V_reset, V_th: V_reset < V_th, "V_reset must be below V_th."),
        *positive("C_m", "tau_m"),
        *not_negative("t_ref"),
    )
    inputs = (Spikes("spikes"), Current("current"))
    recordables = {"V_m": lambda V_m, E_L: V_m + E_L}
    derived = "P33 P30 t_ref_steps per_step forced_first forced_interval"
    rare = ("refractory_input", "ignore_and_spike")

    @classmethod
    def claims(cls, given):
        """Whether something happens beyond storing: a new offset starts the forced spikes anew."""
        return _OFFSET in given or super().claims(given)

    @classmethod
    def claim(cls, proposal, position, given):
        """Claim the offset besides what all neurons claim."""
        claimed = super().claim(proposal, position, given)
        return {**claimed, _OFFSET: None} if _OFFSET in given else claimed

    @classmethod
    def settle(cls, block, k, claimed):
        """Start the forced spikes of neuron `k` anew if there is a new offset."""
        if _OFFSET in claimed:
            block.state[list(cls.state).index("until_forced"), k] = 0.0
        super().settle(block, k, {key: claimed[key] for key in claimed if key != _OFFSET})

    @staticmethod
    def derive(
        h, tics, C_m, tau_m, t_ref, ignore_and_spike_offset, ignore_and_spike_interval
    ):  # fmt: skip
        """Return the propagators over one step and the schedule of forced spikes."""
        P33 = math.exp(-h / tau_m)
        return (
            P33,
            1.0 / C_m * (1.0 - P33) * tau_m,
            steps_from_ms(t_ref, tics),
            h,
            steps_from_ms(ignore_and_spike_offset, tics),
            steps_from_ms(ignore_and_spike_interval, tics),
        )

    @staticmethod
    def step(
        V_m, I_stim, refractory, kept_spikes, until_forced, spikes, current,
        P33, P30, t_ref_steps, per_step, forced_first, forced_interval,
        I_e, V_th, V_reset, V_min, tau_m, refractory_input, ignore_and_spike,
    ):  # fmt: skip
        """Advance one neuron by one step."""
        V = P30 * (I_stim + I_e) + P33 * V_m + spikes
        is_refractory = refractory > 0.0
        if refractory_input > 0.0:
            if is_refractory:
                kept_spikes = kept_spikes + spikes * math.exp(-refractory * per_step / tau_m)
            elif kept_spikes != 0.0:
                V = V + kept_spikes
                kept_spikes = 0.0
        V = V_min if V < V_min else V
        V = V_m if is_refractory else V
        refractory = refractory - 1.0 if is_refractory else refractory
        fired = V >= V_th
        if ignore_and_spike > 0.0:
            until_forced = (until_forced if until_forced > 0.0 else forced_first) - 1.0
            fired = until_forced == 0.0
            until_forced = forced_interval if fired else until_forced
        refractory = t_ref_steps if fired else refractory
        V = V_reset if fired else V
        return V, current, refractory, kept_spikes, until_forced, 1.0 if fired else 0.0
