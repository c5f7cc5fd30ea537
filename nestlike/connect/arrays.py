"""Connect arrays of node ids pair by pair; ids may repeat."""

import numpy as np

from nestlike.connect.builder import make, raise_first
from nestlike.connect.rule import Rule
from nestlike.connect.synapse_specification import SynapseSpecification
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadParameter, UnknownNode


def connect_arrays(sources, targets, syn_spec: dict) -> None:
    """Connect ``sources[i]`` to ``targets[i]``.

    Parameters
    ----------
    sources, targets : ndarray of int, shape (n,)
        Node ids.
    syn_spec : dict
        ``synapse_model``; arrays of shape (n,) for weight and delay (ms), and scalars or such
        arrays for parameters.

    Raises
    ------
    UnknownNode
        If an id is not that of a node.
    BadParameter
        If the synapse model lacks a parameter, or a value should be an integer.
    NESTError
        If a connection is impossible.  Each process keeps what it made before.
    """
    kernel.nodes.number_locally()
    pairs = ArrayPairs(np.asarray(sources, np.int64), np.asarray(targets, np.int64), {})
    spec = pairs.specification(syn_spec)
    kernel.connections.note_change()
    raise_first(make(pairs, [spec]))


class ArrayPairs(Rule):
    """Pairs as the user lists them, up to the first that cannot even be looked at."""

    requires_proxies = False
    draws = False

    @property
    def n_visited(self) -> int:
        """Number of pairs."""
        return len(self.sources)

    def specification(self, syn_spec: dict) -> SynapseSpecification:
        """Return the specification with an array for every value."""
        n, values = len(self.sources), {}
        self._fractions = []
        entry = kernel.models.synapse(syn_spec["synapse_model"])
        for name, value in syn_spec.items():
            values[name] = value
            if name != "synapse_model":
                values[name] = np.broadcast_to(np.asarray(value, np.float64), n)
            if entry.model.accepts().get(name, as_double) is not as_double:
                values[name] = self._as_integers(name, values[name])
        known = entry.model.defaults_dict(entry)
        for name in values:
            if name not in known:
                raise BadParameter(f"{entry.name} does not have parameter {name}")
        return SynapseSpecification(values)

    def _as_integers(self, name: str, values):
        rounded = values.astype(np.int64)
        wrong = rounded != values
        if wrong.any():
            error = BadParameter(f"Expected integer value for {name}, but got double.")
            self._fractions.append((wrong, error))
        return rounded

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        local, error = self._visited(vp)
        if error is not None:
            raise error
        return self.sources[local], self.targets[local], local

    def pairs(self, vp, engine):
        """Yield (source, target, number) on virtual process `vp`, then raise if there is cause."""
        local, error = self._visited(vp)
        for k in local.tolist():
            yield int(self.sources[k]), int(self.targets[k]), k
        if error is not None:
            raise error

    def _visited(self, vp: int):
        """Return the numbers of pairs on `vp` that can be looked at, and what ends them."""
        stop, error = self._first_unknown()
        local = self.local_targets(vp, stop)
        for wrong, reason in self._fractions:
            at = np.flatnonzero(wrong[local])
            if len(at):
                local, error = local[: at[0]], reason
        return local, error

    def _first_unknown(self):
        """Return the number of the first pair with a node that does not exist, and the error."""
        ids = np.stack([self.sources, self.targets], axis=1).ravel()
        unknown = np.flatnonzero((ids < 1) | (ids > kernel.nodes.size))
        if not len(unknown):
            return len(self.sources), None
        return unknown[0] // 2, UnknownNode(f"Node with id {ids[unknown[0]]} does not exist.")
