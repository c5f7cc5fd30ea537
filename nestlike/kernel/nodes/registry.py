"""The node and synapse models a user can name: built-in ones and copies."""

from typing import Any

from nestlike.kernel.clock import Clock
from nestlike.kernel.errors import (
    KernelException,
    NewModelNameExists,
    UnknownModelName,
    UnknownSynapseType,
    did_you_mean,
)
from nestlike.kernel.nodes.node_table import Block, prototype
from nestlike.kernel.settings.attributes import ATTRIBUTES

# Copies are numbered after NEST's own models, also where not all of these are here.
_NODE_MODELS_OF_NEST = 106
MAX_SYNAPSE_MODELS = ATTRIBUTES["max_num_syn_models"].start


class ModelEntry:
    """A model under one name, with the defaults new nodes or connections start from.

    Attributes
    ----------
    name : str
        The name users give.
    model : type
        The declaration, a subclass of NodeModel or SynapseModel.
    defaults : dict
        Values by quantity, as users see them.
    type_id : str
        Name of the built-in model it descends from.
    prototype : Block or None
        For nodes: the defaults as a node stores them, once they are needed.
    number : int
        NEST's model id, in order of registration.
    """

    def __init__(self, name: str, model, number: int, defaults: dict | None = None):
        self.name = name
        self.model = model
        self.number = number
        self.type_id = model.name()
        self.prototype: Any = None
        self.defaults = dict(defaults) if defaults is not None else model.initial_values()

    @property
    def replicated(self) -> bool:
        """Whether nodes created now have a replica on every virtual process."""
        flag = self.model.replicated_if
        if not flag:
            return self.model.replicated
        return self.prototype.columns[flag][0] if self.prototype else self.defaults[flag]

    def set_default(self, name: str, value) -> None:
        """Set the default of one quantity that is stored as users see it."""
        self.defaults[name] = value
        if self.prototype is not None:
            self.prototype.columns[name].put([0], value)


def _grid_of(clock):
    return clock.tics_per_ms, clock.tics_per_step


class ModelRegistry:
    """Every model by name; `nodes` and `synapses` map names to `ModelEntry`."""

    def __init__(self, node_models, synapse_models):
        self._built_in = (tuple(node_models), tuple(synapse_models))
        self.reset()

    def reset(self) -> None:
        """Forget copies and changed defaults."""
        nodes, synapses = self._built_in
        self.nodes = {m.name(): ModelEntry(m.name(), m, m.number()) for m in nodes}
        self.synapses = {m.name(): ModelEntry(m.name(), m, i) for i, m in enumerate(synapses)}
        # Built-in default times lie on the grid of the default resolution.
        self._grid = _grid_of(Clock())
        #: True once CopyModel or SetDefaults was used, which fixes the resolution.
        self.changed = False

    def retime(self, clock) -> None:
        """Put default times on the grid of a new resolution."""
        grid, (tics_per_ms, _) = _grid_of(clock), self._grid
        if grid == self._grid:
            return
        for entry in self.nodes.values():
            for name, quantity in entry.model.quantities().items():
                # NEST counts the old tics of the default by the new steps.
                tics = round(entry.defaults[name] * tics_per_ms) if quantity.steps else 0
                if tics % clock.tics_per_step:
                    entry.set_default(name, clock.ms_from_steps(quantity.steps))
        self._grid = grid

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
        old = table[existing]
        if table is self.synapses and len(table) >= MAX_SYNAPSE_MODELS:
            raise KernelException(
                f"Synapse model count exceeded: {new} is one more than the {MAX_SYNAPSE_MODELS}"
                " synapse models there can be."
            )
        built_in = _NODE_MODELS_OF_NEST if table is self.nodes else 0
        number = 1 + max(built_in - 1, *(entry.number for entry in table.values()))
        table[new] = ModelEntry(new, old.model, number, old.defaults)
        table[new].type_id = old.type_id
        if table is self.nodes:
            # A block made from an entry with a prototype is a copy of the prototype.
            table[new].prototype = prototype(old)
            table[new].prototype = Block(table[new], -1, 0, 1, 1)
        self.changed = True
        return table[new]
