"""Heap sort of records, to which quicksort falls back after too many bad partitions."""

from nestlike.numerics.records import carried_at, copy, precedes, put


def heap_sort(records, carried, begin, end):
    """Sort the records ``begin .. end - 1``."""
    n = end - begin
    for top in range((n - 2) // 2, -1, -1):
        record, extra = records[begin + top], carried_at(carried, begin + top)
        sift(records, carried, begin, top, n, record, extra)
    for m in range(n - 1, 0, -1):
        record, extra = records[begin + m], carried_at(carried, begin + m)
        copy(records, carried, begin, begin + m)
        sift(records, carried, begin, 0, m, record, extra)


def sift(records, carried, begin, top, m, record, extra):
    """Put a record into the heap of `m` records whose place `top` is free.

    The hole sinks to a leaf first and the record climbs from there; stopping earlier on the way
    down would order equal keys differently.
    """
    hole = top
    while 2 * hole + 2 < m:
        child = 2 * hole + 2
        if precedes(records[begin + child], records[begin + child - 1]):
            child -= 1
        copy(records, carried, begin + child, begin + hole)
        hole = child
    if 2 * hole + 2 == m:
        copy(records, carried, begin + m - 1, begin + hole)
        hole = m - 1
    while hole > top and precedes(records[begin + (hole - 1) // 2], record):
        parent = (hole - 1) // 2
        copy(records, carried, begin + parent, begin + hole)
        hole = parent
    put(records, carried, begin + hole, record, extra)
