"""Benchmark script: a small network that is simulated in many short steps, as in a closed loop.

    python stepped.py [KIND] [NEURONS] [STEPS] [STEP] [THREADS]

KIND says what is done between steps of STEP ms: read (a potential and the number of events),
run (the same between Prepare and Cleanup), set (a current is set as well), or none.

Prints a digest of all that was recorded and read, and microseconds of processor time per step.
"""

import hashlib
import sys
import time

import nest
import numpy as np

DEFAULTS = ("read", "10", "10000", "1.0", "1")
kind, size, steps, step, threads = (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :])


def build():
    neurons = nest.Create("iaf_psc_alpha", int(size), {"I_e": 350.0})
    noise = nest.Create("poisson_generator", params={"rate": 8000.0})
    recorder = nest.Create("spike_recorder")
    meter = nest.Create("multimeter", params={"record_from": ["V_m"]})
    nest.Connect(noise, neurons, syn_spec={"weight": 20.0, "delay": 1.0})
    nest.Connect(neurons, neurons, {"rule": "fixed_indegree", "indegree": 5}, {"weight": -10.0})
    nest.Connect(neurons, recorder)
    nest.Connect(meter, neurons[:5])
    return neurons, recorder, meter


def advance(seen):
    """Take one step and note what a controller would look at."""
    (nest.Run if kind == "run" else nest.Simulate)(float(step))
    if kind != "none":
        seen.append(neurons[0].V_m)
        seen.append(recorder.n_events)
    if kind == "set":
        neurons[0].I_e = 350.0 + len(seen) % 7


nest.verbosity = nest.VerbosityLevel.QUIET
nest.local_num_threads = int(threads)
neurons, recorder, meter = build()
seen: list = []
nest.Simulate(100.0)
if kind == "run":
    nest.Prepare()
advance(seen)
before = time.process_time()
for _ in range(int(steps)):
    advance(seen)
taken = time.process_time() - before

digest = hashlib.sha256(np.array(seen, float).tobytes())
for device, names in ((recorder, ("senders", "times")), (meter, ("senders", "times", "V_m"))):
    events = device.events
    for name in names:
        digest.update(np.asarray(events[name], float).tobytes())
print(f"recorded {digest.hexdigest()[:16]} each {taken / int(steps) * 1e6:.1f}")
