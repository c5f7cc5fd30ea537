"""Ranges of node ids, each of one model, and how neighbours become one."""

from typing import NamedTuple

from nestlike.kernel.errors import BadProperty


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
        return self.first == other.last + 1 and (
            self.entry is other.entry or self.entry.name == other.entry.name
        )


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


def same_ranges(some: tuple, others: tuple) -> bool:
    """Whether ranges have the same ends and models of the same names."""
    if len(some) != len(others) or (some and some[0].first != others[0].first):
        return False
    for (*ends, entry), (*other_ends, other_entry) in zip(some, others, strict=True):
        if ends != other_ends or entry.name != other_entry.name:
            return False
    return True
