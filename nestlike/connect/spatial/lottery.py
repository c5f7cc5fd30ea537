"""Choose partners by lot, with or without weights."""

import numpy as np

from nestlike.kernel.errors import KernelException
from nestlike.numerics.discrete import cumulative, discrete


class Lottery:
    """Draws candidates until there are enough.

    Parameters
    ----------
    ids : ndarray of int64
        Node ids of the candidates.
    weights : ndarray of float64, or None
        How likely each is; None if all are alike.
    number : int
        How many to draw.
    excluded : int or None
        Node id that is drawn in vain.
    repeats : bool
        Whether a candidate may be drawn twice.

    Raises
    ------
    KernelException
        If so many can never be drawn; NEST would try for ever.
    """

    def __init__(self, ids, weights, number: int, excluded: int | None, repeats: bool):
        self.ids, self.number, self.excluded, self.repeats = ids, number, excluded, repeats
        self.sums = None
        if weights is not None:
            with np.errstate(all="ignore"):
                self.sums = cumulative(weights)
        if number > 0 and (excluded is not None or not repeats):
            self._require_enough(weights)

    def _require_enough(self, weights) -> None:
        legal = self.ids != self.excluded
        if self.sums is not None and len(self.sums):
            legal &= _reachable(self.sums, weights)
        n = int(legal.sum())
        if n == 0 or (not self.repeats and n < self.number):
            raise KernelException(
                f"Not enough partners: {self.number} are wanted, and {n} of {len(self.ids)} "
                "candidates can be drawn."
            )

    def draw(self, engine):
        """Yield the numbers of the candidates drawn."""
        used: set[int] = set()
        left = self.number
        while left > 0:
            k = self._one(engine)
            if (not self.repeats and k in used) or self.ids[k] == self.excluded:
                continue
            used.add(k)
            left -= 1
            yield k

    def _one(self, engine) -> int:
        if self.sums is None:
            return engine.bounded(len(self.ids))
        return discrete(engine.state, self.sums)


def _reachable(sums, weights):
    """Return which candidates a search in partial sums of weights can find."""
    if not (weights < 0).any():
        found = (np.diff(sums, prepend=0.0) > 0) & (weights > 0)
        # A search that compares with NaN always ends at the first.
        found[0] |= np.isnan(sums[0])
        return found
    # Negative weights: the search is no search any more; see where it ends.
    edges = np.unique(np.concatenate([sums, [0.0, 1.0]]).clip(0.0, 1.0))
    found = np.zeros(len(sums), bool)
    for u in (edges[1:] + edges[:-1]) / 2.0:
        found[_search(sums, u)] = True
    return found


def _search(sums, u: float) -> int:
    first, end = 0, len(sums)
    while first < end:
        middle = (first + end) // 2
        if sums[middle] < u:
            first = middle + 1
        else:
            end = middle
    return first
