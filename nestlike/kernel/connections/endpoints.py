"""Sources and targets of many connections, in as few bytes as their order allows."""

import sys

import numpy as np

from nestlike.kernel.connections.growing_array import shortened

TARGET, SOURCE = (0, 1) if sys.byteorder == "little" else (1, 0)
#: Elements converted at a time, so that intermediate results stay in the processor's cache.
PIECE = 1 << 16
#: Node ids up to this one need 16 bits.
LARGEST_SHORT = (1 << 16) - 1
#: Of more than one out of so many connections, sources are found by writing all of them out.
_FEW = 16


class Endpoints:
    """Node ids at both ends of connections: in any order, or by source with each source once.

    Parameters
    ----------
    pairs : ndarray of int32 or uint16, shape (n, 2)
        Target and source side by side, as columns `TARGET` and `SOURCE`: records of
        `nestlike.numerics.records` when seen as int64, or as uint32.
    """

    def __init__(self, pairs):
        self.pairs = pairs
        self._sources = self._starts = None
        self._targets = self._decoded = self._range = None
        self._are_lent = False

    def __len__(self) -> int:
        return len(self.pairs) if self._targets is None else len(self._targets)

    @property
    def are_by_source(self) -> bool:
        """Whether sources are kept once for all their connections."""
        return self._targets is not None

    @property
    def source(self):
        """Source of each connection, (n,) int64, a copy."""
        if self.are_by_source:
            return np.repeat(self._sources, np.diff(self._starts))
        return self.pairs[:, SOURCE].astype(np.int64)

    @property
    def target(self):
        """Target of each connection, (n,) int64, a copy."""
        if self._decoded is not None:
            return self._decoded[self._targets]
        return (self._targets if self.are_by_source else self.pairs[:, TARGET]).astype(np.int64)

    def settled(self) -> "Endpoints":
        """Return the same ends, which nothing will move from now on."""
        return self if self.are_by_source else Endpoints(self.pairs.copy())

    def sources_of(self, rows):
        """Return the sources of some connections (int array), int64."""
        if not self.are_by_source or len(rows) > len(self) // _FEW:
            return self.source[rows]
        return self._sources[self._runs_of(rows)]

    def run_of(self, source: int) -> tuple[int, int]:
        """Return begin and end of the connections of a source, in order of their sources."""
        if not self.are_by_source:
            begin, end = np.searchsorted(self.source, (source, source + 1))
            return int(begin), int(end)
        run = int(self._sources.searchsorted(source))
        if run == len(self._sources) or self._sources[run] != source:
            return 0, 0
        return int(self._starts[run]), int(self._starts[run + 1])

    def targets_of(self, rows):
        """Return the targets of some connections (int array or slice), int64."""
        if self._decoded is not None:
            return self._decoded[self._targets[rows]]
        ids = self._targets if self.are_by_source else self.pairs[:, TARGET]
        return ids[rows].astype(np.int64)

    def rows_of(self, marks):
        """Return the connections whose sources are marked (bool array by node id), ascending."""
        if not self.are_by_source:
            return np.flatnonzero(marks[self.source])
        chosen = np.flatnonzero(marks[self._sources])
        sizes = self._starts[chosen + 1] - self._starts[chosen]
        moved = self._starts[chosen] - (np.cumsum(sizes) - sizes)
        return np.repeat(moved, sizes) + np.arange(sizes.sum())

    def places_of(self, rows):
        """Return the places of some connections among those of the same source, kept together."""
        if self.are_by_source:
            return rows - self._starts[self._runs_of(rows)]
        source = self.source
        return rows - np.searchsorted(source, source[rows])

    def _runs_of(self, rows):
        return np.searchsorted(self._starts, rows, side="right") - 1

    def lend_targets(self):
        """Return the targets, (n,), not copied; None where they are not kept as node ids.

        They stay what they are, also when simulations come to need them in another form.
        """
        if not self.are_by_source or self._decoded is not None:
            return None
        self._are_lent = True
        return self._targets.view()

    def target_range(self) -> tuple[int, int]:
        """Return the smallest and the largest node id among the targets."""
        if self._range is None:
            ids = self._targets if self.are_by_source else self.pairs[:, TARGET]
            self._range = int(ids.min()), int(ids.max())
        return self._range

    def group(self) -> None:
        """Keep each source once from now on; connections are in order of their sources."""
        if self.are_by_source:
            return
        starts = _starts(self.pairs)
        self._sources = self.pairs[starts, SOURCE].astype(np.int64)
        self._starts = np.append(starts, len(self))
        self._targets, self.pairs = _halved(self.pairs), None

    def part(self, rows) -> "Endpoints":
        """Return the ends of some connections (int array), in any order."""
        if not self.are_by_source:
            return Endpoints(self.pairs[rows])
        pairs = np.empty((len(rows), 2), np.int32)
        pairs[:, SOURCE], pairs[:, TARGET] = self.source[rows], self.target[rows]
        return Endpoints(pairs)

    def runs(self):
        """Return the source, begin and end of each stretch with one source, as int64."""
        if self.are_by_source:
            return self._sources, self._starts[:-1], self._starts[1:]
        starts = _starts(self.pairs)
        sources = self.pairs[starts, SOURCE].astype(np.int64)
        return sources, starts, np.append(starts[1:], len(self))

    def addresses(self, encode, nodes, kind=np.uint32):
        """Return what stands for the targets in simulations, (n,) of `kind`, in place of node ids.

        Parameters
        ----------
        encode : callable
            ``encode(targets, first)`` returns it for some targets (int array), which are those
            of the connections from `first` on.
        nodes : ndarray of int64
            The node that each value stands for.
        kind : data-type, default uint32
            ``uint16`` or ``uint32``, in which all values find room.
        """
        n = len(self)
        self.target_range()  # while ids are there to be read
        replaced = self._decoded is None and self.are_by_source and not self._are_lent
        replaced = replaced and np.dtype(kind).itemsize <= self._targets.itemsize
        room = self._targets if replaced else np.empty(n, kind)
        found = room.view(kind)
        for first in range(0, n, PIECE):
            piece = slice(first, min(n, first + PIECE))
            found[piece] = encode(self._ids(piece), first)
        if len(found) > n:
            del found
            found = _narrowed(room, n, kind)
        if self.are_by_source:
            self._targets, self._decoded = found, nodes
        return found

    def _ids(self, piece: slice):
        """Return targets of a piece as node ids."""
        if self._decoded is not None:
            return self._decoded[self._targets[piece]]
        return self._targets[piece] if self.are_by_source else self.pairs[piece, TARGET]


def is_short(pairs) -> bool:
    """Return whether the ids in pairs have 16 bits each."""
    return pairs.dtype == np.uint16


def _records(pairs):
    """Return pairs as integers, each with the source in its upper half."""
    return np.ascontiguousarray(pairs).view(np.uint32 if is_short(pairs) else np.int64).reshape(-1)


def _starts(pairs):
    """Return where pairs begin, unless there are none, and where the source changes, as int64."""
    records = _records(pairs)
    found, source = [np.zeros(min(1, len(records)), np.int64)], 1 << 4 * records.itemsize
    for first in range(1, len(records), PIECE):
        piece = records[first - 1 : first + PIECE]
        found.append(first + np.flatnonzero(piece[1:] ^ piece[:-1] >= source))
    return np.concatenate(found)


def _narrowed(room, n: int, kind):
    """Return the first `n` numbers of type `kind` in the memory of `room`; give back the rest."""
    used = -(-n * np.dtype(kind).itemsize // room.itemsize)
    return shortened(room, used).view(kind)[:n]


def _halved(pairs):
    """Return the targets of `pairs`, whose memory is used for them and otherwise given back."""
    n = len(pairs)
    targets, records = pairs.reshape(-1), _records(pairs)
    for first in range(0, n, PIECE):
        piece = slice(first, min(n, first + PIECE))
        targets[piece] = records[piece].astype(pairs.dtype)  # the lower half
    del targets, records
    return shortened(pairs, n)
