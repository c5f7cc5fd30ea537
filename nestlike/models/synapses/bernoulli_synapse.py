"""Connections that fail to transmit at random."""

from nestlike.kernel.errors import BadProperty
from nestlike.models.declaration import Parameter
from nestlike.models.synapse_declaration import SynapseModel, compact, first_where, labelled
from nestlike.numerics.engine import uniform


class bernoulli_synapse(SynapseModel):
    """Synapse that transmits each spike with a fixed probability.

    Parameters
    ----------
    weight : float, default 1.0
        In the unit of the target's input.
    delay : float, ms, default 1.0
        A whole number of steps after rounding.
    p_transmit : float, default 1.0
        Probability that a spike is transmitted, from 0 to 1 (BadProperty).
    receptor_type : int, default 0
        Receptor of the target.

    References
    ----------
    S. Lefort et al. (2009), doi:10.1016/j.neuron.2008.12.020
    """

    modelid = 0
    sizeof = 40
    parameters = {"p_transmit": Parameter(1.0, "", "Probability that a spike is transmitted")}
    carries = ("spike",)
    from_any_device = False
    unreliable = True

    @staticmethod
    def on_spike(weight, p_transmit, engine):
        """Return the weight, and whether the spike is transmitted."""
        return weight, uniform(engine) < p_transmit

    @classmethod
    def verify(cls, values: dict) -> None:
        """Raise BadProperty unless `p_transmit` is a probability."""
        p = values["p_transmit"]
        if wrong := first_where((p < 0) | (p > 1), p):
            raise BadProperty(f"Spike transmission probability must be in [0, 1], not {wrong[0]}.")


bernoulli_synapse_hpc = compact(bernoulli_synapse, modelid=1, sizeof=24)
bernoulli_synapse_lbl = labelled(bernoulli_synapse, modelid=2, sizeof=48)
