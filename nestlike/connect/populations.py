"""Which populations nodes belong to, for whole arrays of node ids."""

import threading
from contextlib import contextmanager

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.distinct import distinct


class _Known(threading.local):
    """By array, on each thread: the array, so that it lives, and the populations it spans."""

    spans: dict | None = None


_known = _Known()


@contextmanager
def looked_at_once():
    """Look only once for the populations of each array, as neither of them changes meanwhile."""
    _known.spans = {}
    try:
        yield
    finally:
        _known.spans = None


def _by_id(values) -> np.ndarray:
    """Return an array that gives, by node id, the value of the node's population."""
    values = np.asarray(values)
    sizes = [population.n for population in kernel.nodes.populations]
    return np.concatenate([np.zeros(1, values.dtype), np.repeat(values, sizes)])


def is_replicated(ids):
    """Return, for each node id, whether the node has a replica on every virtual process."""
    marks = np.array([p.replicated for p in _spanned(ids)], bool)
    if not marks.any():
        return np.zeros(len(ids), bool)
    if marks.all():
        return np.ones(len(ids), bool)
    return _by_id([p.replicated for p in kernel.nodes.populations])[ids]


def _spanned(ids) -> list:
    """Return the populations between the smallest and the largest of some node ids."""
    if not len(ids):
        return []
    known = {} if _known.spans is None else _known.spans
    if id(ids) not in known:
        known[id(ids)] = ids, kernel.nodes.spanned(int(ids.min()), int(ids.max()))
    return known[id(ids)][1]


def combinations(sources, targets):
    """Yield (positions, source population, target population) of all that occur in pairs."""
    if not len(sources):
        return
    possible = _spanned(sources), _spanned(targets)
    if len(possible[0]) == len(possible[1]) == 1:
        yield slice(None), possible[0][0], possible[1][0]
        return
    populations = kernel.nodes.populations
    n = len(populations)
    numbers = _by_id(np.arange(n))
    pairs = numbers[sources] * n
    pairs += numbers[targets]
    present = np.flatnonzero(np.bincount(pairs, minlength=n * n)) if n < 1000 else distinct(pairs)
    for pair in present.tolist():
        where = slice(None) if len(present) == 1 else np.flatnonzero(pairs == pair)
        yield where, populations[pair // n], populations[pair % n]
