"""From a spike to its targets: the ring buffer, static synapses, and events for recorders.

Most targets add up what arrives, in the ring buffer.  Others are called with each spike: their
input index is the number of a *reception*, see `nestlike.kernel.delivery.receptions`.
"""

from nestlike.compiler.kernels import kernel
from nestlike.compiler.layouts import EVENT, LOG, TABLE
from nestlike.compiler.views import call, f64, i32, i64, record, u16, u32
from nestlike.numerics.engine import uniform

#: Set in an input index whose target counts events and disregards weights.
COUNTS = 1 << 31
#: Set in an input index that is the number of a reception: the target takes spikes one by one.
CALLS = 1 << 30
INDEX = CALLS - 1


@kernel
def deliver_static(address, begin, end, step):
    """Add the weights of connections begin..end-1 to the inputs their spike of `step` reaches."""
    target = u16(record(address, TABLE).input + 2 * begin, end - begin)
    return deliver_to(address, target, begin, step)


@kernel
def deliver_static_wide(address, begin, end, step):
    """`deliver_static` for input indices of 32 bits."""
    target = u32(record(address, TABLE).input + 4 * begin, end - begin)
    return deliver_to(address, target, begin, step)


#: How spikes are delivered through static synapses, by the bytes of an input index.
STATIC = {2: deliver_static, 4: deliver_static_wide}


def deliver_to(address, target, begin, step):
    """Add the weights of connections from `begin` on to the inputs `target`."""
    table = record(address, TABLE)
    n = len(target)
    if table.one_delay == 0:
        return deliver_delayed(address, target, begin, step)
    slot = slot_after(step, i32(table.delay, 1)[0], table.n_slots)
    row = f64(table.ring + slot * table.row_bytes, table.width)
    if table.one_weight:
        w = f64(table.weight, 1)[0]
        for i in range(n):
            row[target[i]] += w
        return 0
    weight = f64(table.weight + 8 * begin, n)
    for i in range(n):
        row[target[i]] += weight[i]
    return 0


def deliver_delayed(address, target, begin, step):
    """`deliver_to` for connections whose delays differ."""
    table = record(address, TABLE)
    n = len(target)
    if table.delay_bytes == 2:
        return add_delayed(address, target, u16(table.delay + 2 * begin, n), begin, step)
    return add_delayed(address, target, i32(table.delay + 4 * begin, n), begin, step)


def add_delayed(address, target, delay, begin, step):
    """Add weights of connections from `begin` on, each to its own slot of the ring buffer."""
    table = record(address, TABLE)
    n = len(target)
    weight = f64(table.weight, 1) if table.one_weight else f64(table.weight + 8 * begin, n)
    mask = 0 if table.one_weight else -1
    n_slots = table.n_slots
    step = step % n_slots
    for i in range(n):
        slot = step + delay[i]
        slot = slot - n_slots if slot >= n_slots else slot
        row = f64(table.ring + slot * table.row_bytes, table.width)
        row[target[i]] += weight[i & mask]
    return 0


@kernel
def deliver_each(address, begin, end, step):
    """`deliver_static` where some targets count spikes, or take them one by one."""
    table = record(address, TABLE)
    n = end - begin
    delay = i32(table.delay if table.one_delay else table.delay + 4 * begin, n)
    weight = f64(table.weight if table.one_weight else table.weight + 8 * begin, n)
    for i in range(n):
        d = delay[0] if table.one_delay else delay[i]
        w = weight[0] if table.one_weight else weight[i]
        pass_on(address, begin + i, step, d, w)
    return 0


def pass_on(address, i, step, delay, weight):
    """Send an event of update `step` through connection `i` of the table at `address`.

    For synapses of any kind: `weight` is what they send.
    """
    table = record(address, TABLE)
    k = u32(table.neuron, table.n)[i] if table.by_neuron else i
    target = u32(table.input if weight > 0.0 else table.input_in, table.n_inputs)[k]
    if int(target) & CALLS:
        sender = i64(table.source, table.n)[i]
        hand_over(table.event, target, sender, step, delay, table.count, weight, 0.0)
        return
    slot = slot_after(step, delay, table.n_slots)
    add_event(table.ring + slot * table.row_bytes, target, weight, table.count * 1.0)


def copies(engine, count, p_copy):
    """Draw how many of `count` spikes a dilutor passes on, each with probability `p_copy`."""
    n = 0
    for _ in range(count):
        if uniform(engine) < p_copy:
            n += 1
    return n


def hand_over(address, target, sender, step, delay, count, weight, offset):
    """Call a node that takes spikes one by one with a spike of update `step`.

    The EVENT record at `address` carries the spike; its time stamp is `step` + 1.
    """
    event = record(address, EVENT)
    reception = i64(event.receptions + 32 * (int(target) & INDEX), 4)
    event.sender = sender
    event.port = reception[3]
    event.step = step
    event.delay = delay
    event.count = count
    event.weight = weight
    event.offset = offset
    call(reception[0], reception[1], reception[2], address, 0)


def slot_after(step, delay, n_slots):
    """Return the slot in which an event of update `step` is read after `delay` steps."""
    slot = step % n_slots + delay
    return slot - n_slots if slot >= n_slots else slot


def add_event(row, target, weight, count):
    """Add `count` events of `weight` to input `target` of the ring-buffer row at `row`."""
    cell = f64(row + 8 * (int(target) & INDEX), 1)
    if int(target) & COUNTS:
        cell[0] += count
    else:
        cell[0] += weight * count


def log_event(address, step, sender, count, offset):
    """Tell a recorder of spikes with time stamp `step`: append to its log, or call it."""
    log = record(address, LOG)
    if log.gate != 0:
        opens = record(log.gate, TABLE).deliver
        if call(opens, log.gate, log.row, log.row + 1, step - 1) != 0:
            log_event_behind(log.log, step, sender, count, offset)
        return
    log_event_behind(address, step, sender, count, offset)


def log_event_behind(address, step, sender, count, offset):
    """Do as `log_event`, where no synapse stands before the recorder."""
    log = record(address, LOG)
    if log.reception != 0:
        number = log.reception - 1
        hand_over(log.event, number, sender, step - 1, log.delay, count, 1.0, offset)
        return
    append_event(address, step, sender, count, offset)


def append_event(address, step, sender, count, offset):
    """Append an event to a log."""
    log = record(address, LOG)
    at = log.used
    if at >= log.capacity:
        call(log.grow, address, 0, 0, 0)
    i64(log.step, log.capacity)[at] = step
    i64(log.sender, log.capacity)[at] = sender
    i64(log.count, log.capacity)[at] = count
    f64(log.offset, log.capacity)[at] = offset
    log.used = at + 1
