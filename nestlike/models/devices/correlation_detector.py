"""Detector of correlations between two sources of spikes."""

import math

import numpy as np

from nestlike.compiler.layouts import DETECTOR, EVENT, QUEUE
from nestlike.compiler.views import f64, i64, record
from nestlike.kernel.delivery.spike_queue import drop_first, first_time, insert
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.nodes.node_keys import Integers
from nestlike.kernel.nodes.node_values import typed
from nestlike.models.detector import TIMES, Detector, shown, times
from nestlike.models.detector_memory import counts_at, edge, is_active, steps

QUEUE_SIZE = QUEUE.itemsize


class correlation_detector(Detector):
    """Detector of correlations between two sources of spikes, at receptor ports 0 and 1.

    Counts pairs of spikes by their difference in time, t_1 - t_0, in bins of width `delta_tau`
    centred at -`tau_max` ... `tau_max`; the left edge of a bin belongs to it.  ``count_histogram``
    counts pairs, ``histogram`` sums the products of their weights, with ``histogram_correction``
    as the correction of a compensated sum (Kahan 1965, doi:10.1145/363707.363723).  Setting
    ``n_events`` to [0, 0], or one of the first four times, starts anew.

    Parameters
    ----------
    delta_tau : float, ms, default 0.5 (5 steps)
        Width of a bin, a multiple of the resolution (StepMultipleRequired).
    tau_max : float, ms, default 5.0
        Largest difference in time, a multiple of `delta_tau` (TimeMultipleRequired).
    Tstart, Tstop : float, ms, default 0 and infinite
        Spikes outside of these times are not counted, though they pair with those that are.
    origin, start, stop : float, ms, default 0, 0 and infinite
        Spikes are heard in (origin + start, origin + stop], by their time stamps; delays do not
        matter.
    n_events : array of 2 ints
        Number of spikes counted of each source; can only be set to [0, 0] (BadProperty).
    count_histogram, histogram, histogram_correction : array of 2 tau_max / delta_tau + 1, read-only
        Empty before the first Simulate.
    """

    parameters = times(5)
    virtual = {
        "n_events": shown("n_events"),
        "histogram": shown("values"),
        "histogram_correction": shown("corrections"),
        "count_histogram": shown("counts"),
    }
    n_queues = 2
    resetting = frozenset((*TIMES, "n_events"))

    @classmethod
    def new_arrays(cls, values):
        """Return empty histograms."""
        n = n_bins(values) if values else 0
        return {
            "n_events": np.zeros(2, np.int64),
            "values": np.zeros(n),
            "corrections": np.zeros(n),
            "counts": np.zeros(n, np.int64),
        }

    @classmethod
    def outgrows(cls, arrays, values):
        """Return whether there are too few bins; NEST would write beyond the last one."""
        return len(arrays["counts"]) < n_bins(values)

    @classmethod
    def claim(cls, proposal, position, given):
        """Refuse numbers of events other than 0."""
        if "n_events" in given and tuple(typed("n_events", Integers, given["n_events"])) != (0, 0):
            raise BadProperty(f"n_events can only be set to [0 0], not to {given['n_events']}.")
        return super().claim(proposal, position, given)

    @classmethod
    def settle(cls, block, k, claimed):
        """Forget everything; as in NEST there are as many bins as the old parameters ask for."""
        for before in list(claimed.values())[:1]:
            cls.memory(block, k).start_anew(before)

    @classmethod
    def ports_of(cls, block, ks):
        """Return that there are two receptor ports."""
        return np.full(len(ks), 2)

    @staticmethod
    def receive(address, k, event, unused):
        """Pair a spike with the past ones of the other source."""
        if is_active(address, event):
            spike = record(event, EVENT)
            stamp = spike.step + 1
            queues = record(address, DETECTOR).queues
            forget(address, queues + (1 - spike.port) * QUEUE_SIZE, stamp, 1 - spike.port)
            if counts_at(address, stamp):
                count_pairs(address, queues + (1 - spike.port) * QUEUE_SIZE, event, stamp)
            weight = spike.count * spike.weight
            insert(queues + spike.port * QUEUE_SIZE, stamp, 0, spike.port, weight)
        return 0


def n_bins(values: dict) -> int:
    """Return the number of bins of detectors with parameters `values`."""
    return 1 + 2 * steps(values, "tau_max") // steps(values, "delta_tau")


def forget(address, queue, stamp, source):
    """Drop what came too long before `stamp` from the queue of one source."""
    # Half a step less for source 1 closes the left edge of a bin and opens the right one.
    while record(queue, QUEUE).n > 0 and stamp - first_time(queue) - 0.5 * source >= edge(address):
        drop_first(queue)


def count_pairs(address, queue, event, stamp):
    """Add the pairs of the spike at `event` and all spikes in a queue to the histograms."""
    detector, spike, others = record(address, DETECTOR), record(event, EVENT), record(queue, QUEUE)
    i64(detector.n_events, 2)[spike.port] += 1
    times = i64(others.time, others.capacity)
    weights = f64(others.weight, others.capacity)
    for j in range(others.first, others.first + others.n):
        difference = (2 * spike.port - 1) * (stamp - times[j])
        i = math.floor((edge(address) + difference) / detector.delta_tau)
        if 0 <= i < detector.n_bins:
            add_compensated(address, i, spike.count * spike.weight * weights[j])
            i64(detector.counts, detector.n_bins)[i] += spike.count


def add_compensated(address, i, term):
    """Add `term` to bin `i`, and keep what rounding loses."""
    detector = record(address, DETECTOR)
    values = f64(detector.values, detector.n_bins)
    corrections = f64(detector.corrections, detector.n_bins)
    y = term - corrections[i]
    total = values[i] + y
    corrections[i] = (total - values[i]) - y
    values[i] = total
