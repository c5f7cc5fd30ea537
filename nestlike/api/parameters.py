"""Parameters: values that are drawn or computed for each node or connection."""

from numbers import Real

import numpy as np

from nestlike.api.parameter_kinds import make
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, KernelException, TypeMismatch
from nestlike.kernel.places import Ways, place_of
from nestlike.kernel.random_values import Binary, Comparison, Constant, Mapped, RandomValue
from nestlike.numerics.libm import power

__all__ = ["CreateParameter", "Parameter"]


class Parameter:
    """A value per node or connection, made by ``nest.random`` and kin.

    Parameters compute: ``2.0 * nest.random.uniform() + 1.0``. The result draws anew for each node
    or connection it is used for.

    Parameters
    ----------
    datum : RandomValue
        Use `CreateParameter` or the functions of ``nest.random``.
    """

    # Comparing gives another Parameter, so that equality cannot serve a hash table.
    __hash__ = None

    def __init__(self, datum):
        if not isinstance(datum, RandomValue):
            raise TypeError(
                f"Use the functions of nest.random or CreateParameter() to make a Parameter, "
                f"not {datum!r}."
            )
        self._datum = datum

    def _combine(self, kind, symbol, other):
        return Parameter(kind(symbol, self._datum, as_parameter(other)._datum))

    def __add__(self, other):
        return self._combine(Binary, "+", other)

    __radd__ = __add__

    def __sub__(self, other):
        return self._combine(Binary, "-", other)

    def __rsub__(self, other):
        return self * -1 + other

    def __mul__(self, other):
        return self._combine(Binary, "*", other)

    __rmul__ = __mul__

    def __truediv__(self, other):
        return self._combine(Binary, "/", other)

    def __rtruediv__(self, other):
        return self**-1 * other

    def __pow__(self, exponent):
        return Parameter(Mapped(power, self._datum, float(exponent), integer=True))

    def __pos__(self):
        return self

    def __neg__(self):
        return self * -1

    def __lt__(self, other):
        return self._combine(Comparison, "<", other)

    def __le__(self, other):
        return self._combine(Comparison, "<=", other)

    def __eq__(self, other):
        return self._combine(Comparison, "==", other)

    def __ne__(self, other):
        return self._combine(Comparison, "!=", other)

    def __ge__(self, other):
        return self._combine(Comparison, ">=", other)

    def __gt__(self, other):
        return self._combine(Comparison, ">", other)

    def GetValue(self) -> float:
        """Return one value, drawn from the engine all processes share."""
        return float(self._datum.draw(kernel.random.rank_synced, 0))

    def is_spatial(self) -> bool:
        """Return whether the value depends on positions of nodes."""
        return self._datum.is_spatial

    def apply(self, spatial_nc, positions=None) -> tuple[float, ...]:
        """Return one value for each node, drawn from the engine all processes share.

        Parameters
        ----------
        spatial_nc : NodeCollection
            The nodes; a single one if there are positions.
        positions : list of list of float, optional
            Ends of connections from the node, which must have a position too: one value for each.

        Raises
        ------
        ValueError
            If there are positions, but not a single node, or of different dimensions.
        TypeError, TypeMismatch
            If positions have another form, or there are none.
        BadProperty
            If positions have another dimension than that of the node.
        KernelException
            If there are positions and the node has none.
        """
        engine = kernel.random.rank_synced
        if positions is not None:
            _require_positions(spatial_nc, positions)
            ways = _ways(spatial_nc._datum, positions)
            return tuple(self._datum.draws(engine, 0, len(positions), ways).tolist())
        if not hasattr(spatial_nc, "_datum"):
            raise AttributeError(f"apply() takes a NodeCollection, not {spatial_nc!r}.")
        ids = spatial_nc._datum.ids
        threads = (ids % kernel.settings.local_num_threads).tolist()
        places = _places(ids) if self.is_spatial() else [None] * len(ids)
        return tuple(
            float(self._datum.draw(engine, thread, place))
            for thread, place in zip(threads, places, strict=True)
        )


def _require_positions(nodes, positions):
    if len(nodes) != 1:
        raise ValueError("The NodeCollection must contain a single node ID only")
    if not isinstance(positions, (list, tuple)):
        raise TypeError(f"Positions must be a list or tuple of positions, not {positions!r}")
    for position in positions:
        if not isinstance(position, (list, tuple, np.ndarray)):
            raise TypeError(f"Each position must be a list or tuple, not {position!r}")
        if len(position) != len(positions[0]):
            raise ValueError("All positions must have the same number of dimensions")


def _ways(nodes, positions):
    """Return the ways from a node to positions."""
    if not positions:
        raise TypeMismatch("Expected datatype: there must be at least one position.")
    points = [coordinates(point) for point in positions]
    if nodes.layer is None:
        raise KernelException("apply: not meta: the node has no position.")
    if len(points[0]) != nodes.layer.dimensions:
        raise BadProperty(
            f"Parameter apply: a position has {len(points[0])} dimensions, the node "
            f"{nodes.layer.dimensions}."
        )
    return Ways(nodes.layer, nodes.layer.positions_of(nodes.ids), np.array(points, float))


def coordinates(point) -> list[float]:
    """Return a point as a list of floats; TypeError if it is none."""
    if not all(isinstance(x, Real) for x in point):
        raise TypeError(f"coordinates must be numbers, not {point!r}")
    return [float(x) for x in point]


def _places(ids):
    """Yield the place of each node, in any layer or none."""
    for node_id in ids.tolist():
        yield place_of(kernel.nodes.population_of(node_id).layer, node_id)


def as_parameter(value) -> Parameter:
    """Return a Parameter, or a number as a constant one.

    Raises
    ------
    NotImplementedError
        If `value` is neither a Parameter nor an int or float.
    """
    if isinstance(value, Parameter):
        return value
    if isinstance(value, (int, float)):
        return Parameter(Constant(value))
    raise NotImplementedError(
        f"Parameters compute with int, float and Parameter, not with {type(value).__name__}."
    )


def CreateParameter(parametertype: str, specs: dict) -> Parameter:
    """Make a Parameter of a kind given by name.

    Parameters
    ----------
    parametertype : str
        ``"constant"``, ``"uniform"``, ``"normal"``, ``"distance"``, ...
    specs : dict
        Its values, for example ``{"min": 0.0, "max": 1.0}``.

    Raises
    ------
    UndefinedName
        If there is no such kind.
    IndexError, TypeMismatch, BadParameterValue
        If `specs` lacks an entry that the kind needs.
    UnaccessedDictionaryEntry
        If `specs` has an entry that the kind does not know.
    BadProperty
        If values contradict each other.
    """
    if isinstance(specs, dict):
        specs = {name: getattr(value, "_datum", value) for name, value in specs.items()}
    return Parameter(make(parametertype, specs))
