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
    prefetch,
    put,
)

SPREAD_FROM = 1000
SMALLEST_LIMIT = 2048  # no list shorter than this is spread a second time
LARGEST_LIMIT = 8192  # none from this size on is left to quicksort, of keys of 31 bits
MOST_BINS = 4096
AHEAD = 8  # records of a bin announced before they are reached


def workspace_size(n):
    """Return how many int64 `sort_in_workspace` needs for `n` records."""
    return STACK_SIZE + 3 * MOST_BINS + LARGEST_LIMIT + 2 * (n // SMALLEST_LIMIT + 2)


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
        spread_sort(records, carried, workspace, PAYLOAD_BITS)


def spread_sort(records, carried, workspace, bits):
    """Sort all records, bin by bin; the bins that are to be spread again wait in a list.

    Parameters
    ----------
    records, carried, workspace
        As in `sort_in_workspace`, but the records may also be uint32.
    bits : int
        Bits of the payload.
    """
    waiting = workspace[STACK_SIZE + 3 * MOST_BINS + LARGEST_LIMIT :]
    waiting[0], waiting[1] = 0, len(records)
    count = 2
    while count > 0:
        count -= 2
        begin, end = waiting[count], waiting[count + 1]
        if not is_sorted(records, begin, end, bits):
            count = spread_range(records, carried, begin, end, workspace, count, bits)


def is_sorted(records, begin, end, bits):
    """Tell whether the keys of a range already ascend."""
    for i in range(begin + 1, end):
        if records[i] >> bits < records[i - 1] >> bits:
            return False
    return True


def spread_range(records, carried, begin, end, workspace, count, bits):
    """Distribute a range into bins and sort those that are short; return the new `count`."""
    low, high = extremes(records, begin, end, bits)
    shift = bin_shift(binary_digits(high - low), binary_digits(end - begin))
    base = low >> shift
    n_bins = (high >> shift) - base + 1
    bins = workspace[STACK_SIZE : STACK_SIZE + 2 * n_bins]
    sizes = workspace[STACK_SIZE + 2 * MOST_BINS : STACK_SIZE + 2 * MOST_BINS + n_bins]
    distribute(records, carried, begin, end, shift + bits, base, bins, sizes)
    if shift == 0:
        return count
    limit = quicksort_below(shift)
    waiting = workspace[STACK_SIZE + 3 * MOST_BINS + LARGEST_LIMIT :]
    first = begin
    for u in range(n_bins):
        bin_end = bins[2 * u]
        size = bin_end - first
        if size >= limit:
            waiting[count], waiting[count + 1] = first, bin_end
            count += 2
        elif size > 1:
            sort_bin(records, carried, first, bin_end, workspace, bits)
        first = bin_end
    return count


def sort_bin(records, carried, begin, end, workspace, bits):
    """Sort a short range by quicksort, as records of the usual width."""
    wide = workspace[STACK_SIZE + 3 * MOST_BINS : STACK_SIZE + 3 * MOST_BINS + end - begin]
    mask = (1 << bits) - 1
    for i in range(begin, end):
        wide[i - begin] = ((records[i] >> bits) << PAYLOAD_BITS) | (records[i] & mask)
    pdq_sort(wide, carried[begin:end], 0, end - begin, workspace)
    for i in range(begin, end):
        records[i] = ((wide[i - begin] >> PAYLOAD_BITS) << bits) | (wide[i - begin] & mask)


def extremes(records, begin, end, bits):
    """Return the smallest and the largest key of a range."""
    low = high = records[begin]
    for i in range(begin + 1, end):
        low = min(low, records[i])
        high = max(high, records[i])
    return int(low >> bits), int(high >> bits)


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


def distribute(records, carried, begin, end, shift, base, bins, sizes):
    """Move every record into its bin, which is what it is shifted by `shift`, less `base`.

    `bins` holds two numbers of each bin: its first free place, which is its end afterwards, and
    the record that will be in hand when that place has been filled.
    """
    n_bins = len(sizes)
    for u in range(n_bins):
        sizes[u] = 0
    for i in range(begin, end):
        sizes[(records[i] >> shift) - base] += 1
    free = begin
    for u in range(n_bins):
        bins[2 * u], bins[2 * u + 1] = free, records[min(free, end - 1)]
        free += sizes[u]
    bin_end = begin
    for u in range(n_bins - 1):
        bin_end += sizes[u]
        if bins[2 * u] < bin_end:
            fill_bin(records, carried, u, bin_end, end - 1, bins, shift, base)
    bins[2 * n_bins - 2] = end


def fill_bin(records, carried, u, bin_end, last, bins, shift, base):
    """Fill bin `u`; whatever lies in its places goes to the first free places of its own bin.

    A record goes from the hand to its place, and the one that lay there is in hand next; in bin `u`
    itself it is the one after that.  No record after `last` is read.

    Nothing here waits for memory, because the records to come are kept beside the places, and no
    branch asks where a record belongs, which none could foresee.
    """
    place = bins[2 * u]
    hand, extra = bins[2 * u + 1], carried_at(carried, place)
    bins[2 * u + 1] = records[min(place + 1, last)]
    while True:
        target = (hand >> shift) - base
        place, following = bins[2 * target], bins[2 * target + 1]
        skipped = 1 if target == u else 0
        extra_here = carried_at(carried, place + skipped)
        put(records, carried, place, hand, extra)
        if place + 1 == bin_end:
            break
        prefetch(records, place + AHEAD)
        if len(carried) > 0:
            prefetch(carried, place + AHEAD)
        bins[2 * target] = place + 1
        bins[2 * target + 1] = records[min(place + 1 + skipped, last)]
        hand, extra = following, extra_here
    bins[2 * u] = bin_end
