"""The steps of pattern-defeating quicksort: pivot, partition, shuffle.

All of them work on the records of a range ``begin .. end - 1`` of at least 24.
"""

from nestlike.numerics.records import carried_at, copy, order_three, precedes, put, swap

NINTHER_ABOVE = 128
SHUFFLE_FROM = 24


def pivot_to_front(records, carried, begin, end):
    """Bring the median of three records, or Tukey's ninther, to the front of the range."""
    middle = begin + (end - begin) // 2
    if end - begin <= NINTHER_ABOVE:
        order_three(records, carried, middle, begin, end - 1)
        return
    order_three(records, carried, begin, middle, end - 1)
    order_three(records, carried, begin + 1, middle - 1, end - 2)
    order_three(records, carried, begin + 2, middle + 1, end - 3)
    order_three(records, carried, middle - 1, middle, middle + 1)
    swap(records, carried, begin, middle)


def partition_right(records, carried, begin, end):
    """Partition around the first record; keys equal to it go to the right side.

    Returns
    -------
    int
        The place of the pivot.
    bool
        Whether nothing but the pivot had to move.
    """
    pivot, extra = records[begin], carried_at(carried, begin)
    first = begin + 1
    while precedes(records[first], pivot):
        first += 1
    last = end - 1
    # Only if a smaller key stands in front does the search from the back need no bound.
    guard = first if first == begin + 1 else begin
    while last > guard and not precedes(records[last], pivot):
        last -= 1
    untouched = first >= last
    while first < last:
        swap(records, carried, first, last)
        first += 1
        while precedes(records[first], pivot):
            first += 1
        last -= 1
        while not precedes(records[last], pivot):
            last -= 1
    return _place_pivot(records, carried, begin, first - 1, pivot, extra), untouched


def partition_left(records, carried, begin, end):
    """Partition around the first record; keys equal to it go to the left side.

    Returns
    -------
    int
        The place of the pivot.
    """
    pivot, extra = records[begin], carried_at(carried, begin)
    last = end - 1
    while precedes(pivot, records[last]):
        last -= 1
    first = begin + 1
    guard = last if last == end - 1 else end
    while first < guard and not precedes(pivot, records[first]):
        first += 1
    while first < last:
        swap(records, carried, first, last)
        last -= 1
        while precedes(pivot, records[last]):
            last -= 1
        first += 1
        while not precedes(pivot, records[first]):
            first += 1
    return _place_pivot(records, carried, begin, last, pivot, extra)


def _place_pivot(records, carried, begin, place, pivot, extra):
    copy(records, carried, place, begin)
    put(records, carried, place, pivot, extra)
    return place


def shuffle_left(records, carried, begin, middle):
    """Break the pattern of the left side after a bad partition."""
    size = middle - begin
    quarter = size // 4
    if size < SHUFFLE_FROM:
        return
    swap(records, carried, begin, begin + quarter)
    swap(records, carried, middle - 1, middle - quarter)
    if size > NINTHER_ABOVE:
        swap(records, carried, begin + 1, begin + quarter + 1)
        swap(records, carried, begin + 2, begin + quarter + 2)
        swap(records, carried, middle - 2, middle - quarter - 1)
        swap(records, carried, middle - 3, middle - quarter - 2)


def shuffle_right(records, carried, middle, end):
    """Break the pattern of the right side, which begins after `middle`."""
    size = end - middle - 1
    quarter = size // 4
    if size < SHUFFLE_FROM:
        return
    swap(records, carried, middle + 1, middle + 1 + quarter)
    swap(records, carried, end - 1, end - quarter)
    if size > NINTHER_ABOVE:
        swap(records, carried, middle + 2, middle + 2 + quarter)
        swap(records, carried, middle + 3, middle + 3 + quarter)
        swap(records, carried, end - 2, end - 1 - quarter)
        swap(records, carried, end - 3, end - 2 - quarter)
