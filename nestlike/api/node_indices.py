"""What may stand in the brackets of ``nodes[...]``."""

import numpy as np


def position(index: int, size: int) -> int:
    """Return an index that counts from 0; negative ones count from the end."""
    if not -size <= index < size:
        raise IndexError(f"index value outside of the NodeCollection: {index} of {size} nodes")
    return index % size


def positions_of_slice(key: slice, size: int) -> tuple[int, int, int]:
    """Return start, stop and step of a slice of a collection of `size` nodes."""
    start = 0 if key.start is None else _slice_end(key.start, size, "start", 1, 0)
    # NEST takes a stop of 0 for the end of the collection.
    stop = size if key.stop is None else _slice_end(key.stop, size, "stop", 0, 1)
    step = 1 if key.step is None else key.step
    if step < 1:
        raise IndexError("slicing step for NodeCollection must be strictly positive")
    if key.stop is not None and key.stop <= 0:
        stop += size
    return start + size if start < 0 else start, stop, int(step)


def _slice_end(value, size, name, above, below):
    """Return an end; one of 0 or more needs `above` more nodes than itself, others `below` more."""
    if (value + above if value >= 0 else below - value) > size:
        raise IndexError(
            f"slice {name} value outside of the NodeCollection: {value} with {size} nodes"
        )
    return int(value)


def index_array(key, size: int) -> np.ndarray:
    """Return the positions named by a list or array of ints or of bools."""
    if len(key) == 0:
        return np.empty(0, np.int64)
    if isinstance(key, np.ndarray):
        return _checked(key, size)
    kinds = set(map(type, key))
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
        return np.flatnonzero(array)
    if array.dtype.kind not in "iu":
        raise TypeError("NumPy indices must be an array of integers or bools")
    positions = array.astype(np.int64)
    if not (positions[1:] > positions[:-1]).all() and len(np.unique(array)) != len(array):
        raise ValueError("All node IDs in a NodeCollection have to be unique")
    return positions
