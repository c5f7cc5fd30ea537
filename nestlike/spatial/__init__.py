"""Nodes in space: ``nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([10, 10]))``.

* `grid` and `free` place new nodes.
* `pos` is where a node is, for its parameters: ``nodes.V_m = -70.0 + nest.spatial.pos.x``.
* `source_pos`, `target_pos` and `distance` say where the two nodes of a connection are, for its
  probability, weight and delay.
"""

from nestlike.api.parameters import CreateParameter, Parameter
from nestlike.api.placement import free, grid

#: As in PyNEST without `distance`.
__all__ = ["free", "grid", "pos", "source_pos", "target_pos"]


class DistanceParameter(Parameter):
    """The distance between two nodes, of which there is one, `distance`.

    Its parts are absolute values along one dimension.
    """

    def __init__(self):
        super().__init__(CreateParameter("distance", {})._datum)

    @property
    def x(self) -> Parameter:
        """Along the first dimension."""
        return self.n(1)

    @property
    def y(self) -> Parameter:
        """Along the second dimension."""
        return self.n(2)

    @property
    def z(self) -> Parameter:
        """Along the third dimension."""
        return self.n(3)

    @staticmethod
    def n(dimension: int) -> Parameter:
        """Along a dimension from 1; 0 is the whole distance.

        BadParameterValue is raised for negative dimensions.
        """
        return CreateParameter("distance", {"dimension": dimension})


def _position(dimension, end):
    return CreateParameter("position", {"dimension": dimension, "synaptic_endpoint": end})


class pos:
    """Coordinates of a node."""

    x = _position(0, 0)
    y = _position(1, 0)
    z = _position(2, 0)

    @staticmethod
    def n(dimension: int) -> Parameter:
        """Return the coordinate in a dimension from 0."""
        return _position(dimension, 0)


class source_pos:
    """Coordinates of the source of a connection."""

    x = _position(0, 1)
    y = _position(1, 1)
    z = _position(2, 1)

    @staticmethod
    def n(dimension: int) -> Parameter:
        """Return the coordinate in a dimension from 0."""
        return _position(dimension, 1)


class target_pos:
    """Coordinates of the target of a connection."""

    x = _position(0, 2)
    y = _position(1, 2)
    z = _position(2, 2)

    @staticmethod
    def n(dimension: int) -> Parameter:
        """Return the coordinate in a dimension from 0."""
        return _position(dimension, 2)


#: The distance between two nodes.
distance = DistanceParameter()
