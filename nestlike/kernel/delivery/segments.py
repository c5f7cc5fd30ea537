"""Stretches of connections with one source, as tables of delivery keep them."""

import numpy as np


def enabled(table, muted):
    """Return source, begin and end of the stretches of enabled connections with one source.

    Spikes between neurons do not reach connections that are `muted` (bool array or None), nor such
    as have not been put in order.
    """
    if table.disabled is None:
        runs = table.endpoints.runs()
    else:
        source, without = table.source, table.disabled
        if muted is not None:
            without = without.copy()
            without[: len(muted)] |= muted
        begin, end = _runs_of_enabled(source, without)
        runs = source[begin], begin, end
    return runs if table.grouped else _up_to(table.n_arranged, *runs)


def _up_to(n: int, source, begin, end):
    """Return the stretches as far as they lie in the first `n` connections."""
    if not len(end) or end[-1] <= n:
        return source, begin, end
    inside = begin < n
    return source[inside], begin[inside], np.minimum(end[inside], n)


def backwards(table, source, begin, end):
    """Return stretches the last neighbours of the same source first, parts of these in order."""
    neighbours = np.searchsorted(table.endpoints.runs()[1], begin, side="right")
    order = np.lexsort((begin, -neighbours))
    return source[order], begin[order], end[order]


def _runs_of_enabled(source, disabled):
    n = len(source)
    starts = np.empty(n, bool)
    starts[0] = True
    np.not_equal(source[1:], source[:-1], out=starts[1:])
    starts |= disabled
    starts[1:] |= disabled[:-1]
    begin = np.flatnonzero(starts)
    end = np.append(begin[1:], n)
    keep = ~disabled[begin]
    return begin[keep], end[keep]


def apart(source, begin, end, special):
    """Return the runs of plain and those of special connections, each (source, begin, end).

    Their order does not matter: events for the nodes themselves are no terms of any sum.
    """
    changes = np.flatnonzero(special[1:] != special[:-1]) + 1
    starts = np.union1d(begin, changes)
    run = np.searchsorted(begin, starts, side="right") - 1
    ends = np.minimum(np.append(starts[1:], len(special)), end[run])
    inside = (run >= 0) & (starts < ends)
    source, starts, ends = source[run[inside]], starts[inside], ends[inside]
    flagged = special[starts]
    return tuple((source[keep], starts[keep], ends[keep]) for keep in (~flagged, flagged))


def of_stand_in(part, stand_in: int, wanted: int, rows: int):
    """Return the segments of one source that begin in the first `rows` rows, for its stand-in."""
    source, *rest = part
    where = np.flatnonzero((source == wanted) & (rest[1] < rows))
    return np.full(len(where), stand_in), *(column[where] for column in rest)
