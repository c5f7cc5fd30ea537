"""Heap sort of records, to which quicksort falls back after too many bad partitions."""

from nestlike.numerics.records import copy


def heap_sort(keys, order, begin, end):
    """Sort the records ``begin .. end - 1``."""
    n = end - begin
    for top in range((n - 2) // 2, -1, -1):
        sift(keys, order, begin, top, n, keys[begin + top], order[begin + top])
    for m in range(n - 1, 0, -1):
        key, entry = keys[begin + m], order[begin + m]
        copy(keys, order, begin, begin + m)
        sift(keys, order, begin, 0, m, key, entry)


def sift(keys, order, begin, top, m, key, entry):
    """Put a record into the heap of `m` records whose place `top` is free.

    The hole sinks to a leaf first and the record climbs from there; stopping earlier on the way
    down would order equal keys differently.
    """
    hole = top
    while 2 * hole + 2 < m:
        child = 2 * hole + 2
        if keys[begin + child] < keys[begin + child - 1]:
            child -= 1
        copy(keys, order, begin + child, begin + hole)
        hole = child
    if 2 * hole + 2 == m:
        copy(keys, order, begin + m - 1, begin + hole)
        hole = m - 1
    while hole > top and keys[begin + (hole - 1) // 2] < key:
        parent = (hole - 1) // 2
        copy(keys, order, begin + parent, begin + hole)
        hole = parent
    keys[begin + hole], order[begin + hole] = key, entry
