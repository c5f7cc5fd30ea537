"""Elementary operations on records.

A record is one integer: the key that it is sorted by, and in the bits below `PAYLOAD_BITS` whatever
goes with it, which no comparison looks at.  Integers in the array `carried` are moved along with
the records; it may be empty.
"""

PAYLOAD_BITS = 32


def precedes(one, other):
    """Return whether the key of a record is less than that of another."""
    return one >> PAYLOAD_BITS < other >> PAYLOAD_BITS


def carried_at(carried, i):
    """Return what is carried along with record `i`, 0 if nothing is."""
    return carried[i] if len(carried) > 0 else 0


def put(records, carried, i, record, extra):
    """Write a record, and what is carried along with it, to place `i`."""
    records[i] = record
    if len(carried) > 0:
        carried[i] = extra


def swap(records, carried, i, j):
    """Exchange two records."""
    records[i], records[j] = records[j], records[i]
    if len(carried) > 0:
        carried[i], carried[j] = carried[j], carried[i]


def copy(records, carried, source, target):
    """Overwrite the record at `target` by the one at `source`."""
    records[target] = records[source]
    if len(carried) > 0:
        carried[target] = carried[source]


def order_three(records, carried, i, j, k):
    """Sort three records at the places i, j, k; they need not be neighbours."""
    if precedes(records[j], records[i]):
        swap(records, carried, i, j)
    if precedes(records[k], records[j]):
        swap(records, carried, j, k)
    if precedes(records[j], records[i]):
        swap(records, carried, i, j)


def prefetch(array, i):
    """Announce that element `i` will be wanted soon; it need not exist.  Compiled code only."""


def binary_digits(x):
    """Count the binary digits of a non-negative integer; 0 has none."""
    digits = 0
    while x > 0:
        x >>= 1
        digits += 1
    return digits
