"""Sets of nodes that are named by their ids."""

from itertools import islice
from operator import lt

import numpy as np

from nestlike.kernel.computed import computed
from nestlike.kernel.distinct import distinct
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.nodes.node_ranges import NodeRanges
from nestlike.kernel.nodes.ranges import Range, merged

#: Up to this number a list is checked faster than an array is made of it.
_FEW = 500


class ListedNodes(NodeRanges):
    """Nodes with given ids.

    Parameters
    ----------
    table : NodeTable
    ids : list of int, or ndarray of int64
        Strictly ascending ids of nodes that exist; the set keeps them.
    """

    def __init__(self, table, ids):
        self.table, self.generation, self._homes = table, table.generation, table.homes
        self._given, self.size = ids, len(ids)
        self.first, self.last = int(ids[0]), int(ids[-1])

    @computed
    def ids(self) -> np.ndarray:
        """The node ids in ascending order, int64."""
        ids = np.asarray(self._given, np.int64).view()
        ids.flags.writeable = False
        return ids

    @computed
    def parts(self) -> tuple[Range, ...]:
        """The ranges, ascending."""
        ids, own = self.ids, self._homes.numbers_of(self.ids)
        ends = np.flatnonzero((np.diff(ids) > 1) | (np.diff(own) != 0))
        starts = np.concatenate(([0], ends + 1))
        own, last = own[starts], ids[np.append(ends, len(ids) - 1)]
        entries = {number: self._homes.entries[number] for number in distinct(own).tolist()}
        rows = zip(ids[starts].tolist(), last.tolist(), own.tolist(), strict=True)
        return tuple(merged(Range(a, b, 1, entries[number]) for a, b, number in rows))


def ascending(values: list) -> bool:
    """Whether every element of a list is less than the next."""
    return all(map(lt, values, islice(values, 1, None)))


def ranges_from_list(table, ids: list[int]) -> NodeRanges:
    """Return the set of the nodes with these ids, strictly ascending."""
    if 0 < len(ids) < _FEW and 1 <= ids[0] and ids[-1] <= table.size and ascending(ids):
        return ListedNodes(table, ids[:])
    return ranges_from_ids(table, np.array(ids, np.int64))


def ranges_from_ids(table, ids: np.ndarray) -> NodeRanges:
    """Return the set of the nodes with these ids (int array, strictly ascending)."""
    if not len(ids):
        return NodeRanges(table, ())
    if not (ids[1:] > ids[:-1]).all():
        if (ids[1:] < ids[:-1]).any():
            raise BadProperty("Indices must be sorted in ascending order")
        raise BadProperty("All node IDs in a NodeCollection have to be unique")
    table.require_ids(ids[0], ids[-1])
    return ListedNodes(table, ids)
