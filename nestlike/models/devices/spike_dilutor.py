"""Repeats spikes with some probability."""

from nestlike.compiler.device_loops import define
from nestlike.compiler.layouts import DEVICE, EVENT, LOG, TABLE
from nestlike.compiler.views import call, i64, record, u64
from nestlike.kernel.delivery.device_delivery import send_spikes
from nestlike.kernel.delivery.static_delivery import copies, log_event, slot_after
from nestlike.models.declaration import Check, Parameter
from nestlike.models.stimulator import PRIMITIVES, Emitting
from nestlike.numerics.engine_state import STATE_WORDS

_COPIES = """
if state_mother_spikes[k] > 0.0:
    for j in range(targets[k], targets[k + 1]):
        send_copies(address, k, j, now, int(state_mother_spikes[k]), row_p_copy[k])
"""


class spike_dilutor(Emitting):
    """Repeats each spike it receives to each target with probability `p_copy`.

    It takes spikes of neurons and generators on receptor 0, and works on a single virtual process
    only (KernelException at Prepare).  While it is inactive, spikes that arrive are not forgotten:
    they come again after the shortest plus the longest delay, when NEST's buffer comes around.
    """

    parameters = {"p_copy": Parameter(1.0, "", "Probability that a target gets a spike")}
    checks = (Check(lambda p_copy: 0 <= p_copy <= 1, "The copy probability must lie in [0, 1]."),)
    receives = ("spike",)
    sends = "spike"
    takes_any_synapse = accepts_anything = single_process = dilutes = True
    variables = "mother_spikes"
    derived = live = "p_copy"

    @classmethod
    def derive(cls, values, clock, now):
        """Return the probability of a copy."""
        return (values["p_copy"],)

    @staticmethod
    def receive(address, k, event, unused):
        """Note spikes for the step in which they arrive."""
        spike = record(event, EVENT)
        slot = slot_after(spike.step, spike.delay, record(address, DEVICE).n_slots)
        arrivals(address, k)[slot] += spike.count
        return 0

    @staticmethod
    def step(address, k, now, active):
        """Take the spikes that have arrived."""
        if not active:
            return (0.0,)
        slot = now % record(address, DEVICE).n_slots
        mother_spikes = arrivals(address, k)[slot]
        arrivals(address, k)[slot] = 0
        return (mother_spikes * 1.0,)

    @classmethod
    def update(cls):
        """Return the update loop."""
        return define(cls, "active_in_slice", _COPIES, PRIMITIVES | {"send_copies": send_copies})


def send_copies(address, k, j, step, count, p_copy):
    """Send copies of `count` spikes to target number `j`, by way of a synapse that may act."""
    device = record(address, DEVICE)
    log = i64(device.log, device.n_targets)[j]
    route = i64(device.route, device.n_targets)[j]
    if log == 0 and route != 0:
        record(route, TABLE).p_copy = p_copy
        send_spikes(address, k, j, step, count, 1.0, 0.0)
        return
    if log != 0 and record(log, LOG).gate != 0:
        gate = record(log, LOG)
        log = gate.log
        if call(record(gate.gate, TABLE).deliver, gate.gate, gate.row, gate.row + 1, step) == 0:
            return
    n = copies(u64(device.engine, STATE_WORDS), count, p_copy)
    if n > 0 and log != 0:
        log_event(log, step + 1, device.first_id + k, n, 0.0)
    elif n > 0:
        send_spikes(address, k, j, step, n, 1.0, 0.0)


def arrivals(address, k):
    """Return the numbers of spikes that arrive at device `k` in the coming steps."""
    n_slots = record(address, DEVICE).n_slots
    return i64(record(address, DEVICE).arrivals + 8 * n_slots * k, n_slots)
