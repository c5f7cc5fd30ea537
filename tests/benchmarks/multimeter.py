"""Benchmark script: record five quantities of 1,000 neurons at every step, and read them.

    python multimeter.py [MODEL] [BACKEND] [TIME]

MODEL is aeif_cond_exp or iaf_cond_exp_sfa_rr or another with at least five recordables, BACKEND
memory or ascii, TIME in ms.  Prints a digest of what was recorded, processor seconds, and by how
many MB the process has grown at most.
"""

import hashlib
import os
import sys
import tempfile
import time

import nest
import numpy as np

given = sys.argv[1:]
model, backend, duration = (*given, *("aeif_cond_exp", "memory", "1000")[len(given) :])


def memory(field):
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field)) / 1024


def digest_of(events):
    digest = hashlib.sha256()
    for key in sorted(events):
        digest.update(key.encode() + np.ascontiguousarray(events[key]).tobytes())
    return digest.hexdigest()[:16]


def digest_of_files(folder):
    digest = hashlib.sha256()
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            digest.update(file.read().split(b"\n", 2)[2])
    return digest.hexdigest()[:16]


def timed(action):
    start = time.process_time()
    result = action()
    return time.process_time() - start, result


def network(n):
    neurons = nest.Create(model, n)
    neurons.V_m = nest.random.uniform(-70.0, -60.0)
    names = list(neurons[0].recordables)[:5]
    settings = {"record_from": names, "interval": 0.1, "record_to": backend}
    meter = nest.Create("multimeter", params=settings)
    nest.Connect(meter, neurons)
    return meter, names


def run(n, time_to_simulate, folder):
    nest.set(overwrite_files=True, data_path=folder)
    meter, names = network(n)
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = memory("VmRSS")
    simulating, _ = timed(lambda: nest.Simulate(time_to_simulate))
    if backend == "ascii":
        return digest_of_files(folder), simulating, 0.0, memory("VmHWM") - before

    def read():
        events = meter.get("events")
        return events, meter.events[names[0]], meter.get("events", names[1])

    reading, (events, *_) = timed(read)
    peak = memory("VmHWM") - before
    return digest_of(events), simulating, reading, peak


nest.set_verbosity("M_ERROR")
with tempfile.TemporaryDirectory() as folder:
    run(10, 20.0, folder)
nest.ResetKernel()
with tempfile.TemporaryDirectory() as folder:
    digest, simulating, reading, peak = run(1000, float(duration), folder)
print(
    f"records {digest} simulate {simulating:.4f} read {reading:.4f} MB {peak:.1f}"
    f" both {simulating + reading:.4f}"
)
