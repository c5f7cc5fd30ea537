"""Pattern-defeating quicksort of records by their key, as the order of NEST's connections needs it.

See `nestlike.numerics.records` for what a record is. The sort is not stable: which of the possible
orders of equal keys results is part of NEST's behaviour, so every comparison and every exchange
here has its place. Only ``<`` between keys is used.

Notes
-----
O. R. L. Peters, Pattern-defeating quicksort, arXiv:2106.05123.
"""

from nestlike.numerics.heap_sort import heap_sort
from nestlike.numerics.insertion_sort import insertion_sort, sort_if_nearly_sorted
from nestlike.numerics.partition import (
    partition_left,
    partition_right,
    pivot_to_front,
    shuffle_left,
    shuffle_right,
)
from nestlike.numerics.records import binary_digits, precedes

INSERTION_BELOW = 24

# Left sides are finished before right sides, which wait here. A good partition leaves at most 7/8
# of a range and bad ones are counted, so this suffices for any array that fits into memory.
STACK_SIZE = 3 * 512


def pdq_sort(records, carried, begin, end, waiting):
    """Sort the records ``begin .. end - 1``.

    Parameters
    ----------
    records : ndarray of int64, shape (n,)
        Sorted in place.
    carried : ndarray of int64, shape (n,) or (0,)
        Permuted like `records`.
    begin, end : int
        Range of records.
    waiting : ndarray of int64, shape (STACK_SIZE,)
        Work space.
    """
    depth = 0
    budget = binary_digits(end - begin) - 1
    leftmost = True
    while True:
        begin, middle, budget = divide(records, carried, begin, end, budget, leftmost)
        if middle >= 0:
            # Later bad partitions of the left side do not count against the right side.
            waiting[depth], waiting[depth + 1], waiting[depth + 2] = middle + 1, end, budget
            depth += 3
            end = middle
        elif depth > 0:
            depth -= 3
            begin, end, budget = waiting[depth], waiting[depth + 1], waiting[depth + 2]
            leftmost = False
        else:
            return


def divide(records, carried, begin, end, budget, leftmost):
    """Partition a range, or sort it whole.

    Returns
    -------
    int
        Where the part that is not yet in place begins.
    int
        Place of the pivot, with both its sides still to be sorted; -1 if nothing is left to do.
    int
        How many more bad partitions are tolerated.
    """
    begin = skip_equal(records, carried, begin, end, leftmost)
    if end - begin < INSERTION_BELOW:
        insertion_sort(records, carried, begin, end)
        return begin, -1, budget
    middle, untouched = partition_right(records, carried, begin, end)
    eighth = (end - begin) // 8
    if middle - begin < eighth or end - middle - 1 < eighth:
        budget -= 1
        if budget == 0:
            heap_sort(records, carried, begin, end)
            return begin, -1, budget
        shuffle_left(records, carried, begin, middle)
        shuffle_right(records, carried, middle, end)
    elif untouched and sort_if_nearly_sorted(records, carried, begin, middle):
        if sort_if_nearly_sorted(records, carried, middle + 1, end):
            return begin, -1, budget
    return begin, middle, budget


def skip_equal(records, carried, begin, end, leftmost):
    """Choose the pivot; while it equals the key before the range, put its equals in place first.

    Returns
    -------
    int
        Where the rest begins, with the pivot there unless the rest is short.
    """
    while end - begin >= INSERTION_BELOW:
        pivot_to_front(records, carried, begin, end)
        if leftmost or precedes(records[begin - 1], records[begin]):
            return begin
        begin = partition_left(records, carried, begin, end) + 1
    return begin
