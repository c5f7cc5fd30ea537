"""Sets of nodes: ascending ranges of node ids, each of one model.

A set is *primitive* (one range without gaps), *composite* (several of these) or *sliced* (cut out
of either by a slice that a primitive cannot express). NEST shows and joins the three differently.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from nestlike.kernel.distinct import distinct
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

    @property
    def size(self) -> int:
        """Number of nodes."""
        return (self.last - self.first) // self.step + 1

    def follows(self, other: "Range") -> bool:
        """Whether this range continues the contiguous range `other`."""
        return self.first == other.last + 1 and self.entry.name == other.entry.name


class Runs(NamedTuple):
    """Contiguous ranges of node ids, each within one population.

    Attributes
    ----------
    first, last : ndarray of int64, (n,)
    population : ndarray of int64, (n,)
        Number of the population.
    entries : dict of int to ModelEntry
        Models by number of the population.
    """

    first: np.ndarray
    last: np.ndarray
    population: np.ndarray
    entries: dict

    def ranges(self):
        """Yield them."""
        rows = zip(self.first.tolist(), self.last.tolist(), self.population.tolist(), strict=True)
        for first, last, population in rows:
            yield Range(first, last, 1, self.entries[population])


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
    size : int, optional
        Number of nodes, where it is known.
    """

    __slots__ = (
        "_ids",
        "_parts",
        "_runs",
        "_starts",
        "_whole",
        "generation",
        "layer",
        "size",
        "sliced",
        "stride",
        "table",
    )

    def __init__(self, table, parts, sliced=False, stride=1, layer=None, whole=None, size=None):
        self.table, self.generation = table, table.generation
        self._parts = tuple(parts)
        self.sliced, self.stride, self.layer = sliced, stride, layer
        self._whole = whole
        self._ids = self._starts = None
        self.size = sum(part.size for part in self._parts) if size is None else size

    @classmethod
    def of_runs(cls, table, ids, runs: "Runs") -> "NodeRanges":
        """Return a set of which the ids are known, in ranges which are made when asked for."""
        found = cls(table, ())
        found._parts, found._runs = None, runs
        found._ids, found.size = ids.view(), len(ids)
        found._ids.flags.writeable = False
        return found

    @property
    def parts(self) -> tuple[Range, ...]:
        """The ranges, ascending."""
        if self._parts is None:
            self._parts = tuple(merged(self._runs.ranges()))
        return self._parts

    @property
    def whole(self) -> tuple[Range, ...]:
        """The parts of the set that this one was cut from, or its own."""
        return self.parts if self._whole is None else self._whole

    @property
    def composite(self) -> bool:
        """Whether NEST shows the set in parts."""
        return self.sliced or self._whole is not None or len(self.parts) > 1

    def __len__(self) -> int:
        return self.size

    @property
    def first(self) -> int:
        """The smallest node id of a set that is not empty."""
        return self._parts[0].first if self._parts else int(self.ids[0])

    @property
    def last(self) -> int:
        """The largest node id of a set that is not empty."""
        return self._parts[-1].last if self._parts else int(self.ids[-1])

    @property
    def valid(self) -> bool:
        """Whether the nodes were made after the last reset."""
        return self.generation == self.table.generation or not self.size

    def require_valid(self) -> None:
        """Raise KernelException if the nodes went with a reset."""
        if not self.valid:
            raise KernelException(_INVALID)

    @property
    def starts(self) -> list[int]:
        """Position of the first node of each part, and the number of all."""
        if self._starts is None:
            self._starts = [0, *accumulate(part.size for part in self.parts)]
        return self._starts

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
        parts = self.parts
        number = 0 if len(parts) == 1 else bisect_right(parts, node_id, key=_first) - 1
        if number < 0 or not parts:
            return -1
        first, last, step, _ = parts[number]
        if not first <= node_id <= last or (node_id - first) % step:
            return -1
        return (self.starts[number] if number else 0) + (node_id - first) // step

    def one(self, index: int) -> "NodeRanges":
        """Return the node at a position as a set of its own."""
        self.require_valid()
        parts = self.parts
        number = 0 if len(parts) == 1 else bisect_right(self.starts, index) - 1
        first, _, step, entry = parts[number]
        node_id = first + (index - self.starts[number] if number else index) * step
        return self._part((Range(node_id, node_id, 1, entry),), 1, 1)

    def _part(self, parts, step, size):
        if step == 1 and len(parts) == 1 and self.layer is None:
            return NodeRanges(self.table, parts, size=size)
        everything = step == 1 and self.layer is not None and parts == self.whole
        sliced = not everything
        return NodeRanges(self.table, parts, sliced, step, self.layer, self.whole, size)

    def slice(self, start: int, stop: int, step: int) -> "NodeRanges":
        """Return the nodes at positions start, start + step, ... before stop."""
        if not start < stop:
            raise BadParameter("start < stop required.")
        self.require_valid()
        if step == 1 and stop - start == 1:
            return self.one(start)
        size = (stop - start + step - 1) // step
        if len(self.parts) == 1 and not self.sliced:
            first, _, _, entry = self.parts[0]
            last = first + stop - 1 - (stop - 1 - start) % step
            some = Range(first + start, last, step if last > first + start else 1, entry)
            return self._part((some,), step, size)
        if self.sliced and size > 1:
            raise BadProperty("Cannot slice a sliced composite NodeCollection.")
        return self._part(tuple(self._cut(start, stop, step)), step, size)

    def _cut(self, start, stop, step):
        starts = self.starts
        for number in range(bisect_right(starts, start) - 1, bisect_left(starts, stop)):
            offset, part = starts[number], self.parts[number]
            if step == 1 and start <= offset and starts[number + 1] <= stop:
                yield part
                continue
            begin = start - offset if start >= offset else (start - offset) % step
            ids = part.ids[begin : stop - offset : step]
            if ids:
                yield Range(ids[0], ids[-1], step if len(ids) > 1 else 1, part.entry)

    def join(self, other: "NodeRanges") -> "NodeRanges":
        """Return the union of two sets that have no node in common."""
        self.require_valid()
        other.require_valid()
        if not other.size:
            return self
        if not self.size:
            return other
        if self.layer is not other.layer:
            raise BadProperty("Can only join NodeCollections of the same layer, or of none.")
        if self.sliced or other.sliced:
            raise BadProperty("Cannot add NodeCollection to a sliced composite.")
        lower, upper = (self, other) if self.first < other.first else (other, self)
        if upper.first > lower.last:
            # Nothing but the ranges at the seam can become one.
            seam = merged((lower.parts[-1], upper.parts[0]))
            parts = (*lower.parts[:-1], *seam, *upper.parts[1:])
            return NodeRanges(self.table, parts, size=lower.size + upper.size)
        return NodeRanges(self.table, merged(sorted(self.parts + other.parts, key=_first)))

    def same_as(self, other: "NodeRanges") -> bool:
        """Whether the other set has the same nodes in the same parts.

        As in NEST, slices are the same if they have the same size and come from the same set.
        """
        if self.size != other.size or self.layer is not other.layer:
            return False
        return self.composite == other.composite and same_ranges(self.whole, other.whole)

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


def same_ranges(some, others) -> bool:
    """Whether ranges have the same ends and models of the same names."""
    return some is others or (
        len(some) == len(others)
        and all(
            a[:3] == b[:3] and a.entry.name == b.entry.name
            for a, b in zip(some, others, strict=True)
        )
    )


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
    steps = ids[1:] - ids[:-1]
    if (steps <= 0).any():
        if (steps < 0).any():
            raise BadProperty("Indices must be sorted in ascending order")
        raise BadProperty("All node IDs in a NodeCollection have to be unique")
    _require_ids(table, ids[0], ids[-1])
    return NodeRanges.of_runs(table, ids, _runs(table, ids, steps))


def _require_ids(table, first, last):
    outside = first if first < 1 else last
    if not 1 <= outside <= table.size:
        raise UnknownNode(
            f"Node with id {outside} does not exist. There are nodes 1 to {table.size}."
        )


def _runs(table, ids, steps) -> Runs:
    population = table.numbers_of(ids)
    ends = np.flatnonzero((steps > 1) | (population[1:] != population[:-1]))
    starts = np.concatenate(([0], ends + 1))
    own = population[starts]
    entries = {number: table.populations[number].entry for number in distinct(own).tolist()}
    return Runs(ids[starts], ids[np.append(ends, len(ids) - 1)], own, entries)
