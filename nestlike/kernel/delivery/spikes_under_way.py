"""Spikes that were sent before the connections changed and arrive afterwards.

NEST addresses a spike when it is sent.  Compressed, by synapse model, and by the number of its
source among the sources of that model: connections made since may number the sources anew, and
such a spike then reaches the targets of another source; connections of a model that its source did
not use before are not reached at all.  Not compressed, by the first of each stretch of connections
of its source: only stretches that existed are reached, as long as they are now.  A spike under way
is kept as one of a stand-in, an id beyond all nodes.  Connections made since connections were put
in order last are not addressed yet.
"""

import numpy as np

from nestlike.kernel.distinct import distinct

#: More than there are connections.
ALL = 1 << 62


class SpikesUnderWay:
    """Follows the addresses of spikes from one set of connections to the next."""

    def __init__(self):
        self._addresses: dict[int, dict] = {}
        self._directory: SourceNumbers | RowCounts | None = None

    @property
    def stand_ins(self) -> list[int]:
        """The ids that stand for the sources of spikes under way."""
        return list(self._addresses)

    def follow(self, processes: list, connections, n_nodes: int) -> None:
        """Readdress the spikes in the outboxes now that the connections are others."""
        kind = SourceNumbers if connections.compressed else RowCounts
        directory = kind(connections)
        waiting = [distinct(nodes) for nodes in _waiting(processes)]
        addresses, self._addresses = self._addresses, {}
        if self._directory is not None and any(len(nodes) for nodes in waiting):
            # An address of the other kind means nothing any more.
            same_kind = type(directory) is type(self._directory)
            new_ids = {}
            for node in distinct(np.concatenate(waiting)).tolist():
                address = addresses.get(node) or self._directory.address(node)
                new_ids[node] = n_nodes + 1 + len(new_ids)
                self._addresses[new_ids[node]] = address if same_kind else {}
            for nodes in _waiting(processes):
                nodes[:] = [new_ids[node] for node in nodes.tolist()]
        self._directory = directory

    def reached(self, model: int, vp: int):
        """Yield what spikes under way reach through one table.

        Parameters
        ----------
        model, vp : int
            Number of the synapse model, and virtual process.

        Yields
        ------
        tuple of int
            A stand-in, the source whose connections it reaches, the number of the row before
            which stretches have to begin, and the rows that were muted when it was sent (bool
            array, or None).
        """
        for stand_in, address in self._addresses.items():
            if model in address:
                found = self._directory.reached(address[model], model, vp)
                if found is not None:
                    yield stand_in, *found


class SourceNumbers:
    """Sources by synapse model, in NEST's order of numbering.

    Sources with targets on the first virtual process come first, ascending, then those that have
    targets on the second but not on the first, and so on.
    """

    def __init__(self, connections):
        self._numbered: dict[int, np.ndarray] = {}
        for by_model in connections.tables:
            for model, table in by_model.items():
                # Sources count even if all their connections are disabled.
                sources, begin, _ = table.endpoints.runs()
                ids = distinct(sources[begin < table.n_arranged])
                known = self._numbered.get(model, np.empty(0, np.int64))
                self._numbered[model] = np.append(known, ids[~np.isin(ids, known)])

    def address(self, node: int) -> dict[int, int]:
        """Return the number of a source by synapse model."""
        found = {model: np.flatnonzero(ids == node) for model, ids in self._numbered.items()}
        return {model: int(at[0]) for model, at in found.items() if len(at)}

    def reached(self, number: int, model: int, vp: int):
        """Return the source that has a number, and that all of its connections are reached."""
        ids = self._numbered.get(model, ())
        return (int(ids[number]), ALL, None) if number < len(ids) else None


class RowCounts:
    """Number of connections by synapse model and virtual process, and which of them are muted."""

    def __init__(self, connections):
        self._rows: dict[int, dict[int, tuple]] = {}
        for vp, by_model in enumerate(connections.tables):
            for model, table in by_model.items():
                self._rows.setdefault(model, {})[vp] = table.n_arranged, table.muted

    def address(self, node: int) -> dict[int, tuple]:
        """Return a source and what is known of the rows there are, by synapse model."""
        return {model: (node, rows) for model, rows in self._rows.items()}

    def reached(self, address: tuple, model: int, vp: int):
        """Return the source, the number of rows there were, and which were muted."""
        node, rows = address
        return node, *rows.get(vp, (0, None))


def _waiting(processes: list):
    """Yield the arrays of node ids in the outboxes."""
    for process in processes:
        yield from process.outboxes.waiting()
