"""Connections of constant weight."""

from nestlike.models.synapse_declaration import SynapseModel, compact, labelled


class static_synapse(SynapseModel):
    """Synapse of constant weight.

    A spike arrives after the delay, multiplied by the weight.

    Parameters
    ----------
    weight : float, default 1.0
        In the unit of the target's input.
    delay : float, ms, default 1.0
        A whole number of steps after rounding.
    receptor_type : int, default 0
        Receptor of the target.
    """

    modelid = 29
    sizeof = 32


static_synapse_hpc = compact(static_synapse, modelid=30, sizeof=16)
static_synapse_lbl = labelled(static_synapse, modelid=31, sizeof=40)
