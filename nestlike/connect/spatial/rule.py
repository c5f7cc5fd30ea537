"""What rules that go by positions share."""

from functools import cached_property

import numpy as np

from nestlike.connect.spatial.connections_made import ConnectionsMade
from nestlike.kernel import kernel
from nestlike.kernel.random.random_values import Constant, RandomValue
from nestlike.kernel.space.places import Ways

#: Fewer pairs are looked at by interpreted code, which needs nothing to be loaded.
WORTH_COMPILING = 50_000


class SpatialRule:
    """A way to choose pairs of nodes of two layers.

    Parameters
    ----------
    sources, targets : NodeRanges
        Nodes of one layer each.
    projection : Projection
        What the user wants.
    """

    #: Whether the quantities of collocated synapses are drawn before the first one is made.
    draws_ahead = False

    def __init__(self, sources, targets, projection):
        self.sources, self.targets, self.projection = sources, targets, projection
        self.candidates = self.find_candidates()

    def find_candidates(self):
        """Return the nodes that partners are chosen from; raise if a mask does not fit."""
        raise NotImplementedError

    def runs(self) -> list[list[int]]:
        """Return the virtual processes, in groups that NEST goes through one after the other."""
        raise NotImplementedError

    def engines(self, vps: list[int]) -> list:
        """Return the engines that a run draws from."""
        return [kernel.random.vp_specific[vp] for vp in vps]

    @property
    def layer(self):
        """The layer whose edges count for distances."""
        return self.sources.layer

    @cached_property
    def random_values(self) -> list:
        """All values that are drawn."""
        quantities = [quantity for spec in self.projection.specs for quantity in spec.drawn]
        given = [self.projection.probability, self.projection.number, *quantities]
        return [q.value for q in given if q is not None and q.is_drawn]

    def visit(self, vps: list[int], stop: int | None = None) -> ConnectionsMade:
        """Choose pairs on virtual processes `vps`, at most for `stop` connections.

        The result has an `error` if it is one that ended the visit.
        """
        made = ConnectionsMade(self.projection.specs, stop, self.draws_ahead)
        if stop is None and self.n_visited >= WORTH_COMPILING:
            pieces = self._by_machine_code(vps)
            if pieces is not None:
                made.take(pieces)
                return made
        try:
            with np.errstate(all="ignore"):
                self.choose(vps, made)
        except Exception as error:
            made.error = error
        return made

    def _by_machine_code(self, vps: list[int]) -> list | None:
        """Return pairs with what was drawn, or None, and as if nothing had been drawn."""
        start = Start(self, vps)
        try:
            pieces = self.compiled(vps)
        except NotImplementedError:
            pieces = None
        if pieces is None:
            start.restore()
        return pieces

    @property
    def n_visited(self) -> int:
        """Number of pairs that might be looked at, all in all."""
        return len(self.sources) * len(self.targets)

    @property
    def takes_autapses(self) -> bool:
        """Whether a node may be its own partner."""
        return self.projection.allow_autapses

    @property
    def probability_value(self) -> RandomValue | None:
        """The probability of a pair as a value that is drawn."""
        p = self.projection.probability
        return Constant(p.value) if p is not None and p.is_scalar else p and p.value

    @property
    def probability_layer(self):
        """The layer whose edges count for the distances of probabilities."""
        return self.layer

    def compiled(self, vps: list[int]) -> list | None:
        """Return pairs made by compiled code; None if interpreted code is to look for a fault."""
        raise NotImplementedError

    def choose(self, vps: list[int], made: ConnectionsMade) -> None:
        """Add pairs to `made` until it is full."""
        raise NotImplementedError

    def ways(self, layer, from_points, to_points) -> Ways:
        """Return the ways between points of three coordinates."""
        dimensions = layer.dimensions
        return Ways(layer, from_points[..., :dimensions], to_points[..., :dimensions])


class Start:
    """The random numbers before a rule draws."""

    def __init__(self, rule: SpatialRule, vps: list[int]):
        self._arrays = [engine.state for engine in rule.engines(vps)]
        for value in rule.random_values:
            self._arrays += [cache for vp in vps for cache in value.caches_of(vp)]
        self._values = [array.copy() for array in self._arrays]

    def restore(self) -> None:
        """Draw the same numbers again from now on."""
        for array, values in zip(self._arrays, self._values, strict=True):
            array[:] = values
