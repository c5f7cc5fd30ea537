"""Benchmark script for nestlike alone: what its timers of the phases cost, as a part of a run.

    python timers.py [NEURONS] [DELAY] [PAIRS]

NEURONS, recorded, are run again and again in pairs of runs: one with the timers as they are, one in
which they pass over all slices.  A connection of DELAY ms makes slices as short as that.  Nothing
but the timers differs, and other load on the machine hits both runs of a pair alike.

Prints the median of the ratios of all pairs, and their quartiles.
"""

import statistics
import sys
import time

import nestlike as nest
from nestlike.kernel import kernel

DEFAULTS = ("1", "0.1", "1000")
count, delay, pairs = (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :])

#: Slices that are passed over: more than there are in any run.
ALL = 1 << 40
SECONDS = 0.004  # that a run takes, about


def network():
    neurons = nest.Create("iaf_psc_alpha", int(count), params={"I_e": 376.0})
    nest.Connect(neurons, nest.Create("spike_recorder"))
    nest.Connect(neurons[0], neurons[-1], syn_spec={"delay": float(delay)})


def timed(duration, passed_over):
    """Return the seconds of a run at whose beginning the timers pass over so many slices."""
    kernel.timers.clocks(1)[0].record.set(wait=passed_over)
    start = time.perf_counter()
    nest.Run(duration)
    return time.perf_counter() - start


def ratio(duration, timers_first):
    """Return how many times longer a run with timers takes than one without."""
    waits = (0, ALL) if timers_first else (ALL, 0)
    first, second = (timed(duration, wait) for wait in waits)
    return first / second if timers_first else second / first


nest.set_verbosity("M_ERROR")
network()
nest.Prepare()
timed(10.0, 0)
duration = 10.0 * max(1, round(SECONDS / timed(10.0, 0)))
ratios = [ratio(duration, bool(i % 2)) for i in range(int(pairs))]
nest.Cleanup()
low, middle, high = statistics.quantiles(ratios)
print(f"timers {middle:.4f} lower_quartile {low:.4f} upper_quartile {high:.4f}")
