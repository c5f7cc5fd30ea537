"""What rules that go by positions share."""

from functools import cached_property

from nestlike.connect.spatial.connections_made import ConnectionsMade
from nestlike.kernel import kernel
from nestlike.kernel.places import Ways


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
        try:
            self.choose(vps, made)
        except Exception as error:
            made.error = error
        return made

    def choose(self, vps: list[int], made: ConnectionsMade) -> None:
        """Add pairs to `made` until it is full."""
        raise NotImplementedError

    def ways(self, layer, from_points, to_points) -> Ways:
        """Return the ways between points of three coordinates."""
        dimensions = layer.dimensions
        return Ways(layer, from_points[..., :dimensions], to_points[..., :dimensions])
