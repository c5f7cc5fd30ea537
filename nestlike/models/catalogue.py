"""The models there are. A new model is one file, and one line here."""

from nestlike.models.neurons.iaf_psc_alpha import iaf_psc_alpha
from nestlike.models.synapses.static_synapse import static_synapse
from nestlike.models.synapses.static_synapse_hom_w import static_synapse_hom_w
from nestlike.models.synapses.stdp_synapse import stdp_synapse

NODE_MODELS = (iaf_psc_alpha,)
SYNAPSE_MODELS = (static_synapse, static_synapse_hom_w, stdp_synapse)
