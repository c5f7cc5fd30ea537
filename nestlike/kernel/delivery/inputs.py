"""From a connection's target and receptor to an index into the ring buffer's rows."""

import numpy as np

from nestlike.kernel.delivery.static_delivery import CALLS, COUNTS
from nestlike.kernel.distinct import distinct

IGNORED = 0


class Inputs:
    """Finds neurons of one virtual process, and their inputs, by node id.

    Parameters
    ----------
    runtimes : list of NeuronRuntime or ReceiverRuntime
    receptions : Receptions
        Where nodes are numbered that take spikes one by one.
    n_nodes, n_vp : int
        Nodes in the network, and virtual processes; node i of this one is found at i // n_vp.

    Attributes
    ----------
    n_vp : int
    """

    def __init__(self, runtimes: list, receptions, n_nodes: int, n_vp: int):
        self._runtimes, self._receptions, self.n_vp = runtimes, receptions, n_vp
        self._number = np.zeros(n_nodes // n_vp + 1, np.int32)
        self._replicas: dict[int, int] = {}
        for runtime in runtimes:
            self._find(runtime.block, runtime.first_neuron)
        self._n_neurons = sum(runtime.block.n for runtime in runtimes)
        self._known: dict = {}
        self._known_by_node: dict = {}
        self._width = max([1, *(r.offset + r.width for r in runtimes if hasattr(r, "offset"))])

    def _find(self, block, number: int) -> None:
        if block.model.replicated:
            self._replicas.update({node: number + k for k, node in enumerate(block.ids().tolist())})
            return
        first = block.first_id // self.n_vp
        self._number[first : first + block.n] = np.arange(number, number + block.n)

    def neurons(self, targets) -> np.ndarray:
        """Return the number of each target (node id) among the neurons here, as int32."""
        found = self._number[targets // self.n_vp]
        for i in np.flatnonzero(np.isin(targets, list(self._replicas))) if self._replicas else ():
            found[i] = self._replicas[int(targets[i])]
        return found

    def resolve(self, targets, receptors, current: bool = False):
        """Return where events for some targets go.

        Parameters
        ----------
        targets : ndarray of int64
            Node ids.
        receptors : ndarray of int64, or int
            Receptor port of each connection, or of all.
        current : bool
            Whether the events are currents instead of spikes.

        Returns
        -------
        tuple of ndarray of uint32
            Index for events of positive weight, and for all others.
        """
        neurons, ports = self.neurons(targets), distinct(receptors).tolist()
        if len(ports) == 1:
            return tuple(by_neuron[neurons] for by_neuron in self._at_port(ports[0], current))
        found = np.zeros((2, len(targets)), np.uint32)
        for port in ports:
            where = np.flatnonzero(receptors == port)
            for row, by_neuron in zip(found, self._at_port(port, current), strict=True):
                row[where] = by_neuron[neurons[where]]
        return tuple(found)

    def by_neuron(self, port: int):
        """Return the index of each neuron at a port, (2, n) uint32: see `resolve`."""
        return self._at_port(port, False)

    def nodes(self) -> np.ndarray:
        """Return the node id of each neuron, by its number, as int64."""
        return np.concatenate([np.empty(0, np.int64), *(r.block.ids() for r in self._runtimes)])

    def reversible(self, port: int, low: int, high: int):
        """Return how events at a port reach nodes whose ids lie between two, and the way back.

        Returns
        -------
        ndarray of uint32, shape (2, m)
            By node id // n_vp: index for events of positive weight, and for all others.
        ndarray of int64
            Node id by index.  None in place of both where indices do not tell which node they
            belong to, or carry a flag.
        """
        if any(low <= node <= high for node in self._replicas):
            return None
        by_node, plain, nodes = self._by_node(port)
        stretch = slice(low // self.n_vp, high // self.n_vp + 1)
        return (by_node, nodes) if plain[stretch].all() else None

    def _by_node(self, port: int):
        if port not in self._known_by_node:
            by_neuron = self._at_port(port, False)
            by_node = np.zeros((2, len(self._number)), np.uint32)
            plain = np.ones(len(self._number), bool)
            nodes = np.zeros(self._width, np.int64)
            for runtime in self._runtimes:
                block, number = runtime.block, runtime.first_neuron
                if block.model.replicated:
                    continue
                found = by_neuron[:, number : number + block.n]
                here = slice(block.first_id // self.n_vp, block.first_id // self.n_vp + block.n)
                by_node[:, here] = found
                plain[here] = ((found > IGNORED) & (found < CALLS)).all(axis=0)
                for row in found if plain[here].all() else ():
                    nodes[row] = block.ids()
            self._known_by_node[port] = by_node, plain, nodes
        return self._known_by_node[port]

    def _at_port(self, port: int, current: bool):
        """Return both indices for every neuron at one receptor port."""
        if (port, current) not in self._known:
            found = np.full((2, self._n_neurons), IGNORED, np.uint32)
            for runtime in self._runtimes:
                stretch = slice(runtime.first_neuron, runtime.first_neuron + runtime.block.n)
                for row, first in zip(found, self._first(runtime, port, current), strict=True):
                    if first != IGNORED:
                        row[stretch] = first + np.arange(runtime.block.n)
            self._known[port, current] = found
        return self._known[port, current]

    def _first(self, runtime, port: int, current: bool) -> tuple[int, int]:
        if current or not hasattr(runtime.model, "receive"):
            return first_inputs(runtime, port, current)
        first = CALLS | self._receptions.add(runtime, port)
        return first, first


def first_inputs(runtime, port: int, current: bool) -> tuple[int, int]:
    """Return the first neuron's index at a port, for events of positive weight and for others."""
    for entry in getattr(runtime.model, "inputs", ()):
        if (type(entry).__name__ == "Current") != current or not _takes(entry, port, runtime):
            continue
        row = port - 1 if hasattr(entry, "per") else 0  # there, one row for each port
        flag = COUNTS if type(entry).__name__ == "SpikeCounts" else 0
        rows = [runtime.channel_row(name) + row for name in entry.channels]
        places = [(runtime.offset + row * runtime.block.n) | flag for row in rows]
        return places[0], places[-1]
    return IGNORED, IGNORED


def _takes(entry, port: int, runtime) -> bool:
    return 1 <= port <= runtime.n_receptors if hasattr(entry, "per") else port == entry.port
