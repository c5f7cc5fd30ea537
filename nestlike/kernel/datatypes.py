"""From a Python value to the type a parameter of the kernel, a node or a synapse has.

NEST accepts an int or a bool where a float is wanted, and nothing else out of its kind.
"""

from collections.abc import Callable
from numbers import Integral, Real

import numpy as np

from nestlike.kernel.errors import TypeMismatch
from nestlike.kernel.nodes.node_ranges import NodeRanges
from nestlike.kernel.random.random_values import RandomValue
from nestlike.kernel.verbosity import VerbosityLevel

_LONG = range(-(2**63), 2**63)
#: Types of values that need no closer look.
_PLAIN = frozenset({float, bool, str})


def require_known_type(name: str, value: object) -> None:
    """Raise unless a value is of any type that NEST has.

    Raises
    ------
    AttributeError
        For ``None``, NumPy bools and objects of other kinds; for such a first element of a list,
        or beside a str.
    TypeError
        For a list that begins with a number and does not go on with numbers.
    OverflowError
        For integers beyond 64 bits.
    """
    if type(value) in _PLAIN or (type(value) is int and value in _LONG):
        return
    if isinstance(value, Integral) and not isinstance(value, bool) and int(value) not in _LONG:
        raise OverflowError(f"{name}: the integer {value} does not fit into 64 bits.")
    is_datum = isinstance(getattr(value, "_datum", None), RandomValue | NodeRanges)
    if not is_datum and not isinstance(value, (Real, str, dict, list, tuple, np.ndarray)):
        kind = type(value).__name__
        raise AttributeError(f"{name}: {value!r} is of type {kind}, which no parameter can take.")
    if isinstance(value, (list, tuple)) and value:
        _require_elements_alike(name, value)


def _require_elements_alike(name: str, values) -> None:
    """Raise unless all elements can be taken for what the first one is."""
    first, kinds = values[0], set(map(type, values))
    if not isinstance(first, (Real, str, dict, list, tuple, np.ndarray, np.generic)):
        kind = type(first).__name__
        raise AttributeError(f"{name}: {values!r} is a list of {kind}, which no parameter takes.")
    if isinstance(first, str) and not all(issubclass(kind, str) for kind in kinds):
        raise AttributeError(f"{name}: {values!r} begins with a str, and not all others are.")
    if isinstance(first, Real) and not all(issubclass(kind, Real | np.bool_) for kind in kinds):
        raise TypeError(f"{name}: {values!r} begins with a number, and not all others are.")


def _mismatch(name, value, wanted):
    kind = type(value).__name__
    return TypeMismatch(f"Expected datatype: {name} takes {wanted}, not {value!r} of type {kind}.")


def as_double(name: str, value: object) -> float:
    """Return a value as float; ints and bools pass."""
    if type(value) is float:
        return value
    require_known_type(name, value)
    if not isinstance(value, Real) or isinstance(value, VerbosityLevel):
        raise _mismatch(name, value, "a float")
    return float(value)


def as_long(name: str, value: object) -> int:
    """Return a value as int; bools and floats do not pass."""
    if type(value) is int and value in _LONG:
        return value
    require_known_type(name, value)
    if not isinstance(value, Integral) or isinstance(value, (bool, VerbosityLevel)):
        raise _mismatch(name, value, "an int")
    return int(value)


def as_bool(name: str, value: object) -> bool:
    """Return a value that is a bool; ints do not pass."""
    if type(value) is not bool:
        require_known_type(name, value)
    if not isinstance(value, bool):
        raise _mismatch(name, value, "True or False")
    return value


def as_string(name: str, value: object) -> str:
    """Return a value that is a str; path objects do not pass."""
    require_known_type(name, value)
    if not isinstance(value, str):
        raise _mismatch(name, value, "a str")
    return str(value)


def as_dictionary(name: str, value: object) -> dict:
    """Return a shallow copy of a value that is a dict."""
    require_known_type(name, value)
    if not isinstance(value, dict):
        raise _mismatch(name, value, "a dict")
    return dict(value)


def as_verbosity(name: str, value: object) -> VerbosityLevel:
    """Return a value that is a VerbosityLevel; its number alone does not pass."""
    require_known_type(name, value)
    if not isinstance(value, VerbosityLevel):
        raise _mismatch(name, value, "a nest.VerbosityLevel")
    return value


def as_count(name: str, value: object) -> int:
    """Return a number of threads or processes; NEST has its own errors for these.

    Raises
    ------
    RuntimeError
        If the value is no integer.
    IndexError
        If it is negative.
    """
    if type(value) is int and 0 <= value in _LONG:
        return value
    require_known_type(name, value)
    if not isinstance(value, Integral) or isinstance(value, (bool, VerbosityLevel)):
        kind = type(value).__name__
        raise RuntimeError(f"{name} takes an int from 1, not {value!r} of type {kind}.")
    if value < 0:
        raise IndexError(f"{name} takes an int from 1, not {value}.")
    return int(value)


def _integer_within(lowest: int, highest: int) -> Callable:
    def convert(name: str, value: object) -> int:
        require_known_type(name, value)
        if not isinstance(value, Integral) or isinstance(value, (bool, VerbosityLevel)):
            raise RuntimeError(
                f"{name} takes an int, not {value!r} of type {type(value).__name__}."
            )
        if not lowest <= value <= highest:
            raise IndexError(f"{name} takes an int from {lowest} to {highest}, not {value}.")
        return int(value)

    return convert


#: For parameters of connections: RuntimeError unless a value is an integer, IndexError unless it
#: fits.
as_int32 = _integer_within(-(2**31), 2**31 - 1)
as_int64 = _integer_within(-(2**63), 2**63 - 1)
as_size = _integer_within(0, 2**63 - 1)


#: Conversions by the name of the type in the documentation of an attribute.
CONVERSIONS: dict[str, Callable] = {
    "float": as_double,
    "int": as_long,
    "bool": as_bool,
    "str": as_string,
    "dict": as_dictionary,
    "VerbosityLevel": as_verbosity,
    "count": as_count,
}
