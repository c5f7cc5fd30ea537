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
    #: Whether the rule itself connects both ways.
    connects_back = False
    #: Whether weights, delays or parameters come in arrays.
    has_arrays = False

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

    def engine(self, vp: int):
        """Return the random engine that chooses pairs and draws their quantities."""
        return kernel.random.vp_specific[vp]

    def stages(self):
        """Yield the rules that make the connections, one after the other."""
        yield self

    def stretches(self):
        """Yield rules that a process tries one by one, however those before it end."""
        yield self

    def pass_over(self, n: int) -> None:
        """Begin `n` values later in arrays of values; nothing but lists has to."""

    def n_after(self, number: int) -> int:
        """Return the number of values in arrays that follow connection `number` in a stretch."""
        return 0

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
        """Return the `Pieces` that compiled code makes of all pairs, or None.

        Parameters
        ----------
        drawn : list of Drawn
            What to draw for each connection after choosing it.
        """
        return None

    def local_targets(self, vp: int, stop: int | None = None):
        """Return the positions, among the targets (before `stop`), of the nodes that `vp` has."""
        return np.flatnonzero(self.has(vp, self.targets[:stop]))

    def has(self, vp: int, nodes):
        """Return, for each node id, whether virtual process `vp` has the node."""
        n_vp = kernel.connections.n_vp
        if n_vp == 1:
            return np.ones(len(nodes), bool)
        return (nodes % n_vp == vp) | is_replicated(nodes)

    def visited_targets(self, vp: int):
        """Return pairs of a local target and the number of targets before that others have.

        NEST passes over one value in an array of values for each of the latter.
        """
        local = self.local_targets(vp)
        others = local - np.arange(len(local))
        return zip(self.targets[local].tolist(), others.tolist(), strict=True)

    def loops_over_all_targets(self) -> bool:
        """Return whether NEST visits all targets, not the local nodes only."""
        covered = len(self.targets) == kernel.nodes.size
        one_model = len({id(population.entry) for population in kernel.nodes.populations}) == 1
        return self.has_arrays or not (covered and one_model)
