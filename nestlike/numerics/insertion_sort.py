"""Insertion sort of records, and the attempt at it that gives up early."""

from nestlike.numerics.records import carried_at, copy, precedes, put

MOVES_ALLOWED = 8


def insert(records, carried, begin, i):
    """Move record `i` back to its place in the sorted range that begins at `begin`.

    Returns
    -------
    int
        How many places the record travelled.
    """
    record, extra = records[i], carried_at(carried, i)
    place = i
    while place > begin and precedes(record, records[place - 1]):
        copy(records, carried, place - 1, place)
        place -= 1
    put(records, carried, place, record, extra)
    return i - place


def insertion_sort(records, carried, begin, end):
    """Sort a range stably."""
    for i in range(begin + 1, end):
        insert(records, carried, begin, i)


def sort_if_nearly_sorted(records, carried, begin, end):
    """Sort a range, unless that moves records by more than 8 places in all.

    Returns
    -------
    bool
        False if it gave up; what it moved until then stays moved.
    """
    moved = 0
    for i in range(begin + 1, end):
        moved += insert(records, carried, begin, i)
        # Tested after every record, the last one included: a sorted range may count as failure.
        if moved > MOVES_ALLOWED:
            return False
    return True
