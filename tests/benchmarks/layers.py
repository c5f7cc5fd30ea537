"""Benchmark script: connect a layer to itself by distance.

    python layers.py [RULE] [SIDE]

RULE is bernoulli (default), source, poisson, indegree or outdegree; the layer is a grid of SIDE x
SIDE neurons (default 100), the kernel a Gaussian, the mask a circle.  Prints processor seconds of
Prepare and, in the end, of Connect.
"""

import sys
import time

import nest

name, side = (*sys.argv[1:], *("bernoulli", "100")[len(sys.argv) - 1 :])
RULES = {
    "bernoulli": {"rule": "pairwise_bernoulli"},
    "source": {"rule": "pairwise_bernoulli", "use_on_source": True},
    "poisson": {"rule": "pairwise_poisson"},
    "indegree": {"rule": "fixed_indegree", "indegree": 100},
    "outdegree": {"rule": "fixed_outdegree", "outdegree": 100},
}


def timed(action):
    start = time.process_time()
    action()
    return time.process_time() - start


def build(side):
    neurons = nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([side, side]))
    p = nest.spatial_distributions.gaussian(nest.spatial.distance, std=0.1)
    conn_spec = {**RULES[name], "p": p, "mask": {"circular": {"radius": 0.2}}}
    synapse = {"weight": 20.0, "delay": 1.5}
    connecting = timed(lambda: nest.Connect(neurons, neurons, conn_spec, synapse))
    preparing = timed(nest.Prepare)
    nest.Cleanup()
    return connecting, preparing


build(40)  # loads everything the timed part uses
nest.ResetKernel()
connecting, preparing = build(int(side))
print(f"connections {nest.num_connections} prepare {preparing:.4f} connect {connecting:.4f}")
