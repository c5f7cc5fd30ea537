"""Benchmark script: one point of a curve, a Brunel network of some size.

    python growth.py [CURVE] [SIZE] [DEGREE] [THREADS]

CURVE is synapses: SIZE is the number of connections, each neuron has a tenth of all others as
sources, as in brunel.py; or neurons: SIZE is their number, each has DEGREE sources (100; a
multiple of 5).  Excitation per neuron is the same everywhere: the fewer sources, the stronger
each, so that the rate of firing hardly depends on the size.  Neurons start at different
potentials and get Poisson input of their own; all of them are recorded, or the first 20,000 where
there are more than 100,000 (for a recorded neuron NEST takes 35 kB).

The time simulated is chosen for some seconds of work.  It is simulated twice: before the neurons
are connected with each other, while a constant current keeps the rate down instead, which gives the
cost of a neuron's step; and afterwards.  What the second run takes longer, divided by the events
that the connections delivered, is the cost of an event.

Prints a digest of all spikes and of the potentials at the end; seconds and ns of wall-clock time;
bytes that the process has grown.

Notes
-----
N. Brunel, Dynamics of sparsely connected networks of excitatory and inhibitory spiking neurons,
doi:10.1023/A:1008925309027.
"""

import hashlib
import math
import statistics
import sys
import time

import nest
import numpy as np

DEFAULTS = ("neurons", "10000", "100", "1")
curve, size, degree, threads = (*sys.argv[1:], *DEFAULTS[len(sys.argv) - 1 :])

if curve == "synapses":
    UNIT = round(math.sqrt(int(size) / 2.5))  # a fifth of the neurons
    IN_EX, IN_IN = 4 * UNIT // 10, UNIT // 10
else:
    UNIT = int(size) // 5
    IN_EX, IN_IN = 4 * int(degree) // 5, int(degree) // 5
NEURONS = 5 * UNIT
RECORDED = NEURONS if NEURONS <= 100_000 else 20_000

THRESHOLD, TAU_M, C_M, TAU_SYN = 20.0, 20.0, 250.0, 0.5
DELAY, INHIBITION, RATE_RATIO = 1.5, 5.0, 2.0
PA_PER_MV = 206.8  # gives a postsynaptic potential of 1 mV
EXCITATION = 100.0  # mV: the potentials of one event from every excitatory source, added up
CALM = -160.0  # pA: fires unconnected neurons about as often as connected ones do
WARM_UP = 10.0
PARTS = 5  # of which the median duration counts
DURATION = PARTS * max(4.0, round(2.5e6 / NEURONS / PARTS))


def memory():
    with open("/proc/self/status") as status:
        return next(1024 * int(line.split()[1]) for line in status if line.startswith("VmRSS"))


def timed(action):
    start = time.perf_counter()
    made = action()
    return made, time.perf_counter() - start


def create():
    """Return excitatory and inhibitory neurons."""
    neuron = {"C_m": C_M, "tau_m": TAU_M, "t_ref": 2.0, "E_L": 0.0, "V_reset": 0.0}
    neuron.update(V_th=THRESHOLD, tau_syn_ex=TAU_SYN, tau_syn_in=TAU_SYN)
    return [nest.Create("iaf_psc_alpha", n * UNIT, params=neuron) for n in (4, 1)]


def observe(neurons):
    """Give neurons their potentials, Poisson input and a recorder, which is returned."""
    neurons.V_m = nest.random.uniform(0.0, THRESHOLD)
    weight = 0.1 * PA_PER_MV
    # The charge of one event is weight * e * tau_syn.
    rate = 1000.0 * RATE_RATIO * THRESHOLD * C_M / (weight * math.e * TAU_SYN * TAU_M)
    noise = nest.Create("poisson_generator", params={"rate": rate})
    recorder = nest.Create("spike_recorder")
    nest.Connect(noise, neurons, syn_spec={"weight": weight, "delay": DELAY})
    nest.Connect(neurons[:RECORDED], recorder)
    return recorder


def connect(excitatory, inhibitory):
    """Connect neurons with each other."""
    weight = PA_PER_MV * EXCITATION / IN_EX
    parts = ("excitatory", excitatory, IN_EX, 1.0), ("inhibitory", inhibitory, IN_IN, -INHIBITION)
    for name, sources, n, factor in parts:
        nest.CopyModel("static_synapse", name, {"weight": factor * weight, "delay": DELAY})
        rule = {"rule": "fixed_indegree", "indegree": n}
        nest.Connect(sources, excitatory + inhibitory, rule, name)


def simulate():
    """Return the seconds that the simulation takes, and how often the recorded neurons fire."""
    nest.Simulate(WARM_UP)
    before = recorder.n_events
    seconds = [timed(lambda: nest.Simulate(DURATION / PARTS))[1] for _ in range(PARTS)]
    return PARTS * statistics.median(seconds), recorder.n_events - before


def digest_of(events, potentials):
    columns = np.array([events["times"], events["senders"]])
    if int(threads) > 1:  # NEST's threads record in no certain order
        columns = columns[:, np.lexsort(columns)]
    found = hashlib.sha256(columns.tobytes())
    found.update(np.array(potentials).tobytes())
    return found.hexdigest()[:16]


nest.set(rng_seed=7, local_num_threads=int(threads))
empty = memory()
populations, creating = timed(create)
neurons = populations[0] + populations[1]
recorder, observing = timed(lambda: observe(neurons))
created = memory()
neurons.I_e = CALM
alone, spikes = simulate()
calm = spikes / RECORDED / DURATION
neurons.I_e = 0.0
simulated = memory()
_, connecting = timed(lambda: connect(*populations))
_, preparing = timed(nest.Prepare)
prepared = memory()
nest.Cleanup()
simulating, spikes = simulate()

connections = NEURONS * (IN_EX + IN_IN)
steps = NEURONS * DURATION / nest.resolution
rate = spikes / RECORDED / DURATION
delivered = rate * DURATION * connections
print(
    f"spikes {digest_of(recorder.events, neurons.V_m)} neurons {NEURONS} connections {connections}"
    f" rate {1000 * rate:.1f} unconnected {1000 * calm:.1f} create {creating + observing:.3f}"
    f" connect {connecting:.3f} prepare {preparing:.3f} alone {alone:.4f}"
    f" bytes_per_neuron {(created - empty) / NEURONS:.0f}"
    f" bytes_per_connection {(prepared - simulated) / connections:.2f}"
    f" build_per_connection {1e9 * (connecting + preparing) / connections:.1f}"
    f" per_step {1e9 * alone / steps:.2f}"
    f" per_event {1e9 * (simulating - alone) / delivered:.2f}"
    f" simulate {simulating:.4f}"
)
