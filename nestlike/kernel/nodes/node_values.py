"""Values users give to nodes: their types, and one value for all nodes or one for each."""

from numbers import Integral, Real

import numpy as np

from nestlike.kernel.datatypes import as_bool, as_double, as_long, as_string, require_known_type
from nestlike.kernel.errors import TypeMismatch
from nestlike.kernel.nodes.node_keys import Integers, Names, Nodes
from nestlike.kernel.random.random_values import RandomValue


class PerNode(list):
    """One value for each node; any other value is for all nodes."""

    @property
    def kinds(self) -> set[type]:
        """The types of the values."""
        return set(map(type, self))

    def at(self, positions) -> "PerNode":
        """Return the values for the nodes at these positions (slice or int array)."""
        if isinstance(positions, slice):
            return PerNode(self[positions])
        return PerNode(self[i] for i in positions)


def as_vector(name: str, value) -> tuple:
    """Return a vector of doubles as a tuple of floats."""
    _require_elements(name, value, Real, "numbers")
    if len(value) and isinstance(value[0], (int, np.integer)):
        # NEST takes the type of all elements from the first one.
        return tuple(float(int(entry)) for entry in value)
    return tuple(float(entry) for entry in value)


def as_integers(name: str, value) -> Integers:
    """Return a vector of ints; NEST takes an empty one only as an array, which tells its type."""
    _require_elements(name, value, Integral, "ints")
    typed = isinstance(value, np.ndarray) and np.issubdtype(value.dtype, np.integer)
    if not len(value) and not typed:
        raise TypeMismatch(f"Expected datatype: {name} takes a list of ints that is not empty.")
    return Integers(int(entry) for entry in value)


def _require_elements(name, value, kind, words):
    if isinstance(value, np.ndarray) and value.ndim != 1:
        raise TypeError(f"{name} takes a list of {words}, not an array of {value.ndim} dimensions.")
    if not isinstance(value, (list, tuple, np.ndarray)) or isinstance(value, Nodes):
        raise TypeMismatch(f"Expected datatype: {name} takes a list of {words}, not {value!r}.")
    for entry in value:
        require_known_type(name, entry)
        if not isinstance(entry, kind):
            raise TypeMismatch(f"Expected datatype: {name} takes a list of {words}, not {value!r}.")


def as_names(name: str, value) -> Names:
    """Return a list of strings."""
    if isinstance(value, np.ndarray):
        raise AttributeError(f"{name} takes a list of str, not an array.")
    if not isinstance(value, (list, tuple)) or not all(isinstance(entry, str) for entry in value):
        raise TypeMismatch(f"Expected datatype: {name} takes a list of str, not {value!r}.")
    return Names(str(entry) for entry in value)


def as_nodes(name: str, value) -> Nodes:
    """Return node ids out of a collection of nodes or a list of ascending ids.

    Raises
    ------
    TypeMismatch, BadProperty, UnknownNode
        If these are no ints, not ascending, or not those of nodes.
    """
    if isinstance(value, Nodes):
        return value
    from nestlike.kernel import kernel
    from nestlike.kernel.nodes.listed_nodes import ranges_from_ids

    ids = as_integers(name, value)
    return Nodes(ranges_from_ids(kernel.nodes, np.array(ids, np.int64)).ids.tolist())


CONVERSIONS = {
    float: as_double,
    int: as_long,
    bool: as_bool,
    str: as_string,
    tuple: as_vector,
    Integers: as_integers,
    Names: as_names,
    Nodes: as_nodes,
}


def typed(name: str, kind: type, value):
    """Return a value, or the values of `PerNode` as a column, in the type of a quantity."""
    if isinstance(value, RandomValue):
        raise TypeMismatch(f"Expected datatype: {name} takes no random Parameter.")
    convert = CONVERSIONS[kind]
    if not isinstance(value, PerNode):
        return convert(name, value)
    if kind is float and value.kinds == {float}:
        return np.array(value, float)
    converted = [convert(name, entry) for entry in value]
    return np.array(converted) if kind in (float, int, bool) else converted


def pick(column, position: int):
    """Return the value for one node out of a column, or the one for all."""
    if isinstance(column, np.ndarray):
        entry = column[position]
        return tuple(entry.tolist()) if entry.ndim else entry.item()
    return column[position] if isinstance(column, list) else column


def require_known(given: dict) -> None:
    """Raise unless every value is of a type NEST has."""
    for name, value in given.items():
        if isinstance(value, PerNode):
            for entry in value if not value.kinds <= {float} else ():
                require_known_type(name, entry)
        elif isinstance(value, np.ndarray) and value.ndim == 0:
            raise TypeError(f"{name}: iteration over a 0-d array; give the number itself.")
        elif isinstance(value, np.ndarray) and value.ndim > 1 and len(value):
            raise TypeError(f"{name}: only vectors can be set, not {value.ndim}-d arrays.")
        elif not isinstance(value, RandomValue):
            require_known_type(name, value)
