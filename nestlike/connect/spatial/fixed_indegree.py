"""Give every target the same number of sources."""

import numpy as np

from nestlike.connect.spatial import compiled
from nestlike.connect.spatial.fixed_number import FixedNumber
from nestlike.connect.spatial.pairwise import require_nodes_with_proxies, sources_in_reach
from nestlike.kernel import kernel
from nestlike.kernel.errors import KernelException
from nestlike.kernel.space.placed_nodes import listed
from nestlike.kernel.space.places import place_of


class FixedIndegree(FixedNumber):
    """The same number of sources for every target."""

    def find_candidates(self):
        """Return the sources, in reach of a target if there is a mask."""
        require_nodes_with_proxies(self.targets, "fixed_indegree")
        return sources_in_reach(self.sources, self.projection)

    @property
    def takes_autapses(self):
        """Whether a node may be its own partner."""
        # With a mask alone, NEST forgets to look.
        forgotten = self.candidates.mask is not None and self.projection.probability is None
        return forgotten or self.projection.allow_autapses

    def compiled(self, vps):
        """Return pairs made by compiled code; None if interpreted code is to look for a fault."""
        self._require_compilable()
        pieces = []
        for vp in vps:
            ids = self.targets.ids
            targets = listed(self.targets.layer, ids[ids % kernel.connections.n_vp == vp])
            found = compiled.fixed_number(self, kernel.random.vp_specific[vp], vp, targets, False)
            if found is None:
                return None
            pieces += found
        return pieces

    def choose(self, vps, made):
        """Add pairs to `made` until it is full."""
        nodes = listed(self.targets.layer, self.targets.ids)
        for target, point in zip(nodes.ids.tolist(), nodes.points, strict=True):
            self._connect(target, point, made)
            if made.is_full:
                return

    def _connect(self, target: int, point, made) -> None:
        vp = target % kernel.connections.n_vp
        engine = kernel.random.vp_specific[vp]
        number = self.number(engine, vp, self._place(target, point))
        nodes = self.candidates.around(point)
        ways = self.ways(self.layer, nodes.points, point)
        if self.candidates.mask is None:
            self._require_enough(target, nodes, number)
        weights = self.probabilities(engine, [vp] * len(nodes.ids), ways, len(nodes.ids))
        self._require_enough(target, nodes, number)
        lottery = self.lottery(target, nodes, weights, number)
        threads = [vp] * len(made.values)
        for k in lottery.draw(engine):
            way = self.ways(self.layer, nodes.points[k], point)
            made.add_one(int(nodes.ids[k]), target, way, engine, threads)
            if made.is_full:
                return

    def _place(self, target: int, point):
        """Return where the number of sources is evaluated: NEST lets masks decide."""
        if self.candidates.mask is None:
            return place_of(self.targets.layer, target)
        return self.ways(self.layer, np.zeros(3), point)

    def _require_enough(self, target: int, nodes, number: int) -> None:
        n = len(nodes.ids)
        alone = not self.projection.allow_autapses and n == 1 and nodes.ids[0] == target
        few = not self.projection.allow_multapses and n < number
        if n == 0 or alone or few:
            where = " inside mask" if self.candidates.mask is not None else ""
            raise KernelException(f"Global target ID {target}: Not enough sources found{where}")
