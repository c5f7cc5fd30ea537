"""What connection rules share: which pairs they visit on a virtual process, in NEST's order."""

import numpy as np

from nestlike.compiler import Kernel
from nestlike.connect.populations import is_replicated
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_bool
from nestlike.models.synapse_declaration import refuse_unaccessed


class Rule:
    """A way to choose pairs of sources and targets.

    Every virtual process goes through its own targets with its own random engine.  A rule says
    which pairs it makes there: `pairs` one after the other, for whoever draws numbers in between,
    `all_pairs` at once where nobody does.

    Parameters
    ----------
    sources, targets : ndarray of int64
        Node ids, ascending.
    conn_spec : dict
        ``allow_autapses``, ``allow_multapses``, ``make_symmetric`` and what the rule adds.
    """

    #: Whether targets must be nodes that exist once.
    requires_proxies = True
    #: Whether choosing pairs consumes random numbers.
    draws = True
    #: The rule in compiled code, if there is any.
    loop: Kernel | None = None
    #: Whether ``make_symmetric`` is possible.
    can_be_symmetric = False

    def __init__(self, sources, targets, conn_spec: dict):
        self.sources, self.targets = sources, targets
        rest = {name: value for name, value in conn_spec.items() if name != "rule"}
        self.allow_autapses = as_bool("allow_autapses", rest.pop("allow_autapses", True))
        self.allow_multapses = as_bool("allow_multapses", rest.pop("allow_multapses", True))
        self.make_symmetric = as_bool("make_symmetric", rest.pop("make_symmetric", False))
        self.unknown = rest

    def read(self, conn_spec: dict) -> None:
        """Take the rule's own entries out of `conn_spec`, which is `unknown`."""

    def require_all_known(self) -> None:
        """Raise UnaccessedDictionaryEntry if entries are left that mean nothing to the rule."""
        known = ("rule", "allow_autapses", "allow_multapses", "make_symmetric")
        refuse_unaccessed("conn_spec", "Connect", list(self.unknown), known)

    @property
    def drawn(self) -> list:
        """What the rule itself draws, as random values."""
        return [q.value for q in vars(self).values() if getattr(q, "is_drawn", False)]

    def is_symmetric(self) -> bool:
        """Return whether the pairs are symmetric by themselves."""
        return False

    def pairs(self, vp: int, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        sources, targets, numbers = self.all_pairs(vp, engine)
        yield from zip(sources.tolist(), targets.tolist(), numbers.tolist(), strict=True)

    def all_pairs(self, vp: int, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        found = np.array(list(self.pairs(vp, engine)), np.int64).reshape(-1, 3)
        return found[:, 0], found[:, 1], found[:, 2]

    @property
    def n_visited(self) -> int:
        """Number of pairs that are looked at, all in all."""
        return len(self.sources) * len(self.targets)

    def compiled(self, drawn: list, vp: int, engine):
        """Return (pairs as `all_pairs`, columns of `drawn`) made by compiled code, or None.

        Parameters
        ----------
        drawn : list of Drawn
            What to draw for each connection after choosing it.
        """
        return None

    def local_targets(self, vp: int, stop: int | None = None):
        """Return the positions, among the targets (before `stop`), of the nodes that `vp` has."""
        n_vp, targets = kernel.connections.n_vp, self.targets[:stop]
        if n_vp == 1:
            return np.arange(len(targets))
        return np.flatnonzero((targets % n_vp == vp) | is_replicated(targets))

    def loops_over_all_targets(self, has_arrays: bool) -> bool:
        """Return whether NEST visits all targets, not the local nodes only."""
        contiguous = self.targets[-1] - self.targets[0] + 1 == len(self.targets)
        return has_arrays or not contiguous or len(self.targets) < kernel.nodes.size
