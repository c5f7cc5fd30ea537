"""Benchmark script: slices, indices, membership and unions of large collections of nodes.

    python node_collections.py [NODES]

Prints a digest of the answers and processor microseconds of one question of each kind.
"""

import hashlib
import sys
import time

import nest
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
digest = hashlib.sha256()
microseconds = {}


def timed(word, action, repeats=200):
    """Ask several times, at most for a quarter of a second."""
    result = action()
    done, start = 0, time.process_time()
    while done < repeats and time.process_time() - start < 0.25:
        action()
        done += 1
    microseconds[word] = 1e6 * (time.process_time() - start) / done
    digest.update(str(result).encode())


def many_ranges(count):
    """Return the union of every other population of a few nodes."""
    nodes = [nest.Create("iaf_psc_alpha", 3) for _ in range(2 * count)][::2]
    return sum(nodes[1:], nodes[0])


nest.set_verbosity("M_ERROR")
first = nest.Create("iaf_psc_alpha", n // 2)
second = nest.Create("iaf_psc_exp", n - n // 2)
both = first + second
again = first + second
parts = many_ranges(100)
middle = n // 2
mask = np.arange(n) % 1000 == 0
picks = list(range(0, n, n // 100))

timed("len", lambda: len(both))
timed("index", lambda: both[middle])
timed("index_end", lambda: both[-1])
timed("slice", lambda: both[10 : n - 10])
timed("stride", lambda: both[::3])
timed("slice_one", lambda: first[10:100])
timed("contains", lambda: middle + 5 in both)
timed("contains_not", lambda: 10 * n in both)
timed("add", lambda: first + second)
timed("equal", lambda: both == again)
timed("position", lambda: both.index(n))
timed("iterate", lambda: next(iter(both)))
timed("bool", lambda: bool(both))
timed("string", lambda: str(both))
timed("one_id", lambda: first[7].global_id)
timed("picks", lambda: both[picks])
timed("mask", lambda: both[mask], 10)
timed("parts_index", lambda: parts[150])
timed("parts_contains", lambda: n + 700 in parts)
timed("parts_slice", lambda: parts[5:200])
timed("parts_add", lambda: first + parts)
timed("parts_position", lambda: parts.index(n + 7))
timed("list", lambda: len(both.tolist()), 3)
timed("ids", lambda: len(both.global_id), 3)
timed("node_collection", lambda: len(nest.NodeCollection(picks[1:])))
timed("loop", lambda: sum(node.global_id for node in first[:200]), 5)
figures = " ".join(f"{word} {spent:.3f}" for word, spent in microseconds.items())
print(f"answers {digest.hexdigest()[:16]} {figures}")
