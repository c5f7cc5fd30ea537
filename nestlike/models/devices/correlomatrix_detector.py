"""Detector of correlations among several sources of spikes."""

import math

import numpy as np

from nestlike.compiler.layouts import DETECTOR, EVENT, QUEUE
from nestlike.compiler.views import f64, i64, record
from nestlike.kernel import kernel
from nestlike.kernel.delivery.spike_queue import drop_first, first_time, insert
from nestlike.kernel.errors import BadProperty
from nestlike.models.detector import CHANNELS, Detector, shown, times
from nestlike.models.detector_memory import counts_at, edge, is_active, steps


class correlomatrix_detector(Detector):
    """Detector of correlations among `N_channels` sources of spikes, one receptor port for each.

    Counts pairs of spikes of sources i and j by their difference in time, t_i - t_j from 0 to
    `tau_max` in bins of width `delta_tau`, an odd number of steps: ``count_covariance[i, j]``
    counts pairs, ``covariance[i, j]`` sums the products of their weights.  The bin of difference
    0 is half as wide on either side.  Setting any of the first five parameters starts anew.

    Parameters
    ----------
    N_channels : int, default 1
        Number of receptor ports, 1 or more (BadProperty).
    delta_tau : float, ms, default 0.5 (5 steps)
        Width of a bin, an odd multiple of the resolution (StepMultipleRequired, BadProperty).
    tau_max : float, ms, default 5.0
        Largest difference in time, a multiple of `delta_tau` (TimeMultipleRequired).
    Tstart, Tstop : float, ms, default 0 and infinite
        Spikes outside of these times are not counted, though they pair with those that are.
    origin, start, stop : float, ms, default 0, 0 and infinite
        Spikes are heard in (origin + start, origin + stop], by their time stamps; delays do not
        matter.
    n_events : array of N_channels ints, read-only
        Number of spikes counted of each source.
    count_covariance, covariance : array of (N_channels, N_channels, tau_max / delta_tau + 1)
        Read-only; empty before the first Simulate.
    """

    parameters = {**CHANNELS, **times(5)}
    virtual = {
        "n_events": shown("n_events"),
        "covariance": shown("values"),
        "count_covariance": shown("counts"),
    }
    resetting = frozenset(parameters)

    @classmethod
    def new_arrays(cls, values):
        """Return empty matrices."""
        n = 1 + steps(values, "tau_max") // steps(values, "delta_tau") if values else 0
        channels = values["N_channels"] if values else 1
        return {
            "n_events": np.zeros(channels, np.int64),
            "values": np.zeros((channels, channels, n)),
            "counts": np.zeros((channels, channels, n), np.int64),
        }

    @classmethod
    def adjust_own(cls, values, given):
        """Put times on tics and check how they go together."""
        super().adjust_own(values, given)
        if steps(values, "delta_tau") % 2 != 1:
            raise BadProperty(
                f"delta_tau = {values['delta_tau']} ms must be an odd multiple of the resolution "
                f"{kernel.time.resolution} ms."
            )

    @staticmethod
    def receive(address, k, event, unused):
        """Pair a spike with all past ones, and with itself."""
        detector, spike = record(address, DETECTOR), record(event, EVENT)
        if is_active(address, event) and spike.port < detector.n_channels:
            stamp = spike.step + 1
            queue = detector.queues
            insert(queue, stamp, 0, spike.port, spike.count * spike.weight)
            oldest = edge(address) + detector.min_delay
            while record(queue, QUEUE).n > 0 and stamp - first_time(queue) >= oldest:
                drop_first(queue)
            if counts_at(address, stamp):
                count_pairs(address, queue, event, stamp)
        return 0


def count_pairs(address, queue, event, stamp):
    """Count the pairs of the spike at `event` and all spikes in the queue."""
    detector, spike, others = record(address, DETECTOR), record(event, EVENT), record(queue, QUEUE)
    i64(detector.n_events, detector.n_channels)[spike.port] += 1
    times = i64(others.time, others.capacity)
    ports = i64(others.port, others.capacity)
    weights = f64(others.weight, others.capacity)
    for j in range(others.first, others.first + others.n):
        later, earlier = spike.port, ports[j]
        if stamp < times[j]:
            later, earlier = earlier, later
        i = bin_of(abs(stamp - times[j]), later <= earlier, detector.delta_tau)
        product = spike.count * spike.weight * weights[j]
        if i < detector.n_bins:
            count(address, later, earlier, i, product, spike.count)
            # A pair within the middle bin counts for both orders, unless it is the spike itself.
            if i == 0 and (stamp != times[j] or ports[j] != spike.port):
                count(address, earlier, later, i, product, spike.count)


def bin_of(difference, left_open, width):
    """Return the bin of a difference in steps: edges belong to the bin on the right or left."""
    if left_open:
        return -math.floor((0.5 * width - difference) / width)
    return math.floor((0.5 * width + difference) / width)


def count(address, row, column, i, product, times):
    """Add to bin `i` of one pair of sources."""
    detector = record(address, DETECTOR)
    size = detector.n_channels * detector.n_channels * detector.n_bins
    at = (row * detector.n_channels + column) * detector.n_bins + i
    f64(detector.values, size)[at] += product
    i64(detector.counts, size)[at] += times
