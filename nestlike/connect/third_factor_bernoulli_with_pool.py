"""Connect a third node to the target of a connection with a given probability."""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_double, as_long, as_string
from nestlike.kernel.errors import BadProperty
from nestlike.numerics.ordered_sample import ordered_sample


class ThirdFactorBernoulliWithPool:
    """With probability `p`, one node of the target's pool of third nodes.

    Parameters
    ----------
    third, targets : ndarray of int64
        Node ids.
    conn_spec : dict
        ``p`` (float, default 1), ``pool_size`` (int, default all third nodes) and ``pool_type``:
        ``"random"`` (default), a pool is drawn for each target; ``"block"``, targets share the
        third nodes out in their order.
    specs : list of SynapseSpecification
        Of the connections from third nodes to targets.

    Attributes
    ----------
    found : list of list of tuple
        By virtual process: (source, third node) of pairs that got a third node.

    Raises
    ------
    BadProperty
        If `p` is not in [0, 1], or pools of this type and size are not possible.
    """

    def __init__(self, third, targets, conn_spec: dict, specs: list):
        self.third, self.targets, self.specs = third, targets, specs
        self.p = as_double("p", conn_spec.get("p", 1.0))
        self.pool_size = as_long("pool_size", conn_spec.get("pool_size", len(third)))
        if not 1 <= self.pool_size <= len(third):
            raise BadProperty(
                "Pool size 1 <= pool_size <= size of third-factor population required: "
                f"it is {self.pool_size}, and there are {len(third)} third nodes."
            )
        pool_type = as_string("pool_type", conn_spec.get("pool_type", "random"))
        if pool_type not in ("random", "block"):
            raise BadProperty(f"pool_type must be 'random' or 'block', not {pool_type!r}.")
        if self.p < 0 or self.p > 1:
            raise BadProperty(
                "Conditional probability of third-factor connection 0 <= p <= 1 required, "
                f"and p is {self.p}."
            )
        self.random = pool_type == "random"
        if not self.random:
            self._require_blocks()
        n_vp = kernel.connections.n_vp
        self.found = [[] for _ in range(n_vp)]
        self._pools = [{} for _ in range(n_vp)]

    def _require_blocks(self) -> None:
        n_targets, n_third = len(self.targets), len(self.third)
        shared = self.pool_size == 1 and n_targets % n_third == 0
        if not shared and n_targets * self.pool_size != n_third:
            raise BadProperty(
                "The sizes of target and third-factor populations and the chosen pool size do not "
                f"fit: {n_targets} targets, {n_third} third nodes, pools of {self.pool_size}. "
                "Pools of type 'block' divide the third nodes between the targets, or, with "
                "pool_size 1, the targets between the third nodes."
            )

    def memory(self, vp: int):
        """Return what `restore` needs to make a virtual process forget what comes now."""
        return dict(self._pools[vp]), len(self.found[vp])

    def restore(self, vp: int, memory) -> None:
        """Go back to what a virtual process had found when `memory` was asked for."""
        pools, n_found = memory
        self._pools[vp] = dict(pools)
        del self.found[vp][n_found:]

    def engine(self, vp: int):
        """Return the random engine that chooses third nodes."""
        return kernel.random.vp_specific[vp]

    def is_fresh(self, vp: int) -> bool:
        """Whether no target of a virtual process has a pool yet."""
        return not self._pools[vp]

    def note_pool(self, vp: int, target: int, pool) -> None:
        """Remember the pool (node ids) that was drawn for a target."""
        self._pools[vp][target] = pool

    def connections(self, source: int, target: int, vp: int):
        """Yield what has to be connected after a pair has been.

        Yields
        ------
        tuple
            (number of the specification, third node, target, number of the connection, what was
            drawn for it)
        """
        engine, pools, found = self.engine(vp), self._pools[vp], self.found[vp]
        if not engine.uniform() < self.p:
            return
        if target not in pools:
            pools[target] = self._pool(target, engine)
        place = 0 if self.pool_size == 1 else engine.bounded(self.pool_size)
        third = int(pools[target][place])
        for which, spec in enumerate(self.specs):
            drawn = [quantity.draw(engine, vp) for quantity in spec.drawn]
            yield which, third, target, len(found), drawn
        found.append((source, third))

    def _pool(self, target: int, engine):
        if self.random:
            chosen = np.empty(self.pool_size, np.int64)
            ordered_sample(engine.state, len(self.third), chosen)
            return self.third[chosen]
        position = int(np.searchsorted(self.targets, target))
        if self.pool_size == 1:
            first = position // (len(self.targets) // len(self.third))
        else:
            first = position * self.pool_size
        return self.third[first : first + self.pool_size]
