"""Sets of nodes: ascending ranges of node ids, each of one model.

A set is *primitive* (one range without gaps), *composite* (several of these) or *sliced* (cut out
of either by a slice that a primitive cannot express). NEST shows and joins the three differently.

What a set is made of is worked out when somebody asks for it.
"""

from bisect import bisect_left, bisect_right
from itertools import accumulate

import numpy as np

from nestlike.kernel.computed import computed
from nestlike.kernel.errors import BadParameter, BadProperty, KernelException
from nestlike.kernel.nodes.ranges import Range, merged, same_ranges

_INVALID = (
    "InvalidNodeCollection: note that ResetKernel invalidates all previously created "
    "NodeCollections."
)


class NodeRanges:
    """A set of nodes.

    Parameters
    ----------
    table : NodeTable
        Where the nodes live; a reset of it invalidates the set.
    parts : sequence of Range
        Ascending and disjoint.
    size : int, optional
        Number of nodes, where it is known.

    Attributes
    ----------
    sliced : bool
        Whether the set was cut out with a slice.
    stride : int
        Step of that slice.
    layer : Layer or None
        Where the nodes are in space; slices keep it.
    """

    sliced = False
    stride = 1
    layer = None

    def __init__(self, table, parts, size=None):
        self.table, self.generation = table, table.generation
        self.parts = tuple(parts)
        self.size = sum(part.size for part in self.parts) if size is None else size

    @computed
    def parts(self) -> tuple[Range, ...]:
        """The ranges, ascending."""
        raise NotImplementedError

    @computed
    def whole(self) -> tuple[Range, ...]:
        """The parts of the set that this one was cut from, or its own."""
        return self.parts

    @computed
    def composite(self) -> bool:
        """Whether NEST shows the set in parts."""
        return len(self.parts) > 1

    @computed
    def first(self) -> int:
        """The smallest node id of a set that is not empty."""
        return self.parts[0].first

    @computed
    def last(self) -> int:
        """The largest node id of a set that is not empty."""
        return self.parts[-1].last

    @computed
    def starts(self) -> list[int]:
        """Position of the first node of each part, and the number of all."""
        return [0, *accumulate(part.size for part in self.parts)]

    @computed
    def _directory(self) -> tuple[list, list, list]:
        """The first id, all ids and the position of each part."""
        return [part.first for part in self.parts], [part.ids for part in self.parts], self.starts

    @computed
    def ids(self) -> np.ndarray:
        """The node ids in ascending order, int64."""
        arrays = [np.arange(p.first, p.last + 1, p.step) for p in self.parts]
        if len(arrays) == 1:
            return _kept(arrays[0])
        return _kept(np.concatenate(arrays) if arrays else np.empty(0, np.int64))

    def __len__(self) -> int:
        return self.size

    def __contains__(self, node_id: int) -> bool:
        return self.index(node_id) >= 0

    @property
    def valid(self) -> bool:
        """Whether the nodes were made after the last reset."""
        return self.generation == self.table.generation or not self.size

    def require_valid(self) -> None:
        """Raise KernelException if the nodes went with a reset."""
        if self.generation != self.table.generation and self.size:
            raise KernelException(_INVALID)

    def index(self, node_id: int) -> int:
        """Return the position of a node id, or -1."""
        firsts, spans, starts = self._directory
        number = bisect_right(firsts, node_id) - 1
        if number < 0 or node_id not in spans[number]:
            return -1
        return starts[number] + spans[number].index(node_id)

    def one(self, index: int) -> "NodeRanges":
        """Return the node at a position as a set of its own."""
        self.require_valid()
        number = bisect_right(self.starts, index) - 1
        first, _, step, entry = self.parts[number]
        node_id = first + (index - self.starts[number]) * step
        if self.layer is None:
            return Primitive(self.table, node_id, node_id, entry)
        return Placed(self, node_id, entry)

    def slice(self, start: int, stop: int, step: int) -> "NodeRanges":
        """Return the nodes at positions start, start + step, ... before stop."""
        if not start < stop:
            raise BadParameter("start < stop required.")
        self.require_valid()
        if step == 1 and stop - start == 1:
            return self.one(start)
        if self.sliced and stop - start > step:
            raise BadProperty("Cannot slice a sliced composite NodeCollection.")
        if step == 1 and self.layer is None:
            number = bisect_right(self.starts, start) - 1
            if stop <= self.starts[number + 1]:
                first, entry = self.parts[number].first - self.starts[number], self.parts[number][3]
                return Primitive(self.table, first + start, first + stop - 1, entry)
        return Slice(self, start, stop, step)

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
        if self.sliced or (other.sliced and self.composite):
            raise BadProperty("Cannot add NodeCollection to a sliced composite.")
        # NEST adds to a primitive what a slice was cut from.
        some, others = self.parts, other.whole if other.sliced else other.parts
        if others[0][0] < some[0][0]:
            some, others = others, some
        if others[0][0] <= some[-1][1]:
            return NodeRanges(self.table, merged(sorted(some + others, key=_first)))
        if others[0].follows(some[-1]):
            # Nothing but the ranges at the seam can become one.
            seam = Range(some[-1].first, others[0].last, 1, some[-1].entry)
            some, others = (*some[:-1], seam), others[1:]
        size = None if other.sliced else self.size + other.size
        return NodeRanges(self.table, some + others, size)

    def same_as(self, other: "NodeRanges") -> bool:
        """Whether the other set has the same nodes in the same parts.

        As in NEST, slices are the same if they have the same size and come from the same set.
        """
        if self is other:
            return True
        if self.size != other.size or self.layer is not other.layer:
            return False
        some, others = self.whole, other.whole
        same = some == others or same_ranges(some, others)
        return same and self.composite == other.composite

    def without_table(self) -> tuple:
        """Return what `restored` finds the nodes again from."""
        parts, whole = ([part[:3] for part in some] for some in (self.parts, self.whole))
        cut_from = whole if self.composite else None
        return parts, self.sliced, self.stride, self.layer is not None, cut_from

    def __str__(self) -> str:
        if not self.size:
            return "NodeCollection(<empty>)"
        head = "NodeCollection(metadata=None," if self.layer is None else _IN_SPACE
        if not self.composite:
            return f"{head} {_shown(self.parts[0], False)})"
        lines = [_shown(part, self.sliced) for part in self.parts]
        if not self.sliced or self.stride > 1:
            return f"{head}{_PAD}{f';{_PAD}'.join(lines)})"
        ends = [";" if part.first == part.last else "" for part in self.parts[:-1]] + [")"]
        return head + "".join([_PAD + line + end for line, end in zip(lines, ends, strict=True)])


class Primitive(NodeRanges):
    """Nodes of one model without gaps.

    Parameters
    ----------
    table : NodeTable
    first, last : int
        Node ids.
    entry : ModelEntry
    layer : Layer, optional
    """

    composite = False

    def __init__(self, table, first, last, entry, layer=None):
        self.table, self.generation = table, table.generation
        self.first, self.last, self.entry = first, last, entry
        self.size = last - first + 1
        if layer is not None:
            self.layer = layer

    @computed
    def parts(self) -> tuple[Range, ...]:
        """The range."""
        return (Range(self.first, self.last, 1, self.entry),)

    @computed
    def ids(self) -> np.ndarray:
        """The node ids in ascending order, int64."""
        return _kept(np.arange(self.first, self.last + 1))

    def index(self, node_id: int) -> int:
        """Return the position of a node id, or -1."""
        return node_id - self.first if self.first <= node_id <= self.last else -1

    def slice(self, start: int, stop: int, step: int) -> NodeRanges:
        """Return the nodes at positions start, start + step, ... before stop."""
        if step != 1 or self.layer is not None or start >= stop:
            return super().slice(start, stop, step)
        self.require_valid()
        return Primitive(self.table, self.first + start, self.first + stop - 1, self.entry)

    def one(self, index: int) -> NodeRanges:
        """Return the node at a position as a set of its own."""
        if self.generation != self.table.generation:
            self.require_valid()
        node_id = self.first + index
        if self.layer is None:
            return Primitive(self.table, node_id, node_id, self.entry)
        return Placed(self, node_id, self.entry)


class Slice(NodeRanges):
    """Every so-many-th node of a set, all of them too where they have positions.

    Parameters
    ----------
    base : NodeRanges
    start, stop, step : int
        Positions in `base`.
    """

    composite = True

    def __init__(self, base, start, stop, step):
        self.table, self.generation = base.table, base.generation
        self.size = (stop - start + step - 1) // step
        self.layer, self.stride = base.layer, step
        self.sliced = step > 1 or self.layer is None or base.sliced or self.size < base.size
        self._base, self._start, self._stop = base, start, stop

    @computed
    def whole(self) -> tuple[Range, ...]:
        """The parts of the set that this one was cut from."""
        return self._base.whole

    @computed
    def parts(self) -> tuple[Range, ...]:
        """The ranges, ascending."""
        return tuple(self._cut(self._start, self._stop, self.stride, self._base.starts))

    def _cut(self, start, stop, step, starts):
        for number in range(bisect_right(starts, start) - 1, bisect_left(starts, stop)):
            offset, part = starts[number], self._base.parts[number]
            if step == 1 and start <= offset and starts[number + 1] <= stop:
                yield part
                continue
            begin = start - offset if start >= offset else (start - offset) % step
            ids = part.ids[begin : stop - offset : step]
            if ids:
                yield Range(ids[0], ids[-1], step if len(ids) > 1 else 1, part.entry)


class Placed(NodeRanges):
    """One node of a layer, taken from a set of its nodes."""

    composite = True
    size = 1

    def __init__(self, base, node_id, entry):
        self.table, self.generation, self.layer = base.table, base.generation, base.layer
        self.first = self.last = node_id
        self._base, self._entry = base, entry

    @computed
    def whole(self) -> tuple[Range, ...]:
        """The parts of the set that this one was cut from."""
        return self._base.whole

    @computed
    def sliced(self) -> bool:
        """Whether the layer has other nodes."""
        return self.whole != self.parts

    def one(self, index: int) -> NodeRanges:
        """Return the set itself."""
        self.require_valid()
        return self

    @computed
    def parts(self) -> tuple[Range, ...]:
        """The node."""
        return (Range(self.first, self.first, 1, self._entry),)


def restored(table, parts, sliced, stride, in_space, whole) -> NodeRanges:
    """Return the set that `NodeRanges.without_table` describes, of nodes that exist now."""
    if not parts:
        return NodeRanges(table, ())
    ends = parts if whole is None else whole
    table.require_ids(ends[0][0], ends[-1][1])
    populations = [table.population_of(first) for first, _, _ in parts]
    named = [Range(*part, home.entry) for part, home in zip(parts, populations, strict=True)]
    found = NodeRanges(table, named)
    found.sliced, found.stride = sliced, stride
    found.layer = populations[0].layer if in_space else None
    if whole is not None:
        found.whole = tuple(Range(*part, table.population_of(part[0]).entry) for part in whole)
        found.composite = True
    return found


def _kept(ids):
    ids.flags.writeable = False
    return ids


_PAD = "\n" + " " * len("NodeCollection(")
_IN_SPACE = "NodeCollection(metadata=spatial,"


def _first(part):
    return part.first


def _shown(part, sliced):
    first, last, step, entry = part
    text = f"model={entry.name}, size={(last - first) // step + 1}, first={first}"
    if first == last and not sliced:
        return text
    return f"{text}, last={last}, step={step}" if step > 1 else f"{text}, last={last}"
