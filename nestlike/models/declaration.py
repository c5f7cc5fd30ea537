"""The words a model is written in: parameters, state, inputs, receptors.

A model is one class in one file.  It holds declarations and a few functions of named scalars; the
loops around them, the dictionaries users see and the checks are derived from these.
"""

from nestlike.models.inputs import Current, PerReceptor, SpikeCounts, SpikePorts, Spikes
from nestlike.models.neuron import Neuron
from nestlike.models.node_model import NodeModel
from nestlike.models.quantities import (
    INFINITY,
    Check,
    Parameter,
    State,
    all_positive,
    length_of,
    not_negative,
    positive,
)

__all__ = [
    "INFINITY",
    "Check",
    "Current",
    "Neuron",
    "NodeModel",
    "Parameter",
    "PerReceptor",
    "SpikeCounts",
    "SpikePorts",
    "Spikes",
    "State",
    "all_positive",
    "length_of",
    "not_negative",
    "positive",
]
