"""Spreadsort of records by their key, and the choice of method that NEST makes for a list.

Notes
-----
S. J. Ross, The spreadsort high-performance general-case sorting algorithm, PDPTA 2002.
"""

import numpy as np

from nestlike.numerics.pdq_sort import STACK_SIZE, pdq_sort
from nestlike.numerics.records import (
    PAYLOAD_BITS,
    binary_digits,
    carried_at,
    precedes,
    prefetch,
    put,
)

SPREAD_FROM = 1000
SMALLEST_LIMIT = 2048  # no list shorter than this is spread a second time
MOST_BINS = 4096
AHEAD = 8  # records of a bin announced before they are reached


def workspace_size(n):
    """Return how many int64 `sort_in_workspace` needs for `n` records."""
    return STACK_SIZE + 2 * MOST_BINS + 2 * (n // SMALLEST_LIMIT + 2)


def sort_by_source(records, carried=()):
    """Sort records in interpreted code, see `sort_in_workspace`."""
    sort_in_workspace(records, carried, np.empty(workspace_size(len(records)), np.int64))


def sort_in_workspace(records, carried, workspace):
    """Sort records as NEST sorts the connections of one thread and synapse model.

    Parameters
    ----------
    records : ndarray of int64, shape (n,)
        Source node ids, each with a payload, see `nestlike.numerics.records`; sorted in place.
        With ``arange(n)`` as payload this becomes the permutation.
    carried : ndarray of int64, shape (n,) or (0,)
        Permuted like `records`.
    workspace : ndarray of int64, shape (workspace_size(n),)
        Need not be initialised. Compiled kernels cannot allocate memory, so the caller does.

    Notes
    -----
    Not stable, and short lists change even where they are sorted already.
    """
    if len(records) < SPREAD_FROM:
        pdq_sort(records, carried, 0, len(records), workspace)
    else:
        spread_sort(records, carried, workspace)


def spread_sort(records, carried, workspace):
    """Sort all records, bin by bin; the bins that are to be spread again wait in a list."""
    waiting = workspace[STACK_SIZE + 2 * MOST_BINS :]
    waiting[0], waiting[1] = 0, len(records)
    count = 2
    while count > 0:
        count -= 2
        begin, end = waiting[count], waiting[count + 1]
        if not is_sorted(records, begin, end):
            count = spread_range(records, carried, begin, end, workspace, count)


def is_sorted(records, begin, end):
    """Tell whether the keys of a range already ascend."""
    for i in range(begin + 1, end):
        if precedes(records[i], records[i - 1]):
            return False
    return True


def spread_range(records, carried, begin, end, workspace, count):
    """Distribute a range into bins and sort those that are short; return the new `count`."""
    low, high = extremes(records, begin, end)
    shift = bin_shift(binary_digits(high - low), binary_digits(end - begin))
    base = low >> shift
    n_bins = (high >> shift) - base + 1
    ends = workspace[STACK_SIZE : STACK_SIZE + n_bins]
    sizes = workspace[STACK_SIZE + MOST_BINS : STACK_SIZE + MOST_BINS + n_bins]
    distribute(records, carried, begin, end, shift, base, ends, sizes)
    if shift == 0:
        return count
    limit = quicksort_below(shift)
    waiting = workspace[STACK_SIZE + 2 * MOST_BINS :]
    first = begin
    for u in range(len(ends)):
        size = ends[u] - first
        if size >= limit:
            waiting[count], waiting[count + 1] = first, ends[u]
            count += 2
        elif size > 1:
            pdq_sort(records, carried, first, ends[u], workspace)
        first = ends[u]
    return count


def extremes(records, begin, end):
    """Return the smallest and the largest key of a range."""
    low = high = records[begin]
    for i in range(begin + 1, end):
        low = min(low, records[i])
        high = max(high, records[i])
    return low >> PAYLOAD_BITS, high >> PAYLOAD_BITS


def bin_shift(range_digits, count_digits):
    """Choose how many low bits of the key the bins ignore; 0 if one pass finishes the job."""
    shift = range_digits - count_digits
    if shift <= 0 and range_digits <= 12:
        return 0
    return max(shift + 2, range_digits - 11)


def quicksort_below(shift):
    """Return the size from which on a bin is worth spreading again."""
    if shift >= 32:
        return 1 << ((shift - 22) // 11 + 13)
    digits, reach = 9, 11
    while reach < shift:
        digits += 1
        reach += digits
    return 1 << (digits + 2)


def distribute(records, carried, begin, end, shift, base, free, sizes):
    """Move every record into its bin, in place; `free` holds the ends of the bins afterwards."""
    n_bins = len(sizes)
    shift += PAYLOAD_BITS
    for u in range(n_bins):
        sizes[u] = 0
    for i in range(begin, end):
        sizes[(records[i] >> shift) - base] += 1
    free[0] = begin
    for u in range(1, n_bins):
        free[u] = free[u - 1] + sizes[u - 1]
    bin_end = begin
    for u in range(n_bins - 1):
        bin_end += sizes[u]
        for i in range(free[u], bin_end):
            fill_place(records, carried, i, u, free, shift, base)
        free[u] = bin_end
    free[n_bins - 1] = end


def fill_place(records, carried, i, u, free, shift, base):
    """Exchange record `i` until it belongs into bin `u`.

    Two exchanges are made at once where the record displaced by the first belongs elsewhere; the
    first free place of a bin is taken even if the record there is already in its bin.
    """
    record, extra = records[i], carried_at(carried, i)
    target = (record >> shift) - base
    while target != u:
        place = take_place(records, carried, free, target)
        displaced, displaced_extra = records[place], carried_at(carried, place)
        put(records, carried, place, record, extra)
        target = (displaced >> shift) - base
        if target != u:
            further = take_place(records, carried, free, target)
            record, extra = records[further], carried_at(carried, further)
            put(records, carried, further, displaced, displaced_extra)
            target = (record >> shift) - base
        else:
            record, extra = displaced, displaced_extra
    put(records, carried, i, record, extra)


def take_place(records, carried, free, target):
    """Return the first free place of a bin, which is free no longer."""
    place = free[target]
    free[target] += 1
    # Without this most of the time goes into waiting for memory.
    prefetch(records, place + AHEAD)
    if len(carried) > 0:
        prefetch(carried, place + AHEAD)
    return place
