"""From a stimulator to its targets: spikes, currents, and when it is active."""

from nestlike.compiler.layouts import DEVICE, OUTBOX, TABLE
from nestlike.compiler.views import call, f64, i8, i32, i64, record, u32
from nestlike.kernel.delivery.emission import post
from nestlike.kernel.delivery.static_delivery import (
    CALLS,
    INDEX,
    add_event,
    hand_over,
    log_event,
    slot_after,
)

OUTBOX_SIZE = OUTBOX.itemsize


def send_spikes(address, k, j, step, count, factor, offset):
    """Send `count` spikes of update step `step` from device `k` to its target number `j`.

    `factor` multiplies the weight of the connection first, as NEST does with `spike_weights`;
    `offset` (ms) is the distance of the spikes from the end of the step.
    """
    device = record(address, DEVICE)
    sender = device.first_id + k * device.id_step
    if device.replicated == 0:
        send_as_neuron(address, k, sender, step, count, offset)
        return
    log = i64(device.log, device.n_targets)[j]
    if log != 0:
        log_event(log, step + 1, sender, count, offset)
        return
    route = i64(device.route, device.n_targets)[j]
    if route != 0:
        row = i64(device.row, device.n_targets)[j]
        record(route, TABLE).count = count
        call(record(route, TABLE).deliver, route, row, row + 1, step)
        return
    delay = i32(device.delay, device.n_targets)[j]
    weight = factor * f64(device.weight, device.n_targets)[j]
    # The sign of the product decides, and spike_weights may turn it.
    inputs = device.input if weight > 0.0 else device.input_in
    target = u32(inputs, device.n_targets)[j]
    if int(target) & CALLS:
        hand_over(device.event, target, sender, step, delay, count, weight, offset)
        return
    slot = slot_after(step, delay, device.n_slots)
    add_event(device.ring + slot * device.row_bytes, target, weight, count * 1.0)


def send_as_neuron(address, k, sender, step, count, offset):
    """Send spikes of a node that exists once: to its recorders, and by way of the outbox."""
    device = record(address, DEVICE)
    odd = (step // device.min_delay) & 1
    outbox = device.outbox_odd if odd else device.outbox_even
    if i8(device.late, device.n)[k] != 0:
        outbox += OUTBOX_SIZE
    post(outbox, sender, step % device.min_delay, count)
    first = i64(device.fan_first, device.n + 1)
    logs = i64(device.fan_out, device.n_fan)
    for e in range(first[k], first[k + 1]):
        log_event(logs[e], step + 1, sender, count, offset)


def send_current(address, j, step, current):
    """Send `current` (pA) of update step `step` from a device to its target number `j`."""
    device = record(address, DEVICE)
    slot = slot_after(step, i32(device.delay, device.n_targets)[j], device.n_slots)
    cell = f64(
        device.ring
        + slot * device.row_bytes
        + 8 * (int(u32(device.input, device.n_targets)[j]) & INDEX),
        1,
    )
    cell[0] += f64(device.weight, device.n_targets)[j] * current


def send_current_to_all(address, k, step, current):
    """Send `current` (pA) of update step `step` from device `k` to all its targets."""
    first = i64(record(address, DEVICE).first_target, record(address, DEVICE).n + 1)
    for j in range(first[k], first[k + 1]):
        send_current(address, j, step, current)


def active_for_currents(address, k, step):
    """Return whether device `k` sends a current in update `step`: it acts two steps later."""
    device = record(address, DEVICE)
    start = i64(device.starts, device.n)[k]
    stop = i64(device.stops, device.n)[k]
    return start < step + 2 <= stop


def active_for_spikes(address, k, step):
    """Return whether device `k` may emit a spike at time `step`."""
    device = record(address, DEVICE)
    return i64(device.starts, device.n)[k] < step <= i64(device.stops, device.n)[k]


def active_in_slice(address, k, step):
    """Return whether device `k` may emit a spike at the beginning of the slice of `step`."""
    return active_for_spikes(address, k, step - step % record(address, DEVICE).min_delay)
