"""The steps of pattern-defeating quicksort: pivot, partition, shuffle.

All of them work on the records of a range ``begin .. end - 1`` of at least 24.
"""

from nestlike.numerics.records import copy, order_three, swap

NINTHER_ABOVE = 128
SHUFFLE_FROM = 24


def pivot_to_front(keys, order, begin, end):
    """Bring the median of three records, or Tukey's ninther, to the front of the range."""
    middle = begin + (end - begin) // 2
    if end - begin <= NINTHER_ABOVE:
        order_three(keys, order, middle, begin, end - 1)
        return
    order_three(keys, order, begin, middle, end - 1)
    order_three(keys, order, begin + 1, middle - 1, end - 2)
    order_three(keys, order, begin + 2, middle + 1, end - 3)
    order_three(keys, order, middle - 1, middle, middle + 1)
    swap(keys, order, begin, middle)


def partition_right(keys, order, begin, end):
    """Partition around the first record; keys equal to it go to the right side.

    Returns
    -------
    int
        The place of the pivot.
    bool
        Whether nothing but the pivot had to move.
    """
    pivot, entry = keys[begin], order[begin]
    first = begin + 1
    while keys[first] < pivot:
        first += 1
    last = end - 1
    # Only if a smaller key stands in front does the search from the back need no bound.
    guard = first if first == begin + 1 else begin
    while last > guard and not keys[last] < pivot:
        last -= 1
    untouched = first >= last
    while first < last:
        swap(keys, order, first, last)
        first += 1
        while keys[first] < pivot:
            first += 1
        last -= 1
        while not keys[last] < pivot:
            last -= 1
    return _place_pivot(keys, order, begin, first - 1, pivot, entry), untouched


def partition_left(keys, order, begin, end):
    """Partition around the first record; keys equal to it go to the left side.

    Returns
    -------
    int
        The place of the pivot.
    """
    pivot, entry = keys[begin], order[begin]
    last = end - 1
    while pivot < keys[last]:
        last -= 1
    first = begin + 1
    guard = last if last == end - 1 else end
    while first < guard and not pivot < keys[first]:
        first += 1
    while first < last:
        swap(keys, order, first, last)
        last -= 1
        while pivot < keys[last]:
            last -= 1
        first += 1
        while not pivot < keys[first]:
            first += 1
    return _place_pivot(keys, order, begin, last, pivot, entry)


def _place_pivot(keys, order, begin, place, pivot, entry):
    copy(keys, order, place, begin)
    keys[place], order[place] = pivot, entry
    return place


def shuffle_left(keys, order, begin, middle):
    """Break the pattern of the left side after a bad partition."""
    size = middle - begin
    quarter = size // 4
    if size < SHUFFLE_FROM:
        return
    swap(keys, order, begin, begin + quarter)
    swap(keys, order, middle - 1, middle - quarter)
    if size > NINTHER_ABOVE:
        swap(keys, order, begin + 1, begin + quarter + 1)
        swap(keys, order, begin + 2, begin + quarter + 2)
        swap(keys, order, middle - 2, middle - quarter - 1)
        swap(keys, order, middle - 3, middle - quarter - 2)


def shuffle_right(keys, order, middle, end):
    """Break the pattern of the right side, which begins after `middle`."""
    size = end - middle - 1
    quarter = size // 4
    if size < SHUFFLE_FROM:
        return
    swap(keys, order, middle + 1, middle + 1 + quarter)
    swap(keys, order, end - 1, end - quarter)
    if size > NINTHER_ABOVE:
        swap(keys, order, middle + 2, middle + 2 + quarter)
        swap(keys, order, middle + 3, middle + 3 + quarter)
        swap(keys, order, end - 2, end - 1 - quarter)
        swap(keys, order, end - 3, end - 2 - quarter)
