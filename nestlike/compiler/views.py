"""Arrays, records and calls at raw addresses, for code that runs compiled and as plain Python.

The functions below are the Python forms; `nestlike.compiler.bindings` gives numba the compiled
ones.  Whoever hands out an address keeps the memory behind it alive.
"""

import ctypes

import numpy as np

#: Plain Python functions by the address that stands for them when kernels are not compiled.
FUNCTIONS: dict = {}

_FLOAT64, _INT8, _INT32, _INT64 = map(np.dtype, (np.float64, np.int8, np.int32, np.int64))
_UINT16, _UINT32, _UINT64 = map(np.dtype, (np.uint16, np.uint32, np.uint64))


def _view(kind, address, n):
    if not n:
        return np.empty(0, kind)
    memory = (ctypes.c_char * (kind.itemsize * int(n))).from_address(int(address))
    return np.frombuffer(memory, kind)


def f64(address, n):
    """Return the `n` doubles at `address`."""
    return _view(_FLOAT64, address, n)


def grid(address, rows, n):
    """Return the doubles at `address` as an array of shape (rows, n)."""
    return f64(address, rows * n).reshape(rows, n)


def i64(address, n):
    """Return the `n` 64-bit integers at `address`."""
    return _view(_INT64, address, n)


def i32(address, n):
    """Return the `n` 32-bit integers at `address`."""
    return _view(_INT32, address, n)


def u32(address, n):
    """Return the `n` unsigned 32-bit integers at `address`."""
    return _view(_UINT32, address, n)


def u16(address, n):
    """Return the `n` unsigned 16-bit integers at `address`."""
    return _view(_UINT16, address, n)


def u64(address, n):
    """Return the `n` unsigned 64-bit integers at `address`."""
    return _view(_UINT64, address, n)


def i8(address, n):
    """Return the `n` bytes at `address`, as signed integers."""
    return _view(_INT8, address, n)


class Fields:
    """The fields of a record as attributes, whatever attributes NumPy gives its records."""

    def __init__(self, row):
        object.__setattr__(self, "_row", row)

    def __getattr__(self, name):
        return self._row[name]

    def __setattr__(self, name, value):
        self._row[name] = value


def record(address, layout):
    """Return the record of dtype `layout` at `address`; its fields can be read and assigned."""
    raw = (ctypes.c_char * layout.itemsize).from_address(int(address))
    return Fields(np.frombuffer(raw, dtype=layout)[0])


def call(function, a, b, c, d):
    """Call the kernel at address `function` with four integers and return its status."""
    return FUNCTIONS[int(function)](a, b, c, d)


def fetch_add(address, amount):
    """Add `amount` to the integer at `address` as one indivisible step; return the old value."""
    cell = i64(address, 1)
    old = int(cell[0])
    cell[0] += amount
    return old


def load(address):
    """Return the integer at `address`, read anew each time."""
    return int(i64(address, 1)[0])


def store(address, value):
    """Write `value` to the integer at `address` so that other threads see it."""
    i64(address, 1)[0] = value


def address_of(array) -> int:
    """Return the address of the first element of `array`."""
    return array.ctypes.data
