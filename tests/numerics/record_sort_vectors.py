"""Record with real NEST 3.10.0 how it orders connections: ``python record_sort_vectors.py OUTPUT``.

Each case is a list of source ids. One connection per entry is made, its weight is the entry's
index; the weights in the order of ``GetConnections`` are the permutation.
"""

import sys

import nest
import numpy as np

SIZES = (23, 24, 25, 50, 128, 129, 130, 500, 999, 1000, 1001, 2500)
SEEDS = 4


class AdversaryKey:
    """A key that takes its value only when compared (McIlroy, A killer adversary for quicksort)."""

    solid = 0
    candidate = None

    def __init__(self):
        self.value = None

    def freeze(self):
        AdversaryKey.solid += 1
        self.value = AdversaryKey.solid

    def __lt__(self, other):
        if self.value is None and other.value is None:
            (self if self is AdversaryKey.candidate else other).freeze()
        if self.value is None:
            AdversaryKey.candidate = self
            return False
        if other.value is None:
            AdversaryKey.candidate = other
            return True
        return self.value < other.value

    def __rshift__(self, bits):
        return self  # it is its own record, without a payload


def killer(n, divisor):
    """Return source ids that drive quicksort into its fall-back."""
    from nestlike.numerics.spread_sort import sort_by_source

    AdversaryKey.solid = 0
    keys = np.array([AdversaryKey() for _ in range(n)], dtype=object)
    original = keys.copy()
    sort_by_source(keys)
    values = [n if key.value is None else key.value for key in original]
    return np.array(values) // divisor + 1


def cases():
    """Yield name and source ids of every case."""
    for n in SIZES:
        random = np.random.default_rng(n)
        yield f"few_{n}", random.integers(1, 6, n)
        yield f"quarter_{n}", random.integers(1, n // 4 + 2, n)
        yield f"wide_{n}", random.integers(1, 12000, n)
        yield f"sorted_{n}", np.arange(n) // 3 + 1
        yield f"reversed_{n}", np.arange(n, 0, -1) // 3 + 1
        yield f"pipe_{n}", np.minimum(np.arange(n), np.arange(n, 0, -1)) + 1
    for seed in range(SEEDS):
        random = np.random.default_rng(seed)
        tail = np.concatenate([np.arange(90) // 2, random.integers(0, 45, 6)]) + 1
        yield f"tail_{seed}", tail
    for n, divisor in ((300, 1), (500, 2), (999, 3), (700, 5)):
        yield f"killer_{n}_{divisor}", killer(n, divisor)


def wheel_order(keys):
    """Let NEST sort connections with these source ids."""
    nest.ResetKernel()
    nest.Create("parrot_neuron", int(keys.max()))
    n = len(keys)
    specification = {"weight": np.arange(float(n)), "delay": np.ones(n)}
    nest.Connect(keys, np.ones(n, int), "one_to_one", specification)
    return np.array(nest.GetConnections().weight, int)


if __name__ == "__main__":
    nest.verbosity = nest.VerbosityLevel.ERROR
    recorded = {}
    for name, keys in cases():
        recorded[f"{name}/keys"] = keys.astype(np.int16)
        recorded[f"{name}/order"] = wheel_order(keys).astype(np.int16)
    np.savez_compressed(sys.argv[1], **recorded)
