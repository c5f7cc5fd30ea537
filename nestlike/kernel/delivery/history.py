"""Reading a neuron's spike history, as plastic synapses do."""

import math

from nestlike.compiler.layouts import ARCHIVE, POOL
from nestlike.compiler.views import f64, i64, record
from nestlike.kernel.delivery.emission import STDP_EPS


def first_unread(address, k, t1, t2):
    """Mark the spikes of neuron `k` in (t1, t2] as read by one more synapse; return the first.

    Returns
    -------
    tuple of int
        Number of the first entry, and of the entry after the last one; equal if there is none.
    """
    archive = record(address, ARCHIVE)
    pool = record(archive.pool, POOL)
    entry = i64(archive.tail, archive.n)[k]
    finish = -1
    while entry >= 0 and f64(pool.time, pool.capacity)[entry] >= t2 + STDP_EPS:
        finish = entry
        entry = i64(pool.previous, pool.capacity)[entry]
    start = finish
    while entry >= 0 and f64(pool.time, pool.capacity)[entry] >= t1 + STDP_EPS:
        i64(pool.accesses, pool.capacity)[entry] += 1
        start = entry
        entry = i64(pool.previous, pool.capacity)[entry]
    return start, finish


def following(address, entry):
    """Return the entry after `entry`, -1 at the end."""
    pool = record(record(address, ARCHIVE).pool, POOL)
    return i64(pool.next, pool.capacity)[entry]


def time_of(address, entry):
    """Return the time of a spike in ms."""
    pool = record(record(address, ARCHIVE).pool, POOL)
    return f64(pool.time, pool.capacity)[entry]


def trace_at(address, k, t):
    """Return the postsynaptic trace of neuron `k` just before `t` ms, and remember it."""
    archive = record(address, ARCHIVE)
    pool = record(archive.pool, POOL)
    entry = i64(archive.tail, archive.n)[k]
    trace = f64(archive.trace, archive.n)
    trace[k] = 0.0
    while entry >= 0:
        time = f64(pool.time, pool.capacity)[entry]
        if t - time > STDP_EPS:
            decay = math.exp((time - t) * f64(archive.inverse_tau_minus, archive.n)[k])
            trace[k] = f64(pool.k_minus, pool.capacity)[entry] * decay
            break
        entry = i64(pool.previous, pool.capacity)[entry]
    return trace[k]
