"""Benchmark script: a sparse random network of `aeif_cond_exp` with Poisson input.

    aeif_network.py [neurons] [model time in ms]

Prints the number of spikes, their digest, ns of CPU time per neuron and step, and seconds.
"""

import hashlib
import sys
import time

import nest

N = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
T = float(sys.argv[2]) if len(sys.argv) > 2 else 100.0

neurons = nest.Create("aeif_cond_exp", N, params={"V_m": nest.random.uniform(-70.0, -55.0)})
neurons.set(t_ref=2.0, tau_syn_ex=2.0, b=40.0)
excitatory, inhibitory = neurons[: N * 4 // 5], neurons[N * 4 // 5 :]
poisson = nest.Create("poisson_generator", params={"rate": 6000.0})
recorder = nest.Create("spike_recorder")
nest.Connect(poisson, neurons, syn_spec={"weight": 1.2, "delay": 1.5})
for sources, indegree, weight in ((excitatory, 80, 0.6), (inhibitory, 20, -4.0)):
    rule = {"rule": "fixed_indegree", "indegree": indegree}
    nest.Connect(sources, neurons, rule, {"weight": weight, "delay": 1.5})
nest.Connect(neurons, recorder)
nest.Simulate(10.0)
start = time.process_time()
nest.Simulate(T)
elapsed = time.process_time() - start
spikes = recorder.events
digest = hashlib.sha256(spikes["times"].tobytes() + spikes["senders"].tobytes()).hexdigest()
steps = T / nest.resolution
per_step = 1e9 * elapsed / (N * steps)
print(f"{len(spikes['times'])} spikes {digest[:16]} ns {per_step:.1f} simulate {elapsed:.3f}")
