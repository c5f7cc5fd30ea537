"""Records with an address: the Python side of `nestlike.compiler.layouts`."""

import numpy as np

from nestlike.compiler.views import address_of


class Records:
    """`n` consecutive records of one layout, and the arrays that their addresses point into.

    Assigning an array to a field stores its address and keeps it alive.
    """

    def __init__(self, layout: np.dtype, n: int = 1):
        self.array = np.zeros(n, layout)
        self.kept: dict = {}

    @property
    def address(self) -> int:
        """Address of the first record."""
        return address_of(self.array)

    def address_of(self, i: int) -> int:
        """Return the address of record `i`."""
        return address_of(self.array) + i * self.array.itemsize

    def set(self, i: int = 0, **fields) -> None:
        """Assign fields of record `i`: numbers, or arrays whose addresses are stored."""
        for name, value in fields.items():
            if isinstance(value, np.ndarray):
                self.kept[i, name] = value
                value = address_of(value)
            elif isinstance(value, Records):
                self.kept[i, name] = value
                value = value.address
            self.array[name][i] = value

    def get(self, name: str, i: int = 0):
        """Return field `name` of record `i`."""
        return self.array[name][i].item()
