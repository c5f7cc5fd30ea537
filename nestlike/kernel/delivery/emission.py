"""What follows when neurons of a block have fired: history, outbox, recorders."""

import math

from nestlike.compiler.kernels import kernel
from nestlike.compiler.layouts import ARCHIVE, BLOCK, OUTBOX, POOL
from nestlike.compiler.views import call, f64, i32, i64, record
from nestlike.kernel.delivery.static_delivery import log_event

#: NEST's tolerance for comparing spike times, in ms.
STDP_EPS = 1.0e-6


@kernel
def emit(address, origin, odd, unused):
    """Pass on the spikes of the block at `address`, node by node and each node's by lag."""
    block = record(address, BLOCK)
    n = block.n_spikes
    told = block.told
    block.told = 0
    if n == 0:
        return 0
    sort_by_node(address)
    node = i32(block.spike_node, n)
    lag = i32(block.spike_lag, n)
    count = i32(block.spike_count, n)
    for i in range(n):
        k = node[i]
        step = origin + lag[i] + 1
        sender = block.first_id + k * block.id_step
        if count[i] < 0:
            # A flush event counts as sent, but only e-prop synapses would take notice.
            count_only(block.outbox_odd if odd else block.outbox_even)
            continue
        for _ in range(count[i]):
            remember(address, k, step)
        post(block.outbox_odd if odd else block.outbox_even, sender, lag[i], count[i])
        if block.n_fan > 0 and not told:
            tell_recorders(address, k, step, count[i])
    return 0


def post(address, sender, lag, count):
    """Append a spike to an outbox."""
    outbox = record(address, OUTBOX)
    at = outbox.n
    if at >= outbox.capacity:
        call(outbox.grow, address, 0, 0, 0)
    i64(outbox.node, outbox.capacity)[at] = sender
    i32(outbox.lag, outbox.capacity)[at] = lag
    i32(outbox.count, outbox.capacity)[at] = count
    outbox.n = at + 1
    outbox.total += count


def count_only(address):
    """Count an event that reaches nobody."""
    record(address, OUTBOX).total += 1


def tell_recorders(address, k, step, count):
    """Tell the recorders that neuron `k` is connected to of its spikes at time `step`."""
    block = record(address, BLOCK)
    sender = block.first_id + k * block.id_step
    first = i64(block.fan_first, block.n + 1)
    logs = i64(block.fan_out, block.n_fan)
    for j in range(first[k], first[k + 1]):
        log_event(logs[j], step, sender, count, 0.0)


def sort_by_node(address):
    """Sort a block's spikes by node, keeping the order of lags: a counting sort."""
    block = record(address, BLOCK)
    n = block.n_spikes
    node = i32(block.spike_node, n)
    lag = i32(block.spike_lag, n)
    count = i32(block.spike_count, n)
    ordered = True
    for i in range(1, n):
        if node[i] < node[i - 1]:
            ordered = False
            break
    if ordered:
        return
    place = i32(block.place, block.n + 1)
    for k in range(block.n + 1):
        place[k] = 0
    for i in range(n):
        place[node[i] + 1] += 1
    for k in range(1, block.n + 1):
        place[k] += place[k - 1]
    sorted_node = i32(block.sorted_node, n)
    sorted_lag = i32(block.sorted_lag, n)
    sorted_count = i32(block.sorted_count, n)
    for i in range(n):
        at = place[node[i]]
        place[node[i]] = at + 1
        sorted_node[at] = node[i]
        sorted_lag[at] = lag[i]
        sorted_count[at] = count[i]
    for i in range(n):
        node[i] = sorted_node[i]
        lag[i] = sorted_lag[i]
        count[i] = sorted_count[i]


def remember(address, k, step):
    """Note the spike of neuron `k` at time `step`: calcium, last spike, history for plasticity."""
    block = record(address, BLOCK)
    archive = record(block.archive, ARCHIVE)
    t = archive.ms_per_tic * (step * archive.tics_per_step)
    last_spike = f64(archive.last_spike, block.n)
    calcium = f64(archive.calcium, block.n)
    calcium_time = f64(archive.calcium_time, block.n)
    decay = math.exp((calcium_time[k] - t) / f64(archive.tau_Ca, block.n)[k])
    calcium[k] = calcium[k] * decay + f64(archive.beta_Ca, block.n)[k]
    calcium_time[k] = t
    if i64(archive.n_incoming, block.n)[k] > 0:
        extend_history(block.archive, block.n, k, t, last_spike[k])
    last_spike[k] = t


def fade_calcium(address, step):
    """Bring the calcium concentration of all neurons of a block to time `step`."""
    block = record(address, BLOCK)
    archive = record(block.archive, ARCHIVE)
    t = archive.ms_per_tic * (step * archive.tics_per_step)
    calcium = f64(archive.calcium, block.n)
    since = f64(archive.calcium_time, block.n)
    tau = f64(archive.tau_Ca, block.n)
    for k in range(block.n):
        if calcium[k] != 0.0:
            calcium[k] = calcium[k] * math.exp((since[k] - t) / tau[k])
        since[k] = t


def extend_history(address, n, k, t, last_spike):
    """Append the spike at `t` ms to the history of neuron `k`, and drop what all have read."""
    archive = record(address, ARCHIVE)
    pool = record(archive.pool, POOL)
    drop_read_entries(address, n, k, t)
    k_minus = f64(archive.k_minus, n)
    k_triplet = f64(archive.k_triplet, n)
    k_minus[k] = (
        k_minus[k] * math.exp((last_spike - t) * f64(archive.inverse_tau_minus, n)[k]) + 1.0
    )
    fade = math.exp((last_spike - t) * f64(archive.inverse_tau_triplet, n)[k])
    k_triplet[k] = k_triplet[k] * fade + 1.0
    entry = take_entry(archive.pool)
    f64(pool.time, pool.capacity)[entry] = t
    f64(pool.k_minus, pool.capacity)[entry] = k_minus[k]
    f64(pool.k_triplet, pool.capacity)[entry] = k_triplet[k]
    i64(pool.accesses, pool.capacity)[entry] = 0
    i64(pool.next, pool.capacity)[entry] = -1
    head = i64(archive.head, n)
    tail = i64(archive.tail, n)
    if head[k] < 0:
        head[k] = entry
    else:
        i64(pool.next, pool.capacity)[tail[k]] = entry
    i64(pool.previous, pool.capacity)[entry] = tail[k]
    tail[k] = entry
    i64(archive.length, n)[k] += 1


def drop_read_entries(address, n, k, t):
    """Drop leading entries that every synapse has read and that no later read can reach."""
    archive = record(address, ARCHIVE)
    pool = record(archive.pool, POOL)
    head = i64(archive.head, n)
    length = i64(archive.length, n)
    keep = f64(archive.max_delay, n)[k] + archive.min_delay_ms + STDP_EPS
    while length[k] > 1:
        entry = head[k]
        following = i64(pool.next, pool.capacity)[entry]
        read = i64(pool.accesses, pool.capacity)[entry] >= i64(archive.n_incoming, n)[k]
        if not (read and t - f64(pool.time, pool.capacity)[following] > keep):
            break
        head[k] = following
        i64(pool.previous, pool.capacity)[following] = -1
        length[k] -= 1
        give_back_entry(archive.pool, entry)


def take_entry(address):
    """Return the number of an unused entry of the pool, which grows if there is none."""
    pool = record(address, POOL)
    if pool.free >= pool.capacity or pool.free < 0:
        call(pool.grow, address, 0, 0, 0)
    pool.used += 1
    entry = pool.free
    pool.free = i64(pool.next, pool.capacity)[entry]
    return entry


def give_back_entry(address, entry):
    """Put an entry back among the unused ones."""
    pool = record(address, POOL)
    pool.used -= 1
    i64(pool.next, pool.capacity)[entry] = pool.free
    pool.free = entry
