"""Parameters: values that are drawn or computed for each node or connection."""

from nestlike.api.application import along_ways, at_nodes
from nestlike.api.parameter_kinds import make
from nestlike.kernel import kernel
from nestlike.kernel.random.random_values import Binary, Comparison, Constant, Mapped, RandomValue
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
        nodes = getattr(spatial_nc, "_datum", spatial_nc)
        if positions is not None:
            return tuple(along_ways(self._datum, nodes, positions))
        if not hasattr(nodes, "ids"):
            raise AttributeError(f"apply() takes a NodeCollection, not {spatial_nc!r}.")
        return tuple(at_nodes(self._datum, nodes.ids))


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
