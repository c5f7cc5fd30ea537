"""The models, one file each, and the classes they are declared with."""

from nestlike.models.catalogue import NODE_MODELS, SYNAPSE_MODELS

__all__ = ["NODE_MODELS", "SYNAPSE_MODELS"]
