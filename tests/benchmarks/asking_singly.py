"""Benchmark script: small questions and small changes, one after the other, as scripts make them.

    python asking_singly.py [SCALE]

Prints a digest of the answers and processor seconds of each kind of question.
"""

import hashlib
import sys
import time

import nest
import numpy as np

scale = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
digest = hashlib.sha256()
seconds = {}


def timed(word, action, repeats):
    start = time.process_time()
    for _ in range(repeats):
        result = action()
    seconds[word] = time.process_time() - start
    return result


def note(values):
    digest.update(np.asarray(values, float).tobytes())


def set_each(nodes, count):
    for i in range(count):
        nodes[i].set(V_m=-60.0 - 0.001 * i)


def assign_each(nodes):
    for node in nodes:
        node.I_e = 100.0


def set_dictionary_each(nodes):
    for node in nodes:
        node.set({"V_th": -54.0, "tau_m": 11.0})


def get_each(nodes):
    return [node.V_m for node in nodes]


def create_each(count):
    for _ in range(count):
        nest.Create("iaf_psc_exp")


def create_each_with_parameters(count):
    for _ in range(count):
        nest.Create("iaf_psc_exp", params={"I_e": 200.0})


def connect_each(nodes, count, *specification):
    size = len(nodes)
    for i in range(count):
        nest.Connect(nodes[i % size], nodes[(7 * i + 1) % size], *specification)


def connect_from_generators(nodes, count):
    for i in range(count):
        generator = nest.Create("poisson_generator", params={"rate": 10.0 + i})
        nest.Connect(generator, nodes[i % len(nodes)], syn_spec={"weight": 10.0})


def ask(scale):
    few, some, many = (max(2, int(scale * size)) for size in (100, 1000, 10_000))
    nodes = nest.Create("iaf_psc_alpha", some)
    timed("defaults", lambda: nest.GetDefaults("iaf_psc_alpha"), few)
    note([timed("default", lambda: nest.GetDefaults("iaf_psc_alpha", "V_th"), few)])
    timed("synapse_defaults", lambda: nest.GetDefaults("stdp_synapse"), few)
    timed("set_defaults", lambda: nest.SetDefaults("iaf_psc_exp", {"tau_m": 11.0}), few)
    timed("copy_model", lambda: nest.CopyModel("iaf_psc_alpha", f"copy_{len(seconds)}"), 1)
    timed("kernel_status", nest.GetKernelStatus, few)
    timed("kernel_entry", lambda: nest.GetKernelStatus("resolution"), few)
    timed("resolution", lambda: nest.resolution, few)
    timed("biological_time", lambda: nest.biological_time, few)
    timed("set_kernel", lambda: setattr(nest, "print_time", False), few)
    timed("node_models", lambda: nest.node_models, few)
    timed("synapse_models", lambda: nest.synapse_models, few)
    timed("get_one", lambda: nodes[0].V_m, some)
    timed("get_all_of_one", lambda: nodes[0].get(), few)
    timed("set_one", lambda: setattr(nodes[0], "V_m", -62.0), some)
    timed("set_each", lambda: set_each(nodes, some), 1)
    timed("assign_each", lambda: assign_each(nodes), 1)
    timed("set_dictionary_each", lambda: set_dictionary_each(nodes), 1)
    note(timed("get_each", lambda: get_each(nodes), 1))
    timed("create_each", lambda: create_each(some), 1)
    timed("create_with_parameters", lambda: create_each_with_parameters(some), 1)
    timed("connect_each", lambda: connect_each(nodes, many), 1)
    weighted = {"weight": 2.0, "delay": 1.5}
    timed("connect_weighted", lambda: connect_each(nodes, many // 5, "one_to_one", weighted), 1)
    plastic = {"synapse_model": "stdp_synapse", "weight": 2.0}
    timed("connect_plastic", lambda: connect_each(nodes, many // 5, None, plastic), 1)
    timed("connect_generators", lambda: connect_from_generators(nodes, few), 1)
    found = timed("find_first", nest.GetConnections, 1)
    note(found.target)
    timed("find_of_one", lambda: nest.GetConnections(nodes[3], nodes), few)
    timed("connection_get", lambda: found[0].weight, few)
    timed("connection_set", lambda: setattr(found[0], "weight", 3.0), few)
    note(found.weight)


nest.set_verbosity("M_ERROR")
ask(0.01)
nest.ResetKernel()
ask(scale)
figures = " ".join(f"{word} {spent:.6f}" for word, spent in seconds.items())
print(f"answers {digest.hexdigest()[:16]} {figures}")
