"""Sets of nodes: ascending ranges of node ids, each of one model.

A set is *primitive* (one range without gaps), *composite* (several of these) or *sliced* (cut out
of either by a slice that a primitive cannot express). NEST shows and joins the three differently.
"""

from bisect import bisect_right
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from nestlike.kernel.errors import BadParameter, BadProperty, KernelException, UnknownNode

_INVALID = (
    "InvalidNodeCollection: note that ResetKernel invalidates all previously created "
    "NodeCollections."
)


class Range(NamedTuple):
    """The node ids first, first + step, ..., last of the model `entry`."""

    first: int
    last: int
    step: int
    entry: object

    @property
    def ids(self) -> range:
        """The node ids."""
        return range(self.first, self.last + 1, self.step)

    def follows(self, other: "Range") -> bool:
        """Whether this range continues the contiguous range `other`."""
        return self.first == other.last + 1 and self.entry.name == other.entry.name


class NodeRanges:
    """A set of nodes.

    Parameters
    ----------
    table : NodeTable
        Where the nodes live; a reset of it invalidates the set.
    parts : sequence of Range
        Ascending and disjoint.
    sliced : bool
        Whether the set was cut out with a slice.
    stride : int
        Step of that slice.
    layer : Layer, optional
        Where the nodes are in space; slices keep it.
    whole : sequence of Range, optional
        The parts a slice was cut from; a slice of a layer is composite even if it is all of it.
    """

    __slots__ = (
        "_ids",
        "_starts",
        "composite",
        "generation",
        "layer",
        "parts",
        "sliced",
        "stride",
        "table",
        "whole",
    )

    def __init__(self, table, parts, sliced=False, stride=1, layer=None, whole=None):
        self.table = table
        self.parts = tuple(parts)
        self.sliced, self.stride = sliced, stride
        self.layer = layer
        self.whole = self.parts if whole is None else whole
        self.composite = sliced or len(self.parts) > 1 or whole is not None
        self.generation = table.generation
        self._starts = [0, *accumulate(len(part.ids) for part in self.parts)]
        self._ids = None

    def __len__(self) -> int:
        return self._starts[-1]

    @property
    def valid(self) -> bool:
        """Whether the nodes were made after the last reset."""
        return not self.parts or self.generation == self.table.generation

    def require_valid(self) -> None:
        """Raise KernelException if the nodes went with a reset."""
        if not self.valid:
            raise KernelException(_INVALID)

    @property
    def ids(self) -> np.ndarray:
        """The node ids in ascending order, int64."""
        if self._ids is None:
            arrays = [np.arange(p.first, p.last + 1, p.step) for p in self.parts]
            self._ids = np.concatenate(arrays) if arrays else np.empty(0, np.int64)
            self._ids.flags.writeable = False
        return self._ids

    def __contains__(self, node_id: int) -> bool:
        return self.index(node_id) >= 0

    def index(self, node_id: int) -> int:
        """Return the position of a node id, or -1."""
        number = bisect_right(self.parts, node_id, key=lambda part: part.first) - 1
        if number < 0 or node_id not in self.parts[number].ids:
            return -1
        return self._starts[number] + self.parts[number].ids.index(node_id)

    def one(self, index: int) -> "NodeRanges":
        """Return the node at a position as a set of its own."""
        self.require_valid()
        number = bisect_right(self._starts, index) - 1
        part = self.parts[number]
        node_id = part.ids[index - self._starts[number]]
        return self._part((Range(node_id, node_id, 1, part.entry),), 1)

    def _part(self, parts, step):
        if step == 1 and len(parts) == 1 and self.layer is None:
            return NodeRanges(self.table, parts)
        everything = step == 1 and self.layer is not None and parts == self.whole
        return NodeRanges(self.table, parts, not everything, step, self.layer, self.whole)

    def slice(self, start: int, stop: int, step: int) -> "NodeRanges":
        """Return the nodes at positions start, start + step, ... before stop."""
        if not start < stop:
            raise BadParameter("start < stop required.")
        self.require_valid()
        if step == 1 and stop - start == 1:
            return self.one(start)
        if self.sliced and len(range(start, stop, step)) > 1:
            raise BadProperty("Cannot slice a sliced composite NodeCollection.")
        return self._part(tuple(self._cut(start, stop, step)), step)

    def _cut(self, start, stop, step):
        for offset, part in zip(self._starts, self.parts, strict=False):
            begin = start - offset if start >= offset else (start - offset) % step
            ids = part.ids[begin : max(stop - offset, 0) : step]
            if ids:
                yield Range(ids[0], ids[-1], step if len(ids) > 1 else 1, part.entry)

    def join(self, other: "NodeRanges") -> "NodeRanges":
        """Return the union of two sets that have no node in common."""
        self.require_valid()
        other.require_valid()
        if not other.parts:
            return self
        if not self.parts:
            return other
        if self.layer is not other.layer:
            raise BadProperty("Can only join NodeCollections of the same layer, or of none.")
        if self.sliced or other.sliced:
            raise BadProperty("Cannot add NodeCollection to a sliced composite.")
        return NodeRanges(self.table, merged(sorted(self.parts + other.parts, key=_first)))

    def same_as(self, other: "NodeRanges") -> bool:
        """Whether the other set has the same nodes in the same parts.

        As in NEST, slices are the same if they have the same size and come from the same set.
        """
        mine, its = self._identity(), other._identity()
        return mine == its and self.layer is other.layer

    def _identity(self):
        return self.composite, len(self), [(*p[:3], p.entry.name) for p in self.whole]

    def without_table(self) -> tuple:
        """Return what `restored` finds the nodes again from."""
        parts, whole = ([part[:3] for part in some] for some in (self.parts, self.whole))
        cut_from = whole if self.composite else None
        return parts, self.sliced, self.stride, self.layer is not None, cut_from

    def __str__(self) -> str:
        if not self.parts:
            return "NodeCollection(<empty>)"
        head = f"NodeCollection(metadata={'None' if self.layer is None else 'spatial'},"
        if not self.composite:
            return f"{head} {_shown(self.parts[0], False)})"
        lines = [_shown(part, self.sliced) for part in self.parts]
        separate = [not self.sliced or self.stride > 1 or p.first == p.last for p in self.parts]
        ends = [";" if needed else "" for needed in separate[:-1]] + [")"]
        pad = "\n" + " " * len("NodeCollection(")
        return head + "".join(pad + line + end for line, end in zip(lines, ends, strict=True))


def restored(table, parts, sliced, stride, in_space, whole) -> NodeRanges:
    """Return the set that `NodeRanges.without_table` describes, of nodes that exist now."""
    if not parts:
        return NodeRanges(table, ())
    ends = parts if whole is None else whole
    _require_ids(table, ends[0][0], ends[-1][1])
    populations = [table.population_of(first) for first, _, _ in parts]
    named = [Range(*part, home.entry) for part, home in zip(parts, populations, strict=True)]
    layer = populations[0].layer if in_space else None
    if whole is not None:
        whole = tuple(Range(*part, table.population_of(part[0]).entry) for part in whole)
    return NodeRanges(table, named, sliced, stride, layer, whole)


def _first(part):
    return part.first


def _shown(part, sliced):
    text = f"model={part.entry.name}, size={len(part.ids)}, first={part.first}"
    if part.first == part.last and not sliced:
        return text
    text += f", last={part.last}"
    return text + (f", step={part.step}" if part.step > 1 else "")


def merged(parts) -> list[Range]:
    """Return ascending contiguous ranges with neighbours of one model made one."""
    result: list[Range] = []
    for part in parts:
        if result and part.first <= result[-1].last:
            raise BadProperty("Cannot join overlapping NodeCollections.")
        if result and part.follows(result[-1]):
            result[-1] = result[-1]._replace(last=part.last)
        else:
            result.append(part)
    return result


def ranges_from_ids(table, ids: np.ndarray) -> NodeRanges:
    """Return the set of the nodes with these ids (int array, strictly ascending)."""
    if not len(ids):
        return NodeRanges(table, ())
    steps = np.diff(ids)
    if (steps < 0).any():
        raise BadProperty("Indices must be sorted in ascending order")
    if (steps == 0).any():
        raise BadProperty("All node IDs in a NodeCollection have to be unique")
    _require_ids(table, ids[0], ids[-1])
    return NodeRanges(table, merged(_runs(table, ids)))


def _require_ids(table, first, last):
    outside = first if first < 1 else last
    if not 1 <= outside <= table.size:
        raise UnknownNode(
            f"Node with id {outside} does not exist. There are nodes 1 to {table.size}."
        )


def _runs(table, ids):
    for where, population in table.by_population(ids):
        members = ids[where]
        breaks = np.flatnonzero(np.diff(members) != 1) + 1
        firsts = members[np.r_[0, breaks]].tolist()
        lasts = members[np.r_[breaks - 1, -1]].tolist()
        for first, last in zip(firsts, lasts, strict=True):
            yield Range(first, last, 1, population.entry)
