"""Third nodes of connections, chosen by the compiled loops that choose the connections."""

import numpy as np

from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, i32, i64, record
from nestlike.numerics.engine import bounded
from nestlike.numerics.ordered_sample import ordered_sample

#: target: [capacity] int32 targets of the loop, whose node ids begin with `first`.  pool_of: pool
#: by node id, or -1.  pools: [n_pools] pools of `pool_size` positions in `third`, `stride` apart.
#: block: 0 for random pools, or the number of targets that share a node; position: of targets
#: among all.  found: [n_found] third nodes.
THIRD = layout(
    "target first n_ids pool_of random position block pool_size stride n_pools pools pools_size"
    " third n_third found capacity n_found"
)


def choose_third(address, engine, row):
    """Choose a third node for connection `row`."""
    job = record(address, THIRD)
    k = i32(job.target, row + 1)[row] - job.first
    third, found = i64(job.third, job.n_third), i64(job.found, job.capacity)
    if job.random == 0:
        position = i64(job.position, job.n_ids)[k]
        first = position * job.pool_size if job.pool_size > 1 else position // job.block
        place = 0 if job.pool_size == 1 else bounded(engine, job.pool_size)
        found[job.n_found] = third[first + place]
        return
    pool_of, pools = i64(job.pool_of, job.n_ids), i64(job.pools, job.pools_size)
    if pool_of[k] < 0:
        pool_of[k] = job.n_pools * job.stride
        job.n_pools += 1
        ordered_sample(engine, job.n_third, pools[pool_of[k] : pool_of[k] + job.pool_size])
    place = 0 if job.pool_size == 1 else bounded(engine, job.pool_size)
    found[job.n_found] = third[pools[pool_of[k] + place]]


class ThirdDraw:
    """What a draw program does for a third factor; like a quantity to be drawn for connections.

    Its column tells for each connection which of the third nodes found it got, or is -1.

    Parameters
    ----------
    third : ThirdFactorBernoulliWithPool
    vp : int
        Virtual process.
    targets : ndarray of int64
        All targets on the process.
    """

    is_random = True

    def __init__(self, third, vp: int, targets):
        self._third, self._vp = third, vp
        self._drawn = [quantity.value for spec in third.specs for quantity in spec.drawn]
        self.inner = tuple(self._drawn)
        self.job = np.zeros(1, THIRD)
        first, last = int(third.targets[0]), int(third.targets[-1])
        position = np.zeros(last - first + 1, np.int64)
        position[third.targets - first] = np.arange(len(third.targets))
        size, n_third = third.pool_size, len(third.third)
        # Pools of all nodes are alike, so that one stands for all.
        stride = size if size < n_third else 0
        self._arrays = {
            "position": position,
            "pool_of": np.full(len(position), -1, np.int64),
            "pools": np.zeros(max(size, stride * len(targets)) if third.random else 1, np.int64),
            "third": np.ascontiguousarray(third.third, np.int64),
        }
        self._set(
            first=first,
            n_ids=len(position),
            random=third.random,
            block=max(1, len(third.targets) // n_third),
            pool_size=size,
            stride=stride,
            pools_size=len(self._arrays["pools"]),
            n_third=n_third,
            **self._arrays,
        )
        self._columns = np.zeros((len(self._drawn), 2), np.int64)

    @property
    def value(self) -> "ThirdDraw":
        """What is written into a draw program."""
        return self

    def _set(self, **fields) -> None:
        for name, value in fields.items():
            self.job[name] = address_of(value) if isinstance(value, np.ndarray) else value

    def write_operations(self, program) -> None:
        """Write the operations that choose a third node and draw what its connection needs."""
        program.choose_third(self._third.p, self._drawn, address_of(self.job), self._columns)

    def bind(self, targets) -> None:
        """Look for the targets of connections in an array of int32, and make as much room."""
        n, self._targets = len(targets), targets
        self.found, self.drawn = np.empty(n, np.int64), np.empty((len(self._drawn), n))
        self._set(target=targets, found=self.found, capacity=n, n_found=0)
        self._columns[:, 0] = address_of(self.job)
        self._columns[:, 1] = [address_of(column) for column in self.drawn]

    def take(self):
        """Return the third nodes found since the last time, and what was drawn for them."""
        n = int(self.job["n_found"][0])
        self.job["n_found"] = 0
        return self.found[:n].copy(), list(self.drawn[:, :n].copy())

    def finish(self) -> None:
        """Tell the third factor about the pools that were drawn."""
        pool_of, pools = self._arrays["pool_of"], self._arrays["pools"]
        size, first = self._third.pool_size, int(self.job["first"][0])
        for k in np.flatnonzero(pool_of >= 0).tolist():
            pool = pools[pool_of[k] : pool_of[k] + size]
            self._third.note_pool(self._vp, first + k, self._third.third[pool])
