"""Benchmark script: the cortical microcircuit (Potjans and Diesmann 2014), one column of cortex.

    python cortical_microcircuit.py [SCALE] [TIME] [THREADS]

The PyPI package `microcircuit` builds it.  SCALE multiplies the numbers of neurons and the
in-degrees: 1 stands for 77,169 neurons and 0.3 billion connections, with weights and delays drawn
for each.  The neurons get Poisson input of their own and are recorded; TIME is in ms and comes
after 100 ms that are simulated before.

Prints a digest of all spikes, sorted, and the mean rate; wall-clock seconds of building (Create,
Connect and Prepare) and simulating, and processor seconds of both (`building`, `simulating`);
bytes per connection and megabytes that the process has grown since before the network was made,
and at most while it was made.

Notes
-----
T. C. Potjans and M. Diesmann, The cell-type specific cortical microcircuit: relating structure
and activity in a full-scale spiking network model, doi:10.1093/cercor/bhs358.
"""

import contextlib
import hashlib
import sys
import tempfile
import time

import nest
import numpy as np
from microcircuit.network import Network
from microcircuit.network_params import default_net_dict
from microcircuit.sim_params import default_sim_dict
from microcircuit.stimulus_params import default_stim_dict

DEFAULTS = ("0.1", "1000.0", "2")
scale, duration, threads = (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :])
WARM_UP = 100.0


def memory(field):
    """Return a figure of /proc/self/status in bytes."""
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith(field))


def forget_peak():
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")


def timed(*actions):
    """Return wall-clock and processor seconds that actions take."""
    wall, processor = time.perf_counter(), time.process_time()
    for action in actions:
        action()
    return time.perf_counter() - wall, time.process_time() - processor


def network(folder, factor):
    """Return the network, not created yet, with its kernel set up."""
    simulation = {"local_num_threads": int(threads), "data_path": folder, "print_time": False}
    size = {"N_scaling": factor, "K_scaling": factor, "bg_input_type": "poisson"}
    with contextlib.redirect_stdout(None):
        return Network(default_sim_dict | simulation, default_net_dict | size, default_stim_dict)


def record_to_memory(built):
    built.spike_recorders.set(record_to="memory")


def digest(built):
    """Return a digest of times and senders of all spikes, and their number."""
    events = [recorder.events for recorder in built.spike_recorders]
    spikes = np.array([np.concatenate([e[name] for e in events]) for name in ("times", "senders")])
    return hashlib.sha256(spikes[:, np.lexsort(spikes)].tobytes()).hexdigest(), spikes.shape[1]


def build(folder, factor):
    """Return the network, seconds that building took, and what memory it took, now and at most."""
    built = network(folder, factor)
    before = memory("VmRSS")
    forget_peak()
    with contextlib.redirect_stdout(None):
        seconds = timed(built.create, lambda: record_to_memory(built), built.connect)
    return built, seconds, memory("VmRSS") - before, memory("VmHWM") - before


with tempfile.TemporaryDirectory() as folder:
    build(folder, 0.02)  # loads everything the timed part uses
    nest.Simulate(1.0)
    built, building, grown, peak = build(folder, float(scale))
nest.Simulate(WARM_UP)
simulating = timed(lambda: nest.Simulate(float(duration)))
spikes, n_spikes = digest(built)
made = nest.num_connections
rate = n_spikes / built.num_neurons.sum() / (float(duration) + WARM_UP) * 1000.0
print(
    f"spikes {spikes[:16]} rate {rate:.2f} connections {made}"
    f" build {building[0]:.3f} simulate {simulating[0]:.3f}"
    f" building {building[1]:.3f} simulating {simulating[1]:.3f}"
    f" bytes {grown / made:.1f} grown {grown / 1e6:.1f} peak {peak / 1e6:.1f}"
)
