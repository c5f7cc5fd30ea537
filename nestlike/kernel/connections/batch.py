"""Connections on their way into a table."""

import numpy as np

from nestlike.kernel.columns import Column, narrow_type
from nestlike.kernel.connections.endpoints import SOURCE, TARGET


class Batch:
    """Connections in order of creation, with room for `capacity` of them.

    What is handed in is copied.

    Attributes
    ----------
    n : int
        Number of connections so far.
    """

    def __init__(self, capacity: int):
        self.capacity, self.n = capacity, 0
        self._pairs = np.empty((capacity, 2), np.int32)
        self._constants: dict = {}
        self._rows: dict[str, np.ndarray] = {}

    @property
    def pairs(self):
        """Target and source of each connection, see `nestlike.kernel.connections.endpoints`."""
        if self.n < self.capacity:
            self._pairs.resize((self.n, 2), refcheck=False)
            self.capacity = self.n
        return self._pairs

    @property
    def values(self) -> dict:
        """By name: one value for all connections, or an array."""
        return {**self._constants, **{name: rows[: self.n] for name, rows in self._rows.items()}}

    def columns(self) -> dict[str, Column]:
        """Return all quantities as columns."""
        return {name: Column.of(self.n, value) for name, value in self.values.items()}

    def extend(self, source, target, values: dict) -> None:
        """Add connections; each of `values` is an array, or one value for all of them."""
        stop = self.n + len(source)
        self._pairs[self.n : stop, SOURCE] = source
        self._pairs[self.n : stop, TARGET] = target
        for name, value in values.items():
            if self.n == 0 and not isinstance(value, np.ndarray):
                self._constants[name] = value
            elif name in self._rows or not _same(self._constants.get(name), value):
                self._room(name, value)[self.n : stop] = value
        self.n = stop

    def take_over(self, other: "Batch") -> None:
        """Add the connections of another batch."""
        pairs = other.pairs
        self.extend(pairs[:, SOURCE], pairs[:, TARGET], other.values)

    def enlarge(self, capacity: int) -> None:
        """Make room for `capacity` connections in all."""
        if capacity == self.capacity:
            return
        self.capacity = capacity
        self._pairs = _enlarged(self._pairs, capacity, self.n)
        for name in list(self._rows):
            self._rows[name] = _enlarged(self._rows[name], capacity, self.n)

    def _room(self, name: str, value):
        """Return an array for a quantity that can hold `value` and all there is until now."""
        rows, kind = self._rows.get(name), narrow_type(value)
        if rows is None:
            known = self._constants[name] if self.n else value
            kind = np.promote_types(kind, narrow_type(known))
        elif not np.can_cast(kind, rows.dtype):
            known, kind = rows[: self.n], np.promote_types(kind, rows.dtype)
        else:
            return rows
        rows = self._rows[name] = np.empty(self.capacity, kind)
        if self.n:
            rows[: self.n] = known
        return rows


def _enlarged(array, capacity: int, n: int):
    """Return an array with room for `capacity` rows that begins with `n` rows of another."""
    if 2 * n > capacity:
        # Most of what there is stays in its memory; what is new is filled with zeros.
        array.resize((capacity, *array.shape[1:]), refcheck=False)
        return array
    larger = np.empty((capacity, *array.shape[1:]), array.dtype)
    larger[:n] = array[:n]
    return larger


def _same(a, b) -> bool:
    if isinstance(b, np.ndarray) or a is None:
        return False
    # 0.0 == -0.0, but not in the bits of a product.
    return a == b and (a != 0 or np.signbit(a) == np.signbit(b))
