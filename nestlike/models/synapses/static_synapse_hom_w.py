"""Connections that share one constant weight."""

from nestlike.models.synapse_declaration import WEIGHT, SynapseModel, compact, labelled


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


static_synapse_hom_w_hpc = compact(static_synapse_hom_w, modelid=33, sizeof=8)
static_synapse_hom_w_lbl = labelled(static_synapse_hom_w, modelid=34, sizeof=32)
