"""Insertion sort of records, and the attempt at it that gives up early."""

from nestlike.numerics.records import copy

MOVES_ALLOWED = 8


def insert(keys, order, begin, i):
    """Move record `i` back to its place in the sorted range that begins at `begin`.

    Returns
    -------
    int
        How many places the record travelled.
    """
    key, entry = keys[i], order[i]
    place = i
    while place > begin and key < keys[place - 1]:
        copy(keys, order, place - 1, place)
        place -= 1
    keys[place], order[place] = key, entry
    return i - place


def insertion_sort(keys, order, begin, end):
    """Sort a range stably."""
    for i in range(begin + 1, end):
        insert(keys, order, begin, i)


def sort_if_nearly_sorted(keys, order, begin, end):
    """Sort a range, unless that moves records by more than 8 places in all.

    Returns
    -------
    bool
        False if it gave up; what it moved until then stays moved.
    """
    moved = 0
    for i in range(begin + 1, end):
        moved += insert(keys, order, begin, i)
        # Tested after every record, the last one included: a sorted range may count as failure.
        if moved > MOVES_ALLOWED:
            return False
    return True
