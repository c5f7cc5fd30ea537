"""The one table that says how equal stored and computed values have to be.

Where the C library gives the same results as where a trace was recorded, everything is
equal to the last bit: names, dtypes, shapes, bytes. Elsewhere the last bits of ``exp``
and its like differ; then analogue values may differ by the figures below, spikes may
not, and a case marked chaotic, which amplifies last bits without bound, is not compared.
"""

#: Largest difference relative to the value itself, where the C library differs.
RELATIVE = 1e-9

#: Largest difference relative to the largest value of the array, where the C library differs.
OF_LARGEST = 1e-9

#: Last parts of array names that have to be equal everywhere: they say who spiked when.
ALWAYS_EXACT = frozenset({"times", "senders", "offsets"})
