"""Parameters: values that are drawn or computed for each node or connection."""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_double, as_long
from nestlike.kernel.distributions import (
    Exponential,
    Lognormal,
    Normal,
    Uniform,
    UniformInteger,
)
from nestlike.kernel.errors import (
    KernelException,
    TypeMismatch,
    UnaccessedDictionaryEntry,
    UndefinedName,
    did_you_mean,
)
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
        exponent = float(exponent)
        return Parameter(Mapped(lambda x: power(x, exponent), self._datum))

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
            Positions relative to which the values are wanted; the node must have one too.

        Raises
        ------
        ValueError
            If there are positions, but not a single node, or of different dimensions.
        TypeError
            If positions have another form.
        KernelException
            If there are positions and the node has none.
        """
        if positions is not None:
            _require_positions(spatial_nc, positions)
            raise KernelException("apply: not meta: the node has no position.")
        if not hasattr(spatial_nc, "_datum"):
            raise AttributeError(f"apply() takes a NodeCollection, not {spatial_nc!r}.")
        n_threads = kernel.settings.local_num_threads
        threads = (spatial_nc._datum.ids % n_threads).tolist()
        engine = kernel.random.rank_synced
        return tuple(float(self._datum.draw(engine, thread)) for thread in threads)


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


#: Kinds of Parameter by name: class, then the type of each entry of its dictionary.
KINDS: dict = {
    "constant": (Constant, {"value": as_double}),
    "exponential": (Exponential, {"beta": as_double}),
    "lognormal": (Lognormal, {"mean": as_double, "std": as_double}),
    "normal": (Normal, {"mean": as_double, "std": as_double}),
    "uniform": (Uniform, {"min": as_double, "max": as_double}),
    "uniform_int": (UniformInteger, {"max": as_long}),
}


def CreateParameter(parametertype: str, specs: dict) -> Parameter:
    """Make a Parameter of a kind given by name.

    Parameters
    ----------
    parametertype : str
        ``"constant"``, ``"uniform"``, ``"normal"``, ...
    specs : dict
        Its values, for example ``{"min": 0.0, "max": 1.0}``.

    Raises
    ------
    UndefinedName
        If there is no such kind.
    UnaccessedDictionaryEntry
        If `specs` has an entry that the kind does not know.
    BadProperty
        If values contradict each other.
    """
    if parametertype not in KINDS:
        raise UndefinedName(
            f"The name {parametertype} is not defined.{did_you_mean(parametertype, KINDS)}"
        )
    kind, types = KINDS[parametertype]
    values = {name: convert(name, specs[name]) for name, convert in types.items() if name in specs}
    _require_all(parametertype, kind, values)
    if issubclass(kind, Normal):
        values["n_threads"] = kernel.settings.local_num_threads
    datum = kind(**values)
    unknown = sorted(set(specs) - set(types))
    if unknown and kernel.settings.dict_miss_is_error:
        raise UnaccessedDictionaryEntry(
            f"Unaccessed elements in param, in function create_parameter:  {' '.join(unknown)}. "
            f"{parametertype} has {', '.join(types)}."
        )
    return Parameter(datum)


def _require_all(parametertype, kind, values):
    required = {"constant": "value", "uniform_int": "max"}.get(parametertype)
    if required is not None and required not in values:
        raise TypeMismatch(f"{parametertype} needs {required!r}.")
