"""Stretches of a stimulator's targets that lie side by side in the ring buffer.

A stimulator that draws a number of spikes for each target adds them to a stretch in one loop that
the processor runs on several targets at a time.
"""

import numpy as np

from nestlike.compiler.layouts import DEVICE
from nestlike.compiler.views import f64, i32, i64, record, u32
from nestlike.kernel.delivery.device_delivery import send_spikes
from nestlike.kernel.delivery.static_delivery import CALLS, slot_after

#: Targets of which a loop of its own is worth while.
SHORTEST = 8


def send_counts(address, k, step, counts):
    """Send `counts` spikes of update `step`, one number per target, to the targets of device `k`.

    What `send_spikes` does target by target.
    """
    device = record(address, DEVICE)
    first = i64(device.first_target, device.n + 1)[k]
    bounds = i64(device.first_stretch, device.n + 1)
    for s in range(bounds[k], bounds[k + 1]):
        stretch = i64(device.stretches + 24 * s, 3)
        begin, end = stretch[0], stretch[1]
        if stretch[2] != 0:
            add_counts(address, step, begin, counts[begin - first : end - first])
            continue
        for j in range(begin, end):
            if counts[j - first] > 0:
                send_spikes(address, k, j, step, counts[j - first], 1.0, 0.0)


def add_counts(address, step, begin, counts):
    """Add events to the inputs of the stretch of targets that begins with target `begin`."""
    device = record(address, DEVICE)
    weight = f64(device.weight, device.n_targets)[begin]
    first = u32(device.input if weight > 0.0 else device.input_in, device.n_targets)[begin]
    slot = slot_after(step, i32(device.delay, device.n_targets)[begin], device.n_slots)
    n = len(counts)
    cells = f64(device.ring + slot * device.row_bytes + 8 * int(first), n)
    for i in range(n):
        # No sum is ever -0.0, so that adding 0.0 leaves all as they are.
        cells[i] += weight * float(counts[i]) if counts[i] > 0 else 0.0


def stretches(targets: dict) -> dict:
    """Return the fields that describe the stretches of some devices' targets.

    Parameters
    ----------
    targets : dict
        The columns of the DEVICE record that describe the targets.

    Returns
    -------
    dict
        ``first_stretch``, (devices + 1,), and ``stretches``: rows of first target, end, and
        whether they lie side by side.
    """
    first, n = targets["first_target"], int(targets["first_target"][-1])
    if not len(targets["input"]):
        return _one_each(n, first)
    joined = _joined(targets)
    joined[first[(first > 0) & (first < n)] - 1] = False
    starts = np.concatenate([[0], np.flatnonzero(~joined) + 1])
    long = np.diff(np.append(starts, n)) >= SHORTEST
    # What lies between long stretches of one device is one stretch of targets taken singly.
    begins = long | np.isin(starts, first)
    begins[1:] |= long[:-1]
    rows = np.stack([starts[begins], np.append(starts[begins][1:], n), long[begins]], axis=1)
    return {
        "first_stretch": np.searchsorted(rows[:, 0], first).astype(np.int64),
        "stretches": rows.astype(np.int64),
    }


def _joined(targets: dict):
    """Return whether each target but the last is followed by its neighbour, served alike."""
    weight, delay = targets["weight"], targets["delay"]
    inputs = np.where(weight > 0, targets["input"], targets["input_in"]).astype(np.int64)
    plain = (targets["log"] == 0) & (targets["route"] == 0) & (inputs < CALLS)
    same = (weight[1:] == weight[:-1]) & (delay[1:] == delay[:-1])
    return same & plain[1:] & plain[:-1] & (inputs[1:] == inputs[:-1] + 1)


def _one_each(n: int, first) -> dict:
    rows = np.stack([np.arange(n), np.arange(1, n + 1), np.zeros(n)], axis=1)
    return {"first_stretch": first, "stretches": rows.astype(np.int64).reshape(-1, 3)}
