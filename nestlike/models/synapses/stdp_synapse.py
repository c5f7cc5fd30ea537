"""Spike-timing dependent plasticity of every pair of spikes."""

import math

from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter, State
from nestlike.models.synapse_declaration import SynapseModel, compact, first_where, labelled


class stdp_synapse(SynapseModel):
    """Synapse with spike-timing dependent plasticity, all pairs of spikes, weight-dependent.

    A postsynaptic spike facilitates, a presynaptic one depresses:
    w -> w + Wmax lambda (1 - w/Wmax)^mu_plus K_plus and
    w -> w - Wmax alpha lambda (w/Wmax)^mu_minus K_minus, with exponential traces K of the
    other side's spikes, and 0 and Wmax as limits.

    Parameters
    ----------
    tau_plus : float, ms, default 20.0
        Time constant of the presynaptic trace (that of the other is the target's ``tau_minus``).
    lambda : float, default 0.01
        Step size.
    alpha : float, default 1.0
        Depression relative to facilitation.
    mu_plus, mu_minus : float, default 1.0
        Exponents of the dependence on weight.
    Wmax : float, default 100.0
        Largest weight, of the same sign as the weight.

    References
    ----------
    R. Guetig et al. (2003), doi:10.1523/JNEUROSCI.23-09-03697.2003
    """

    modelid = 50
    sizeof = 96
    parameters = {
        "tau_plus": Parameter(20.0, "ms", "Time constant of the presynaptic trace"),
        "lambda": Parameter(0.01, "", "Step size"),
        "alpha": Parameter(1.0, "", "Depression relative to facilitation"),
        "mu_plus": Parameter(1.0, "", "Exponent of facilitation"),
        "mu_minus": Parameter(1.0, "", "Exponent of depression"),
        "Wmax": Parameter(100.0, "", "Largest weight"),
    }
    state = {
        "Kplus": State(0.0, "", "Presynaptic trace"),
        "t_lastspike": State(0.0, "ms", "Time of the last presynaptic spike", hidden=True),
    }
    carries = ("spike",)
    from_any_device = False
    learns = True

    @staticmethod
    def on_post_spike(weight, Kplus, minus_dt, tau_plus, lambda_, mu_plus, Wmax):
        """Facilitate the weight for a spike of the target."""
        normal = weight / Wmax
        normal = normal + lambda_ * math.pow(1.0 - normal, mu_plus) * (
            Kplus * math.exp(minus_dt / tau_plus)
        )
        return normal * Wmax if normal < 1.0 else Wmax

    @staticmethod
    def on_spike(
        weight, Kplus, t_lastspike, t_spike, K_minus, tau_plus, lambda_, alpha, mu_minus, Wmax
    ):
        """Depress the weight for a spike of the source and send it."""
        normal = weight / Wmax
        normal = normal - alpha * lambda_ * math.pow(normal, mu_minus) * K_minus
        weight = normal * Wmax if normal > 0.0 else 0.0
        Kplus = Kplus * math.exp((t_lastspike - t_spike) / tau_plus) + 1.0
        return weight, weight, Kplus, t_spike

    @classmethod
    def verify(cls, values: dict) -> None:
        """Raise BadProperty unless weight and Wmax have one sign and Kplus is not negative."""
        weight, Wmax, Kplus = values["weight"], values["Wmax"], values["Kplus"]
        if wrong := first_where((weight >= 0) != (Wmax >= 0), weight, Wmax):
            raise BadProperty(
                "Weight and Wmax must have same sign (0 counts as positive), "
                f"not {wrong[0]} and {wrong[1]}."
            )
        if wrong := first_where(Kplus < 0, Kplus):
            raise BadProperty(f"Kplus must be non-negative, not {wrong[0]}.")


stdp_synapse_hpc = compact(stdp_synapse, modelid=51, sizeof=80)
stdp_synapse_lbl = labelled(stdp_synapse, modelid=52, sizeof=104)
