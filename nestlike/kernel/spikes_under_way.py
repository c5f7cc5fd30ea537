"""Spikes that were sent before the connections changed and arrive afterwards.

NEST addresses a spike when it is sent: by synapse model, and by the number of its source among the
sources of that model.  Connections made since may number the sources anew, and such a spike then
reaches the targets of another source; connections of a model that its source did not use before
are not reached at all.  A spike under way is kept as one of a stand-in, an id beyond all nodes.
"""

import numpy as np

from nestlike.kernel.distinct import distinct


def number_sources(connections) -> dict[int, np.ndarray]:
    """Return, by synapse model, the ids of its sources in NEST's order of numbering.

    Sources with targets on the first virtual process come first, ascending, then those that have
    targets on the second but not on the first, and so on.
    """
    numbered: dict[int, np.ndarray] = {}
    for by_model in connections.tables:
        for model, table in by_model.items():
            if table.disabled is None:
                ids = distinct(table.endpoints.runs()[0])
            else:
                ids = distinct(table.source[~table.disabled])
            known = numbered.get(model, np.empty(0, np.int64))
            numbered[model] = np.append(known, ids[~np.isin(ids, known)])
    return numbered


class SpikesUnderWay:
    """Follows the addresses of spikes from one set of connections to the next.

    Attributes
    ----------
    stand_ins : dict of int to dict of int to int
        By stand-in: the source whose targets are reached, by synapse model.
    """

    def __init__(self):
        self.stand_ins: dict[int, dict[int, int]] = {}
        self._addresses: dict[int, dict[int, int]] = {}
        self._numbered: dict[int, np.ndarray] | None = None

    def follow(self, processes: list, connections, n_nodes: int) -> None:
        """Readdress the spikes in the outboxes now that the connections are others."""
        numbered = number_sources(connections)
        waiting = [distinct(nodes) for nodes in _waiting(processes)]
        addresses, self._addresses, self.stand_ins = self._addresses, {}, {}
        if self._numbered is not None and any(len(nodes) for nodes in waiting):
            new_ids = {}
            for node in distinct(np.concatenate(waiting)).tolist():
                address = addresses.get(node) or _address(node, self._numbered)
                stand_in = n_nodes + 1 + len(new_ids)
                new_ids[node] = stand_in
                self._addresses[stand_in] = address
                self.stand_ins[stand_in] = _targets(address, numbered)
            for nodes in _waiting(processes):
                nodes[:] = [new_ids[node] for node in nodes.tolist()]
        self._numbered = numbered


def _waiting(processes: list):
    """Yield the arrays of node ids in the outboxes."""
    for process in processes:
        yield from process.outboxes.waiting()


def _address(node: int, numbered: dict) -> dict[int, int]:
    """Return the number of a source by synapse model."""
    found = {model: np.flatnonzero(ids == node) for model, ids in numbered.items()}
    return {model: int(at[0]) for model, at in found.items() if len(at)}


def _targets(address: dict, numbered: dict) -> dict[int, int]:
    """Return the source that now has the number, by synapse model."""
    return {
        model: int(numbered[model][number])
        for model, number in address.items()
        if model in numbered and number < len(numbered[model])
    }
