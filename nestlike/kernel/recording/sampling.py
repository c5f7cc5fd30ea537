"""Multimeters: samples of a slice, handed over at the start of the next one as NEST does."""

from nestlike.compiler.kernels import kernel
from nestlike.compiler.layouts import SAMPLER
from nestlike.compiler.views import f64, i8, i64, record


def sample_index(address, origin, stamp):
    """Return the number of the sample at `stamp` in its slice, or -1 if none is due."""
    sampler = record(address, SAMPLER)
    if stamp < sampler.first or (stamp - sampler.first) % sampler.interval != 0:
        return -1
    before = origin - sampler.first
    passed = before // sampler.interval + 1 if before >= 0 else 0
    return (stamp - sampler.first) // sampler.interval - passed


@kernel
def hand_over(address, origin, first, last):
    """Move the samples of the previous slice to the store, target by target.

    Stands in the multimeter's place among the nodes; does something only when a slice begins.
    """
    sampler = record(address, SAMPLER)
    if first != 0 or origin <= sampler.hold:
        return 0
    n = sampler.n_samples
    if n == 0:
        return 0
    capacity = sampler.per_slice
    n_targets = sampler.n_targets
    n_values = sampler.n_values
    out = f64(sampler.out, n_values * n_targets * capacity)
    used = sampler.used
    store = f64(sampler.store + 8 * used * n_values, n * n_targets * n_values)
    stamps = i64(sampler.stamps + 8 * used, n * n_targets)
    place = i64(sampler.seen + 8 * used, n * n_targets)
    filled = i8(sampler.filled, n_targets * capacity)
    row = 0
    for target in range(n_targets):
        for sample in range(n):
            at = target * capacity + sample
            if filled[at] == 0:
                continue
            filled[at] = 0
            for value in range(n_values):
                store[row * n_values + value] = out[value * n_targets * capacity + at]
            stamps[row] = sampler.first_in_slice + sample * sampler.interval
            place[row] = target
            row += 1
    sampler.used = used + row
    sampler.n_samples = 0
    return 0


def note_sample(address, stamp, index):
    """Count the sample with time stamp `stamp`, number `index` of its slice."""
    sampler = record(address, SAMPLER)
    # Not only where index is 0: the node may have been frozen when that sample was due.
    sampler.first_in_slice = stamp - index * sampler.interval
    sampler.n_samples = max(sampler.n_samples, index + 1)
