"""Benchmark script: ResetKernel, build 1,000 neurons, simulate 10 ms, and again, many times.

    resets.py [count]

Prints the seconds of a round, wall and processor, and the resident memory in MB after a tenth, a
half and all of the rounds.
"""

import hashlib
import os
import sys
import time

import nest

N_NEURONS = 1000
count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000


def resident():
    """Return the resident memory of this process in MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def one_round(seed):
    nest.ResetKernel()
    nest.rng_seed = seed
    neurons = nest.Create("iaf_psc_alpha", N_NEURONS)
    neurons.V_m = nest.random.uniform(-70.0, -55.0)
    recorder = nest.Create("spike_recorder")
    rule = {"rule": "fixed_indegree", "indegree": 10}
    nest.Connect(neurons, neurons, rule, {"weight": 20.0, "delay": 1.5})
    nest.Connect(neurons, recorder)
    neurons.I_e = 500.0
    nest.Simulate(10.0)
    return recorder.events


nest.verbosity = nest.VerbosityLevel.ERROR
one_round(1)  # what is compiled or loaded once does not count
digest = hashlib.sha256()
memory = {}
marks = {max(1, round(count * part)): name for part, name in ((0.1, "tenth"), (0.5, "half"))}
wall, cpu = time.perf_counter(), time.process_time()
for i in range(1, count + 1):
    events = one_round(1 + i % 100)
    digest.update(events["senders"].tobytes() + events["times"].tobytes())
    if i in marks:
        memory[marks[i]] = resident()
wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
memory["end"] = resident()
figures = " ".join(f"{name} {value:.1f}" for name, value in memory.items())
print(f"spikes {digest.hexdigest()[:16]} round {wall / count:.6f} cpu {cpu / count:.6f} {figures}")
