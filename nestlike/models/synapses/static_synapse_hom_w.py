"""Connections that share one constant weight."""

from nestlike.models.synapse_declaration import WEIGHT, SynapseModel


class static_synapse_hom_w(SynapseModel):
    """Synapse with one constant weight for all connections of the model.

    Parameters
    ----------
    weight : float, default 1.0
        In the unit of the target's input; set by ``SetDefaults`` or ``CopyModel``.
    delay : float, ms, default 1.0
        A whole number of steps after rounding.
    receptor_type : int, default 0
        Receptor of the target.
    """

    modelid = 32
    sizeof = 24
    common = {"weight": WEIGHT}
