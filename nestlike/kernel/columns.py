"""Columns of tables: one value per row, stored once while all rows agree, and vectors."""

import numpy as np

_DTYPES = {float: np.float64, int: np.int64, bool: np.bool_}
_NARROW = (np.uint16, np.int32)


def narrow_type(value) -> np.dtype:
    """Return the type in which an array stores `value`, integers in few bytes."""
    array = np.asarray(value)
    if array.dtype.kind in "iu" and array.size:
        low, high = int(array.min()), int(array.max())
        for kind in _NARROW:
            if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max:
                return np.dtype(kind)
    return array.dtype


class Column:
    """A column of a table whose rows mostly hold the same value.

    Parameters
    ----------
    n : int
        Number of rows.
    value : object
        The value of every row.  Floats, ints and bools become NumPy arrays when rows come to
        differ, everything else a list.
    """

    __slots__ = ("constant", "n", "rows")

    def __init__(self, n: int, value):
        self.n = n
        self.constant = value
        self.rows = None

    @classmethod
    def of(cls, n: int, value) -> "Column":
        """Return a column of `n` rows: of one value, or of the elements of an array, not copied."""
        if not isinstance(value, np.ndarray):
            return cls(n, value)
        column = cls(n, value.dtype.type(0).item())
        column.rows = value
        return column

    @property
    def is_constant(self) -> bool:
        """Whether all rows are known to hold the same value."""
        return self.rows is None

    def __getitem__(self, k: int):
        """Return the value of row `k` as a plain Python object."""
        if self.rows is None:
            return self.constant
        value = self.rows[k]
        return value.item() if isinstance(value, np.generic) else value

    def take(self, ks):
        """Return the values of the rows `ks` (int array): an array, or a list of other objects."""
        dtype = _DTYPES.get(type(self.constant))
        if dtype is None:
            return [self[int(k)] for k in ks]
        if self.rows is None:
            return np.full(len(ks), self.constant, dtype)
        return self.rows[ks].astype(dtype, copy=False)

    def put(self, ks, values) -> None:
        """Assign `values` (one per row, or one for all) to the rows `ks`."""
        one_for_all = not isinstance(values, list | np.ndarray)
        if one_for_all and len(ks) == self.n:
            self.constant, self.rows = values, None
            return
        if one_for_all and self.rows is None and self.constant == values:
            return
        self._materialise()
        if isinstance(self.rows, np.ndarray):
            self._widen(values)
            self.rows[ks] = values
            return
        for i, k in enumerate(ks):
            self.rows[int(k)] = values if one_for_all else values[i]

    def array(self):
        """Return all rows as an array (floats, ints, bools) or a list."""
        if isinstance(self.rows, list):
            return self.rows
        return self.take(np.arange(self.n) if self.rows is None else slice(None))

    def dense(self):
        """Return the array of all rows itself; rows assigned later may be written elsewhere."""
        self._materialise()
        if isinstance(self.rows, np.ndarray):
            self.rows = self.rows.astype(_DTYPES[type(self.constant)], copy=False)
        return self.rows

    def view(self) -> np.ndarray:
        """Return all rows without copying: the array itself, or one value in an array of stride 0.

        It shows rows that are assigned later, as long as these find room in the same array.
        """
        if self.rows is None:
            dtype = _DTYPES[type(self.constant)]
            return np.broadcast_to(np.array(self.constant, dtype), (self.n,))
        return self.rows.view()

    def part(self, ks) -> "Column":
        """Return the rows `ks` (int array) as a column of their own."""
        piece = Column(len(ks), self.constant)
        if self.rows is not None:
            piece.rows = self.rows[ks]
        return piece

    def _widen(self, values) -> None:
        """Make room for integers beyond those that the type of the rows can hold."""
        if self.rows.dtype.itemsize < 8 and self.rows.dtype.kind in "iu":
            kind = np.promote_types(self.rows.dtype, narrow_type(values))
            self.rows = self.rows.astype(kind, copy=False)

    def _materialise(self) -> None:
        if self.rows is not None:
            return
        dtype = _DTYPES.get(type(self.constant))
        if dtype is None:
            self.rows = [self.constant] * self.n
        else:
            self.rows = np.full(self.n, self.constant, dtype)


class Columns(dict):
    """Columns by name, each made when it is first looked at.

    Parameters
    ----------
    n : int
        Number of rows.
    values : dict of str to object
        What the rows of each column hold at first; it must not change.
    """

    __slots__ = ("_n", "_values")

    def __init__(self, n: int, values: dict):
        self._n, self._values = n, values

    def __missing__(self, name):
        column = self[name] = Column(self._n, self._values[name])
        return column

    def __contains__(self, name):
        return name in self._values

    def __iter__(self):
        return iter(self._values)

    def __len__(self):
        return len(self._values)

    def get(self, name, default=None):
        """Return a column, or `default` if there is none."""
        return self[name] if name in self._values else default

    def keys(self):
        """Return the names."""
        return self._values.keys()

    def values(self):
        """Return all columns."""
        return [self[name] for name in self._values]

    def items(self):
        """Return all names and columns."""
        return [(name, self[name]) for name in self._values]


class VectorColumn:
    """Vectors of doubles, one per row of a table; they may differ in length.

    Parameters
    ----------
    rows : list of sequence of float
        The vector of each row.

    Attributes
    ----------
    array : ndarray of float64, (longest, n)
        One vector in each column, followed by zeros.
    lengths : ndarray of int64, (n,)
        Number of entries of each vector.
    """

    __slots__ = ("array", "lengths")

    def __init__(self, rows):
        self.lengths = np.zeros(len(rows), np.int64)
        self.array = np.zeros((0, len(rows)))
        self.put(np.arange(len(rows)), list(rows))

    def take(self, ks) -> list:
        """Return the vectors of the rows `ks` as tuples."""
        return [tuple(self.array[: self.lengths[k], k].tolist()) for k in ks]

    def put(self, ks, values) -> None:
        """Assign `values`, a list with one vector for each of the rows `ks`, or one for all."""
        values = values if isinstance(values, list) else [values] * len(ks)
        lengths = self.lengths.copy()
        lengths[ks] = [len(value) for value in values]
        self.resize(lengths)
        for k, value in zip(ks, values, strict=True):
            self.array[: len(value), k] = value

    def resize(self, lengths: np.ndarray) -> None:
        """Cut the vectors, or append zeros to them, so that they have these lengths."""
        if np.array_equal(lengths, self.lengths):
            return
        old, longest = self.array, int(max(lengths, default=0))
        kept = min(longest, len(old))
        self.array = np.zeros((longest, len(lengths)))
        self.array[:kept] = old[:kept]
        self.array[np.arange(longest)[:, None] >= lengths] = 0.0
        self.lengths = lengths.astype(np.int64)


def lengths(column: Column) -> np.ndarray:
    """Return the lengths of a column of tuples, (n,) int64."""
    if column.is_constant:
        return np.full(column.n, len(column.constant), np.int64)
    return np.array([len(value) for value in column.rows], np.int64)
