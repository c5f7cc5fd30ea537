"""Benchmark script: a sparse random network of excitation and inhibition (Brunel 2000).

    python brunel.py [MODEL] [KIND] [SCALE] [TIME] [THREADS]

MODEL is iaf_psc_alpha or iaf_psc_delta; KIND says what connections share: shared (weight and
delay), weights (drawn), delays (drawn from 0.1 to 4 ms; weights are shared).  SCALE 1 stands for
12,500 neurons and 15.6 million connections; TIME is in ms.  All neurons start at different
potentials, get Poisson input of their own, and are recorded.

Prints a digest of all spikes, wall-clock seconds, and bytes per connection that the process has
grown since before the network was connected.

Notes
-----
N. Brunel, Dynamics of sparsely connected networks of excitatory and inhibitory spiking neurons,
doi:10.1023/A:1008925309027.
"""

import hashlib
import math
import sys
import time

import nest
import numpy as np

DEFAULTS = ("iaf_psc_alpha", "shared", "0.2", "200.0", "1")
model, kind, scale, duration, threads = (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :])

ORDER = int(2500 * float(scale))
IN_EX, IN_IN = 4 * ORDER // 10, ORDER // 10
INHIBITION, RATE_RATIO, DELAY = 5.0, 2.0, 1.5
TAU_M, C_M, TAU_SYN, THRESHOLD = 20.0, 250.0, 0.5, 20.0


def drive(jump):
    """Return weight (pA or mV) and rate of the Poisson input (spikes/s) for a PSP of `jump` mV."""
    if model == "iaf_psc_delta":
        return jump, 1000.0 * RATE_RATIO * THRESHOLD / (jump * TAU_M)
    # The charge of one event is weight * e * tau_syn; 20.68 pA give a PSP of 0.1 mV.
    weight = 206.8 * jump
    charge = weight * math.e * TAU_SYN
    return weight, 1000.0 * RATE_RATIO * THRESHOLD * C_M / (charge * TAU_M)


def memory():
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def synapse(weight):
    found = {"synapse_model": "excitatory" if weight > 0 else "inhibitory"}
    if kind == "weights":
        found["weight"] = nest.random.normal(weight, 0.1 * abs(weight))
    if kind == "delays":
        found["delay"] = nest.random.uniform(0.1, 4.0)
    return found


def build():
    neuron = {"C_m": C_M, "tau_m": TAU_M, "t_ref": 2.0, "E_L": 0.0, "V_reset": 0.0}
    neuron["V_th"] = THRESHOLD
    if model == "iaf_psc_alpha":
        neuron.update(tau_syn_ex=TAU_SYN, tau_syn_in=TAU_SYN)
    weight, rate = drive(0.1)
    for name, factor in (("excitatory", 1.0), ("inhibitory", -INHIBITION)):
        nest.CopyModel("static_synapse", name, {"weight": factor * weight, "delay": DELAY})
    excitatory = nest.Create(model, 4 * ORDER, params=neuron)
    inhibitory = nest.Create(model, ORDER, params=neuron)
    neurons = excitatory + inhibitory
    neurons.V_m = nest.random.uniform(0.0, THRESHOLD)
    noise = nest.Create("poisson_generator", params={"rate": rate})
    recorder = nest.Create("spike_recorder")
    nest.Connect(noise, neurons, syn_spec="excitatory")
    nest.Connect(neurons, recorder)
    before = memory()
    start = time.perf_counter()
    for sources, degree, factor in ((excitatory, IN_EX, 1.0), (inhibitory, IN_IN, -INHIBITION)):
        rule = {"rule": "fixed_indegree", "indegree": degree}
        nest.Connect(sources, neurons, rule, synapse(factor * weight))
    connected = time.perf_counter()
    nest.Prepare()
    prepared = time.perf_counter()
    nest.Cleanup()
    return recorder, connected - start, prepared - connected, memory() - before


nest.set(rng_seed=7, local_num_threads=int(threads))
recorder, connecting, preparing, grown = build()
nest.Simulate(20.0)
start = time.perf_counter()
nest.Simulate(float(duration))
simulating = time.perf_counter() - start
events = np.array([recorder.events[name] for name in ("times", "senders")])
if int(threads) > 1:  # NEST's threads record in no certain order
    events = events[:, np.lexsort(events)]
digest = hashlib.sha256(events.tobytes()).hexdigest()
made = nest.num_connections
rate = recorder.n_events / (5 * ORDER) / (float(duration) + 20.0) * 1000.0
print(
    f"spikes {digest[:16]} rate {rate:.1f} connections {made} bytes {grown / made:.1f}"
    f" connect {connecting:.3f} prepare {preparing:.3f} build {connecting + preparing:.4f}"
    f" simulate {simulating:.4f}"
)
