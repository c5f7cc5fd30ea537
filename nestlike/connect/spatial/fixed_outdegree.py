"""Give every source the same number of targets."""

import numpy as np

from nestlike.connect.spatial import compiled
from nestlike.connect.spatial.candidates import Candidates
from nestlike.connect.spatial.fixed_number import FixedNumber
from nestlike.connect.spatial.pairwise import require_nodes_with_proxies
from nestlike.kernel import kernel
from nestlike.kernel.errors import KernelException
from nestlike.kernel.random.random_values import Constant
from nestlike.kernel.space.masks import everywhere, for_layer
from nestlike.kernel.space.places import place_of


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
