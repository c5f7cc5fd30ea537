"""Connect pairs that were chosen before."""

import numpy as np

from nestlike.connect.rule import Rule


class ListedPairs(Rule):
    """Pairs in a list; each process makes those whose target it has.

    Parameters
    ----------
    sources, targets : ndarray of int64, shape (n,)
        Node ids.
    first : int, default 0
        Number of the first connection in arrays of values.
    ends : ndarray of int64, optional
        Where stretches of the list end, if what is impossible ends a stretch only.
    """

    draws = False

    def __init__(self, sources, targets, first: int = 0, ends=None):
        super().__init__(sources, targets, {})
        self.first = first
        self.ends = ends

    @property
    def n_visited(self):
        """Number of pairs."""
        return len(self.sources)

    def stretches(self):
        """Yield the stretches of the list."""
        if self.ends is None:
            yield self
            return
        begin = 0
        for end in self.ends.tolist():
            if end > begin:
                yield ListedPairs(
                    self.sources[begin:end], self.targets[begin:end], self.first + begin
                )
            begin = end

    def pass_over(self, n):
        """Begin `n` values later in arrays of values."""
        self.first += n

    def n_after(self, number):
        """Return the number of values in arrays that follow connection `number` in the list."""
        return self.first + len(self.sources) - number - 1

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        chosen = self.local_targets(vp)
        return self.sources[chosen], self.targets[chosen], self.first + chosen


class PairsInTurn(ListedPairs):
    """Pairs in a list; each process numbers its own connections from 0."""

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        sources, targets, _ = super().all_pairs(vp, engine)
        return sources, targets, np.arange(len(sources))
