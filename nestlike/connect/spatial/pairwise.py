"""Look at every pair of nodes within reach of each other."""

import numpy as np

from nestlike.connect.spatial import compiled
from nestlike.connect.spatial.candidates import Candidates, all_of, without
from nestlike.connect.spatial.rule import SpatialRule
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, KernelException
from nestlike.kernel.space.masks import for_layer
from nestlike.kernel.space.placed_nodes import NodeList, listed
from nestlike.models.events import illegal
from nestlike.numerics.poisson import POISSON_STATE_SIZE, poisson

#: More connections between two nodes are expected in no case.
TOO_MANY = 1e9


class Pairwise(SpatialRule):
    """Each process goes through its targets, and for each through the candidates for a source."""

    #: Whether the number of connections of a pair is drawn, and not only whether there is one.
    by_poisson = False

    def runs(self):
        """Return every process by itself."""
        return [[vp] for vp in range(kernel.connections.n_vp)]

    def find_candidates(self):
        """Return the sources, in reach of a target if there is a mask."""
        return sources_in_reach(self.sources, self.projection)

    def compiled(self, vps):
        """Return pairs made by compiled code; None if interpreted code is to look for a fault."""
        engine = kernel.random.vp_specific[vps[0]]
        targets = self._own_targets(*vps)
        return compiled.pairwise(self, engine, *vps, targets, self.by_poisson)

    def choose(self, vps, made):
        """Add pairs to `made` until it is full."""
        targets = self._own_targets(*vps)
        for target, point in zip(targets.ids.tolist(), targets.points, strict=True):
            nodes = self.candidates.around(point)
            if not self.projection.allow_autapses:
                nodes = without(nodes, target)
            self._connect(target, point, nodes, *vps, made)
            if made.is_full:
                return

    def _own_targets(self, vp: int) -> NodeList:
        ids = self.targets.ids
        if not kernel.nodes.population_of(int(ids[0])).replicated:
            ids = ids[ids % kernel.connections.n_vp == vp]
        return listed(self.targets.layer, ids)

    def _connect(self, target: int, point, nodes, vp: int, made) -> None:
        engine = kernel.random.vp_specific[vp]
        ways = self.ways(self.layer, nodes.points, point)
        if not made.is_random and made.stop is None:
            chosen = np.fromiter(self.chosen(engine, vp, ways, len(nodes.ids)), np.int64)
            targets = np.full(len(chosen), target)
            reached = self.ways(self.layer, nodes.points[chosen], point)
            made.add(nodes.ids[chosen], targets, reached, engine, vp)
            return
        threads = [vp] * len(made.values)
        for k in self.chosen(engine, vp, ways, len(nodes.ids)):
            way = self.ways(self.layer, nodes.points[k], point)
            made.add_one(int(nodes.ids[k]), target, way, engine, threads)
            if made.is_full:
                return

    def _means(self, engine, vp: int, ways, n: int):
        """Yield the value of p for each pair, drawn when it is wanted."""
        p = self.projection.probability
        if p.is_scalar:
            yield from [p.value] * n
        elif not p.value.is_random:
            yield from p.value.draws(engine, vp, n, ways).tolist()
        else:
            for way in ways:
                yield p.value.draw(engine, vp, way)

    def chosen(self, engine, vp: int, ways, n: int):
        """Yield the numbers of the candidates to connect, drawing for one after the other."""
        raise NotImplementedError


class SourceDrivenBernoulli(Pairwise):
    """Each pair with a probability; distances are those in the layer of the sources."""

    def chosen(self, engine, vp, ways, n):
        """Yield the numbers of the candidates to connect, drawing for one after the other."""
        if self.projection.probability is None:
            yield from range(n)
            return
        means = self._means(engine, vp, ways, n)
        for k in range(n):
            # NEST draws before it evaluates the probability, which may draw too.
            u = engine.uniform()
            if u < next(means):
                yield k


class TargetDrivenBernoulli(SourceDrivenBernoulli):
    """Each pair with a probability; mask and distances are those of the layer of the targets."""

    @property
    def layer(self):
        """The layer whose edges count for distances."""
        return self.targets.layer

    def find_candidates(self):
        """Return the sources, within the mirror image of the mask if there is one."""
        mask, layer = self.projection.mask, self.sources.layer
        if mask is None:
            candidates = all_of(layer, self.sources.ids)
        else:
            tree = kernel.placed_nodes.tree_in_box_of(self.layer, layer, self.sources.ids)
            region = for_layer(mask, self.layer, self.projection.allow_oversized)
            candidates = Candidates(tree, region, mirrored=True)
        require_nodes_with_proxies(self.targets, "pairwise_bernoulli")
        return candidates


class Poisson(Pairwise):
    """Each pair a number of times that follows a Poisson distribution."""

    by_poisson = True

    def find_candidates(self):
        """Return the sources, in reach of a target if there is a mask."""
        if self.projection.probability is None:
            raise BadProperty(
                "The rule pairwise_poisson needs 'p' or 'pairwise_avg_num_conns' between layers."
            )
        return super().find_candidates()

    def chosen(self, engine, vp, ways, n):
        """Yield the numbers of the candidates to connect, drawing for one after the other."""
        memory = np.zeros(POISSON_STATE_SIZE)
        for k, mean in enumerate(self._means(engine, vp, ways, n)):
            if mean >= TOO_MANY:
                raise KernelException(f"Too many connections: {mean} are expected for one pair.")
            for _ in range(poisson(engine.state, memory, mean)):
                yield k


def sources_in_reach(sources, projection) -> Candidates:
    """Return the sources as candidates for those of each target."""
    if projection.mask is None:
        return all_of(sources.layer, sources.ids)
    tree = kernel.placed_nodes.tree(sources.layer, sources.ids)
    return Candidates(tree, for_layer(projection.mask, sources.layer, projection.allow_oversized))


def require_nodes_with_proxies(nodes, rule: str) -> None:
    """Raise IllegalConnection if nodes have replicas on all processes."""
    if kernel.nodes.population_of(int(nodes.ids[0])).replicated:
        raise illegal(f"Spatial Connect with {rule} to devices is not possible.")
