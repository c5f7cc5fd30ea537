"""The machine: one object that holds everything a simulation consists of.

``from nestlike.kernel import kernel`` is that object, as PyNEST has one kernel per process.
"""

from collections.abc import Sequence

from nestlike.kernel.clock import Clock
from nestlike.kernel.connections.connection_tables import Connections
from nestlike.kernel.messages import Messages
from nestlike.kernel.nodes.node_table import NodeTable
from nestlike.kernel.nodes.registry import ModelRegistry
from nestlike.kernel.random.engines import ENGINE_KINDS, Engines
from nestlike.kernel.running.simulation import Simulation
from nestlike.kernel.settings.kernel_settings import KernelSettings
from nestlike.kernel.space.placed_nodes import PlacedNodes
from nestlike.kernel.timers import Timers


class Kernel:
    """The state of the simulator, by part.

    Attributes
    ----------
    settings : KernelSettings
        Every kernel attribute that can be set.
    time : Clock
        Resolution and exact conversions of time.
    timers : Timers
        Where the time goes.
    messages : Messages
        Prints messages by verbosity.
    models : ModelRegistry
        Node and synapse models by name.
    nodes : NodeTable
        The nodes.
    placed_nodes : PlacedNodes
        Nodes with positions, ready for a search.
    connections : Connections
        The connection tables.
    random : Engines
        The random number engines.
    simulation : Simulation or None
        Prepares and runs; see `nestlike.kernel.running.simulation`.
    """

    def __init__(self):
        self.time = Clock()
        self.settings = KernelSettings(self.time)
        self.timers = Timers(self.settings)
        self.messages = self.settings.messages = Messages(self.settings)
        self.models = ModelRegistry((), ())
        self.nodes = NodeTable()
        self.placed_nodes = PlacedNodes()
        self.random = Engines()
        self.connections = Connections(self)
        self.simulation = Simulation(self)
        self._provide()
        self._follow()

    def _provide(self) -> None:
        settings = self.settings
        settings.know("nodes_exist", lambda: self.nodes.size > 0)
        settings.know("models_changed", lambda: self.models.changed)
        settings.know("simulated", lambda: getattr(self.simulation, "has_been_simulated", False))
        settings.provide("network_size", lambda: self.nodes.size)
        settings.provide("off_grid_spiking", lambda: self.off_grid)
        settings.provide("node_models", lambda: sorted(self.models.nodes))
        settings.provide("synapse_models", lambda: sorted(self.models.synapses))
        settings.provide("rng_types", lambda: sorted(ENGINE_KINDS))

    @property
    def off_grid(self) -> bool:
        """Whether spikes off the grid of time are passed on."""
        return self.nodes.off_grid or self.simulation.off_grid

    def _follow(self) -> None:
        for name in ("local_num_threads", "rng_type", "rng_seed"):
            self.settings.on_change(name, lambda old, new: self._reseed())
        self.settings.on_change("resolution", lambda old, new: self.models.retime(self.time))

    @property
    def version(self) -> tuple[int, int, int]:
        """What is another one after anything was made, connected or set."""
        return self.nodes.version, self.connections.version, self.settings.version

    def _reseed(self) -> None:
        read = self.settings.__getitem__
        self.random.reseed(read("rng_seed"), read("local_num_threads"), read("rng_type"))

    def offer_models(self, node_models: Sequence[type], synapse_models: Sequence[type]) -> None:
        """Register the built-in models; they live above the kernel and are handed down."""
        self.models = ModelRegistry(node_models, synapse_models)

    def reset(self) -> None:
        """Return to the state after start; only what NEST keeps is kept (see `Attribute`)."""
        self.settings.reset()
        self._reseed()
        parts = (self.models, self.nodes, self.placed_nodes, self.connections, self.simulation)
        for part in (*parts, self.timers):
            if part is not None:
                part.reset()


#: The one kernel of this process.
kernel = Kernel()
