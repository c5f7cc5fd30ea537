"""What may stand in the brackets of ``nodes[...]``."""

import numpy as np

from nestlike.kernel.nodes.listed_nodes import ascending


def position(index: int, size: int) -> int:
    """Return an index that counts from 0; negative ones count from the end."""
    if 0 <= index < size:
        return index
    if not -size <= index < 0:
        raise IndexError(f"index value outside of the NodeCollection: {index} of {size} nodes")
    return index + size


def positions_of_slice(key: slice, size: int) -> tuple[int, int, int]:
    """Return start, stop and step of a slice of a collection of `size` nodes."""
    start, stop, step = key.start, key.stop, key.step
    if start is None:
        start = 0
    elif not -size <= start < size:
        raise _outside("start", start, size)
    if stop is None:
        stop = size
    elif not -size < stop <= size:
        raise _outside("stop", stop, size)
    elif stop <= 0:
        stop += size  # NEST takes a stop of 0 for the end of the collection.
    if step is None:
        step = 1
    elif step < 1:
        raise IndexError("slicing step for NodeCollection must be strictly positive")
    return int(start if start >= 0 else start + size), int(stop), int(step)


def _outside(name, value, size):
    return IndexError(
        f"slice {name} value outside of the NodeCollection: {value} with {size} nodes"
    )


def index_array(key, size: int) -> tuple[np.ndarray, bool]:
    """Return the positions named by a list or array of ints or of bools, and if they ascend."""
    if len(key) == 0:
        return np.empty(0, np.int64), True
    if isinstance(key, np.ndarray):
        return _checked(key, size)
    kinds = set(map(type, key))
    if kinds == {int} and key[0] >= 0 and ascending(key):
        return np.array(key, np.int64), True
    if kinds == {bool}:
        return _checked(np.array(key), size)
    if not all(issubclass(kind, (int, np.integer)) for kind in kinds - {int}) or bool in kinds:
        raise TypeError("Indices must be integers or bools")
    if min(key) < 0:
        raise OverflowError(f"Python integer {min(key)} out of bounds for uint64")
    return _checked(np.array(key, np.int64), size)


def _checked(array, size):
    if array.ndim != 1:
        raise TypeError("NumPy indices must one-dimensional")
    if array.dtype.kind == "b":
        if len(array) != size:
            raise IndexError("Bool index array must be the same length as NodeCollection")
        return np.flatnonzero(array), True
    if array.dtype.kind not in "iu":
        raise TypeError("NumPy indices must be an array of integers or bools")
    positions = array.astype(np.int64)
    ascends = bool((positions[1:] > positions[:-1]).all())
    if not ascends and len(np.unique(array)) != len(array):
        raise ValueError("All node IDs in a NodeCollection have to be unique")
    return positions, ascends
