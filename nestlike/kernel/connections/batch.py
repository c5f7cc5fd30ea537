"""Connections on their way into a table."""

import numpy as np

from nestlike.kernel.columns import Column, narrow_type
from nestlike.kernel.connections.endpoints import LARGEST_SHORT, SOURCE, TARGET, is_short
from nestlike.kernel.connections.growing_array import GrowingArray


class Batch:
    """Connections in order of creation, with room for `capacity` of them.

    What is handed in is copied.

    Parameters
    ----------
    capacity : int
    largest_id : int, optional
        No node has a larger id.

    Attributes
    ----------
    n : int
        Number of connections so far.
    """

    def __init__(self, capacity: int, largest_id: int | None = None):
        self.capacity, self.n, self._kept = capacity, 0, 0
        self._pairs = GrowingArray(capacity, _id_type(largest_id), (2,))
        self._constants: dict = {}
        self._rows: dict[str, GrowingArray] = {}

    @property
    def pairs(self):
        """Target and source of each connection, see `nestlike.kernel.connections.endpoints`."""
        self.enlarge(self.n)
        return self._pairs.rows

    @property
    def values(self) -> dict:
        """By name: one value for all connections, or an array."""
        arrays = {name: array.rows[: self.n] for name, array in self._rows.items()}
        return {**self._constants, **arrays}

    @property
    def is_short(self) -> bool:
        """Whether node ids have 16 bits each."""
        return is_short(self._pairs)

    def columns(self) -> dict[str, Column]:
        """Return all quantities as columns."""
        return {name: Column.of(self.n, value) for name, value in self.values.items()}

    def extend(self, source, target, values: dict) -> None:
        """Add connections; each of `values` is an array, or one value for all of them."""
        stop = self.n + len(source)
        for name, value in values.items():
            if self.n == 0 and not isinstance(value, np.ndarray):
                self._constants[name] = value
            elif name in self._rows or not _same(self._constants.get(name), value):
                room = self._room(name, value)
                self._rows[name].reach(stop)
                room[self.n : stop] = value
        self._pairs.reach(stop)
        self._pairs.rows[self.n : stop, SOURCE] = source
        self._pairs.rows[self.n : stop, TARGET] = target
        self.n = stop

    def take_over(self, other: "Batch") -> None:
        """Add the connections of another batch."""
        pairs = other.pairs
        if not other.is_short:
            self._widen()
        self.extend(pairs[:, SOURCE], pairs[:, TARGET], other.values)

    def expect(self, n: int, largest_id: int | None = None) -> None:
        """Make sure that there is room for `n` more connections, and for others to come.

        As long as `largest_id` is not given they may have nodes of any id.
        """
        if _id_type(largest_id) != np.uint16:
            self._widen()
        if self.n + n > self.capacity:
            self.enlarge(max(self.n + n, self.capacity * 3 // 2))

    def keep(self) -> int:
        """Return the number of connections added since the last call; they are not cut any more."""
        added, self._kept = self.n - self._kept, self.n
        return added

    def cut(self) -> None:
        """Forget the connections that were added but not kept."""
        self.n = self._kept

    def enlarge(self, capacity: int) -> None:
        """Have room for `capacity` connections in all."""
        if capacity == self.capacity:
            return
        self.capacity = capacity
        for rows in (self._pairs, *self._rows.values()):
            rows.resize(capacity, self.n)

    def _widen(self) -> None:
        """Have room for all node ids."""
        if self.is_short:
            narrow = self._pairs.rows
            self._pairs = GrowingArray(self.capacity, np.int32, (2,))
            self._pairs.rows[: self.n] = narrow[: self.n]

    def _room(self, name: str, value):
        """Return an array for a quantity that can hold `value` and all there is until now."""
        if name == "delay":
            self._widen()  # a delay is sorted together with its target
        known, kind = self._rows.get(name), narrow_type(value)
        if known is not None and np.can_cast(kind, known.dtype):
            return known.rows
        before = self._constants[name] if known is None and self.n else value
        kind = np.promote_types(kind, narrow_type(before) if known is None else known.dtype)
        rows = self._rows[name] = GrowingArray(self.capacity, kind)
        if self.n:
            rows.rows[: self.n] = before if known is None else known.rows[: self.n]
        return rows.rows


def _id_type(largest_id: int | None):
    known = largest_id is not None and largest_id <= LARGEST_SHORT
    return np.uint16 if known else np.int32


def _same(a, b) -> bool:
    if isinstance(b, np.ndarray) or a is None:
        return False
    # 0.0 == -0.0, but not in the bits of a product.
    return a == b and (a != 0 or np.signbit(a) == np.signbit(b))
