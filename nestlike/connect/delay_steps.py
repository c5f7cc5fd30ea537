"""Delays of many connections, from ms to steps."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.layouts import layout
from nestlike.compiler.views import address_of, f64, record, u16

#: steps: [n] uint16 results for delays [n] in ms; low, high: the shortest and the longest of them.
JOB = layout("delay steps n per_ms:f8 low high")
LONGEST = 65535


@compiled
def count_steps(address):
    """Round delays to steps; return how many are no number, below one step, or too long to store.

    Those are left out.
    """
    job = record(address, JOB)
    delay, steps = f64(job.delay, job.n), u16(job.steps, job.n)
    per_ms, low, high, odd = job.per_ms, LONGEST, 0, 0
    for i in range(job.n):
        rounded = delay[i] * per_ms + 0.5
        if 1.0 <= rounded < LONGEST + 1.0:
            whole = int(rounded)  # cuts, as what is rounded is positive
            steps[i] = whole
            low, high = min(low, whole), max(high, whole)
        else:
            odd += 1
    job.low, job.high = low, high
    return odd


def ordinary_steps(delay, per_ms: float):
    """Return delays in steps, with the shortest and the longest, where all are ordinary.

    Parameters
    ----------
    delay : ndarray of float64, shape (n,)
        In ms.
    per_ms : float
        Steps in a millisecond.

    Returns
    -------
    tuple of (ndarray of uint16, int, int), or None
        None where a delay is no number, less than a step, or more than 65,535 steps, and where
        there are too few for machine code.
    """
    if not (delay.dtype == np.float64 and count_steps.pays(len(delay))):
        return None
    delay, steps, job = (
        np.ascontiguousarray(delay),
        np.empty(len(delay), np.uint16),
        np.zeros(1, JOB),
    )
    job["delay"], job["steps"], job["n"] = address_of(delay), address_of(steps), len(delay)
    job["per_ms"] = per_ms
    if count_steps(address_of(job)):
        return None
    return steps, int(job["low"][0]), int(job["high"][0])
