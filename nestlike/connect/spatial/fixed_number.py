"""Give every target the same number of sources, or every source the same number of targets."""

import math

import numpy as np

from nestlike.connect.spatial import compiled
from nestlike.connect.spatial.candidates import Candidates
from nestlike.connect.spatial.lottery import Lottery
from nestlike.connect.spatial.pairwise import require_nodes_with_proxies, sources_in_reach
from nestlike.connect.spatial.rule import SpatialRule
from nestlike.kernel import kernel
from nestlike.kernel.errors import KernelException
from nestlike.kernel.masks import everywhere, for_layer
from nestlike.kernel.placed_nodes import listed
from nestlike.kernel.places import place_of
from nestlike.kernel.random_values import Constant


class FixedNumber(SpatialRule):
    """A number of partners for each node of one side, chosen by lot from the other side."""

    def runs(self):
        """Return all processes in one group: NEST does not divide this work."""
        return [list(range(kernel.connections.n_vp))]

    def _require_compilable(self) -> None:
        """Raise NotImplementedError if interpreted code has to choose."""
        if not self.projection.number.is_scalar:
            raise NotImplementedError("Numbers that are drawn have no compiled loop.")

    def number(self, engine, thread: int, place) -> int:
        """Return how many partners a node gets."""
        given = self.projection.number
        if given.is_scalar:
            return given.value
        value = given.value.draw(engine, thread, place)
        number = int(math.copysign(_rounded(abs(value)), value)) if math.isfinite(value) else -1
        if number < 0:
            raise KernelException(
                f"Too many connections: a number of connections must not be negative, as {value}."
            )
        return number

    def probabilities(self, engine, threads, ways, n: int):
        """Return the weights of candidates in the lottery, None if all are alike."""
        p = self.projection.probability
        if p is None:
            return None
        if p.is_scalar:
            return np.full(n, p.value)
        if not p.value.is_random:
            return p.value.draws(engine, 0, n, ways)
        pairs = zip(threads, ways, strict=True)
        return np.array([p.value.draw(engine, thread, way) for thread, way in pairs], float)

    def lottery(self, node: int, nodes, weights, number: int) -> Lottery:
        """Return what chooses `number` partners for a node."""
        excluded = None if self.takes_autapses else node
        return Lottery(nodes.ids, weights, number, excluded, self.projection.allow_multapses)


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


class FixedOutdegree(FixedNumber):
    """The same number of targets for every source."""

    draws_ahead = True

    @property
    def layer(self):
        """The layer whose edges count for the distances of weights and delays."""
        return self.targets.layer

    def engines(self, vps):
        """Return the engines that a run draws from."""
        return [kernel.random.rank_synced]

    def find_candidates(self):
        """Return the targets, in reach of a source if there is a mask."""
        require_nodes_with_proxies(self.targets, "fixed_outdegree")
        layer, mask = self.targets.layer, self.projection.mask
        tree = kernel.placed_nodes.tree(layer, self.targets.ids)
        region = everywhere(layer.dimensions)
        if mask is not None:
            region = for_layer(mask, layer, self.projection.allow_oversized)
        self._drivers = kernel.placed_nodes.list(self.sources.layer, self.sources.ids)
        return Candidates(tree, region)

    @property
    def probability_value(self):
        """The probability of a pair as a value that is drawn."""
        # NEST draws lots by weight here even where all weights are 1.
        return super().probability_value or Constant(1.0)

    @property
    def probability_layer(self):
        """The layer whose edges count for the distances of probabilities."""
        return self.sources.layer

    def compiled(self, vps):
        """Return pairs made by compiled code; None if interpreted code is to look for a fault."""
        self._require_compilable()
        if len(vps) > 1 and any(value.caches_of(0) for value in self.random_values):
            raise NotImplementedError("Normal values come from several threads.")
        return compiled.fixed_number(self, kernel.random.rank_synced, 0, self._drivers, True)

    def choose(self, vps, made):
        """Add pairs to `made` until it is full."""
        nodes = self._drivers
        for source, point in zip(nodes.ids.tolist(), nodes.points, strict=True):
            self._connect(source, point, made)
            if made.is_full:
                return

    def _connect(self, source: int, point, made) -> None:
        engine, n_vp = kernel.random.rank_synced, kernel.connections.n_vp
        nodes = self.candidates.around(point)
        threads = (nodes.ids % n_vp).tolist()
        ways = self.ways(self.sources.layer, point, nodes.points)
        weights = self.probabilities(engine, threads, ways, len(nodes.ids))
        if weights is None:
            weights = np.ones(len(nodes.ids))
        number = self.number(engine, source % n_vp, place_of(self.sources.layer, source))
        few = not self.projection.allow_multapses and len(nodes.ids) < number
        if not len(nodes.ids) or few:
            raise KernelException(f"Global source ID {source}: Not enough targets found")
        lottery = self.lottery(source, nodes, weights, number)
        threads = self._threads(threads)
        for k in lottery.draw(engine):
            way = self.ways(self.layer, point, nodes.points[k])
            made.add_one(source, int(nodes.ids[k]), way, engine, threads)
            if made.is_full:
                return

    def _threads(self, of_candidates: list[int]) -> list[int]:
        """Return the thread whose spare normal value each quantity uses.

        NEST takes that of the first candidate for the first synapse specification, and so on.
        """
        n = len(of_candidates)
        return [
            of_candidates[min(k, n - 1)]
            for k, spec in enumerate(self.projection.specs)
            for _ in spec.drawn
        ]


def _rounded(value: float) -> float:
    whole = math.floor(value)
    return whole + (value - whole >= 0.5)
