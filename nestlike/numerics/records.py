"""Elementary operations on records, that is, on a key and its entry in `order`."""


def swap(keys, order, i, j):
    """Exchange two records."""
    keys[i], keys[j] = keys[j], keys[i]
    order[i], order[j] = order[j], order[i]


def copy(keys, order, source, target):
    """Overwrite the record at `target` by the one at `source`."""
    keys[target] = keys[source]
    order[target] = order[source]


def order_three(keys, order, i, j, k):
    """Sort three records at the places i, j, k; they need not be neighbours."""
    if keys[j] < keys[i]:
        swap(keys, order, i, j)
    if keys[k] < keys[j]:
        swap(keys, order, j, k)
    if keys[j] < keys[i]:
        swap(keys, order, i, j)


def binary_digits(x):
    """Count the binary digits of a non-negative integer; 0 has none."""
    digits = 0
    while x > 0:
        x >>= 1
        digits += 1
    return digits
