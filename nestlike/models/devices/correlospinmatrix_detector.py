"""Detector of covariances among binary neurons."""

import numpy as np

from nestlike.compiler.layouts import DETECTOR, EVENT, QUEUE
from nestlike.compiler.views import i64, record
from nestlike.kernel.delivery.spike_queue import drop_first, first_time, insert
from nestlike.kernel.errors import BadProperty
from nestlike.models.detector import CHANNELS, TIMES, Detector, shown, times
from nestlike.models.detector_memory import is_active, steps


class correlospinmatrix_detector(Detector):
    """Detector of covariances among `N_channels` binary neurons, one receptor port for each.

    A binary neuron sends two spikes at once when it turns on, a single one when it turns off.
    ``count_covariance[i, j]`` holds for how many steps both i and j were on, with j shifted by
    -`tau_max` ... `tau_max` in steps of `delta_tau`; spikes of both kinds count when a neuron has
    turned off again and another spike has come.  Setting any of the first five parameters starts
    anew.  Such covariances: Grytskyy et al. 2013, doi:10.3389/fncom.2013.00131.

    Parameters
    ----------
    N_channels : int, default 1
        Number of receptor ports, 1 or more (BadProperty).
    delta_tau : float, ms, default 0.1 (1 step)
        Width of a bin, a multiple of the resolution (StepMultipleRequired).
    tau_max : float, ms, default 1.0
        Largest difference in time, a multiple of `delta_tau` (TimeMultipleRequired).
    Tstart, Tstop : float, ms, default 0 and infinite
        Kept as NEST does, which lets them change nothing.
    origin, start, stop : float, ms, default 0, 0 and infinite
        Spikes are heard in (origin + start, origin + stop], by their time stamps; delays do not
        matter.
    count_covariance : array of (N_channels, N_channels, 2 tau_max / delta_tau + 1), read-only
        Empty before the first Simulate.
    """

    parameters = {**CHANNELS, **times(1)}
    understands = ("binary",)
    virtual = {"count_covariance": shown("counts")}
    resetting = frozenset(parameters)

    @classmethod
    def new_arrays(cls, values):
        """Return an empty matrix; nobody is on."""
        n = 1 + 2 * steps(values, "tau_max") // steps(values, "delta_tau") if values else 0
        channels = values["N_channels"] if values else 1
        return {
            "counts": np.zeros((channels, channels, n), np.int64),
            "on": np.zeros(channels, np.int64),
            "changes": np.zeros(channels, np.int64),
        }

    @classmethod
    def adjust_own(cls, values, given):
        """Put times on tics and check how they go together."""
        for name in TIMES:
            if name in given and values[name] < 0:
                raise BadProperty(f"{name} must not be negative. ({name} = {values[name]} ms)")
        super().adjust_own(values, given)

    @staticmethod
    def receive(address, k, event, unused):
        """Find out from one spike which neuron turned on or off."""
        detector, spike = record(address, DETECTOR), record(event, EVENT)
        if not is_active(address, event) or spike.port >= detector.n_channels:
            return 0
        stamp = spike.step + 1
        on, changes = i64(detector.on, detector.n_channels), changed(address)
        went_down = False
        if spike.count == 1 and spike.port == detector.last_port and stamp == detector.last_stamp:
            on[spike.port] = 1
            changes[spike.port] = stamp
            detector.tentative = 0
        elif spike.count == 1:
            # It turned off, unless another spike follows at once.
            went_down = detector.tentative != 0
            detector.tentative = 1
        elif spike.count == 2:
            went_down = detector.tentative != 0
            on[spike.port] = 1
            on[detector.last_port] = 0
            changes[spike.port] = stamp
            detector.tentative = 0
        if went_down:
            count_pulse(address)
        detector.last_port = spike.port
        detector.last_stamp = stamp
        return 0


def changed(address):
    """Return the array of steps in which channels last changed."""
    detector = record(address, DETECTOR)
    return i64(detector.changes, detector.n_channels)


def count_pulse(address):
    """Count the time that the neuron heard of last was on together with all others."""
    detector = record(address, DETECTOR)
    queue, port = detector.queues, detector.last_port
    begin, end = changed(address)[port], detector.last_stamp
    forget(address, queue, begin)
    insert(queue, end, begin, port, 0.0)
    pulses = record(queue, QUEUE)
    ends = i64(pulses.time, pulses.capacity)
    begins = i64(pulses.since, pulses.capacity)
    ports = i64(pulses.port, pulses.capacity)
    for j in range(pulses.first, pulses.first + pulses.n):
        overlap(address, begin, end, port, begins[j], ends[j], ports[j])
    changed(address)[port] = end


def forget(address, queue, begin):
    """Drop pulses too old for one that began at `begin`, and for all that have not ended."""
    detector = record(address, DETECTOR)
    on = i64(detector.on, detector.n_channels)
    for port in range(detector.n_channels):
        if on[port] != 0:
            begin = min(begin, changed(address)[port])
    oldest = detector.tau_max + detector.delta_tau + detector.min_delay
    while record(queue, QUEUE).n > 0 and begin - first_time(queue) >= oldest:
        drop_first(queue)


def overlap(address, begin_i, end_i, i, begin_j, end_j, j):
    """Count the steps two pulses have in common, for every shift of the second one."""
    detector = record(address, DETECTOR)
    step, longest = detector.delta_tau, detector.tau_max
    least = toward_zero(max(begin_j - end_i, -longest), step)
    most = toward_zero(min(end_j - begin_i, longest), step)
    for shift in range(min(least, 0), (0 if i == j else max(most, 0)) + 1):
        begin = max(begin_i, begin_j - shift * step)
        steps = min(end_i, end_j - shift * step) - begin
        if steps > 0:
            add(address, i, j, -shift, steps)
            if shift != 0 or i != j:
                add(address, j, i, shift, steps)


def toward_zero(difference, step):
    """Return a difference divided by a step, rounded towards 0."""
    return difference // step if difference >= 0 else -(-difference // step)


def add(address, i, j, shift, steps):
    """Add to the bin of one pair of channels at a shift."""
    detector = record(address, DETECTOR)
    counts = i64(detector.counts, detector.n_channels * detector.n_channels * detector.n_bins)
    middle = detector.tau_max // detector.delta_tau
    counts[(i * detector.n_channels + j) * detector.n_bins + middle + shift] += steps
