"""Which population the nodes are of, by their ids."""

from bisect import bisect_right

import numpy as np


class Homes:
    """The first node ids of the populations of a network, ascending, and their models.

    What node ids of a collection mean stays known here after a reset of the network.

    Attributes
    ----------
    firsts : list of int
    entries : list of ModelEntry
    """

    def __init__(self):
        self.firsts: list[int] = []
        self.entries: list = []
        self._first_ids = np.empty(0, np.int64)

    def add(self, first: int, entry) -> None:
        """Note a new population."""
        self.firsts.append(first)
        self.entries.append(entry)

    def number_of(self, node_id: int) -> int:
        """Return the number of the population that holds a node; the node must exist."""
        return bisect_right(self.firsts, node_id) - 1

    def numbers_of(self, ids: np.ndarray) -> np.ndarray:
        """Return, for each of some ids (int array, not empty), the number of its population."""
        if len(self._first_ids) != len(self.firsts):
            self._first_ids = np.array(self.firsts, np.int64)
        return np.searchsorted(self._first_ids, ids, side="right") - 1
