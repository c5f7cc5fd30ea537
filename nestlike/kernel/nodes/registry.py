"""The node and synapse models a user can name: built-in ones and copies."""

from nestlike.kernel.errors import (
    KernelException,
    NewModelNameExists,
    UnknownModelName,
    UnknownSynapseType,
    did_you_mean,
)
from nestlike.kernel.nodes.model_table import ModelEntry, ModelTable
from nestlike.kernel.nodes.node_table import Block, prototype
from nestlike.kernel.settings.attributes import ATTRIBUTES

# Copies are numbered after NEST's own models, also where not all of these are here.
_NODE_MODELS_OF_NEST = 106
MAX_SYNAPSE_MODELS = ATTRIBUTES["max_num_syn_models"].start


class ModelRegistry:
    """Every model by name; `nodes` and `synapses` map names to `ModelEntry`.

    Parameters
    ----------
    node_models, synapse_models : sequence
        Classes, or what has ``name()``, ``number()`` and ``load()``, which returns the class.
    """

    def __init__(self, node_models, synapse_models):
        self._nodes = {m.name(): (m, m.number()) for m in node_models}
        self._synapses = {m.name(): (m, number) for number, m in enumerate(synapse_models)}
        self.reset()

    def reset(self) -> None:
        """Forget copies and changed defaults."""
        self.nodes = ModelTable(self._nodes, _NODE_MODELS_OF_NEST)
        self.synapses = ModelTable(self._synapses, len(self._synapses))
        #: True once CopyModel or SetDefaults was used, which fixes the resolution.
        self.changed = False

    def retime(self, clock) -> None:
        """Put default times of nodes on the grid of a new resolution."""
        self.nodes.retime(clock)

    def node(self, name: str) -> ModelEntry:
        """Return the node model `name`, or raise UnknownModelName."""
        if name not in self.nodes:
            raise UnknownModelName(
                f"{name} is not a known model name." + did_you_mean(name, self.nodes)
            )
        return self.nodes[name]

    def synapse(self, name: str) -> ModelEntry:
        """Return the synapse model `name`, or raise UnknownSynapseType."""
        if name not in self.synapses:
            raise UnknownSynapseType(
                f"Synapse type {name} does not exist." + did_you_mean(name, self.synapses)
            )
        return self.synapses[name]

    def copy(self, existing: str, new: str) -> ModelEntry:
        """Register a copy of model `existing` under the name `new`, with its present defaults."""
        if new in self.nodes or new in self.synapses:
            raise NewModelNameExists(
                f"Model {new} is the name of an existing model and cannot be re-used."
            )
        table = self.nodes if existing in self.nodes else self.synapses
        if existing not in table:
            known = [*self.nodes, *self.synapses]
            raise UnknownModelName(
                f"{existing} is not a known model name." + did_you_mean(existing, known)
            )
        if table is self.synapses and len(table) >= MAX_SYNAPSE_MODELS:
            raise KernelException(
                f"Synapse model count exceeded: {new} is one more than the {MAX_SYNAPSE_MODELS}"
                " synapse models there can be."
            )
        entry = table.copy(existing, new)
        if table is self.nodes:
            # A block made from an entry with a prototype is a copy of the prototype.
            entry.prototype = prototype(table[existing])
            entry.prototype = Block(entry, -1, 0, 1, 1)
        self.changed = True
        return entry
