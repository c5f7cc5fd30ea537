"""Benchmark script: the smallest questions and changes, thousands of times each.

    python asking_kernel.py [WORD ...]

WORDs choose questions whose name holds one of them.  Prints a digest of the answers and, for each
question, microseconds: the median of several series.
"""

import hashlib
import statistics
import sys
import time

import nest
import numpy as np

SERIES, SECONDS = 7, 0.004
words = sys.argv[1:]
digest = hashlib.sha256()
microseconds = {}


def seconds(action, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        action()
    return time.perf_counter() - start


def timed(word, action, repeats=None):
    """Ask often; `repeats` is a fixed number for what makes the network larger."""
    if words and not any(chosen in word for chosen in words):
        return
    digest.update(str(action()).encode())
    count = repeats or max(3, int(SECONDS / max(seconds(action, 3) / 3, 1e-7)))
    series = [seconds(action, count) / count for _ in range(SERIES)]
    microseconds[word] = 1e6 * statistics.median(series)


def kernel_attributes():
    timed("get_attribute", lambda: nest.resolution)
    timed("get_counter", lambda: nest.network_size)
    timed("kernel_key", lambda: nest.GetKernelStatus("rng_seed"))
    timed("kernel_keys", lambda: nest.GetKernelStatus(["rng_seed", "resolution"]))
    timed("kernel_status", lambda: sorted(nest.GetKernelStatus()))
    timed("nest_get", lambda: nest.get("rng_seed"))
    timed("set_resolution", lambda: setattr(nest, "resolution", 0.1))
    timed("set_seed", lambda: setattr(nest, "rng_seed", 5))
    timed("set_print_time", lambda: setattr(nest, "print_time", False))
    timed("nest_set", lambda: nest.set(resolution=0.1, rng_seed=5))
    timed("set_status", lambda: nest.SetKernelStatus({"rng_seed": 5}))
    timed("set_threads", lambda: setattr(nest, "local_num_threads", 1))
    timed("set_delays", lambda: nest.set(min_delay=0.1, max_delay=2.0))


def defaults():
    for word, model in (("", "iaf_psc_alpha"), ("_recorder", "spike_recorder")):
        timed(f"defaults{word}", lambda model=model: sorted(nest.GetDefaults(model)))
    timed("defaults_synapse", lambda: sorted(nest.GetDefaults("stdp_synapse")))
    timed("default", lambda: nest.GetDefaults("iaf_psc_alpha", "V_th"))
    timed("default_synapse", lambda: nest.GetDefaults("stdp_synapse", "weight"))
    timed("default_list", lambda: nest.GetDefaults("iaf_psc_alpha", ["V_th", "C_m"]))
    timed("set_default", lambda: nest.SetDefaults("iaf_psc_exp", {"tau_m": 11.0}))
    timed("set_default_value", lambda: nest.SetDefaults("iaf_psc_exp", "tau_m", 10.0))
    timed("set_default_synapse", lambda: nest.SetDefaults("stdp_synapse", {"alpha": 1.1}))


def nodes():
    some = nest.Create("iaf_psc_alpha", 10)
    timed("status_of_one", lambda: len(nest.GetStatus(some[3])))
    timed("status_key", lambda: nest.GetStatus(some[3], "V_m"))
    timed("status_keys", lambda: nest.GetStatus(some[3], ["V_m", "tau_m"]))
    timed("set_status_of_one", lambda: nest.SetStatus(some[3], {"V_m": -65.0}))
    timed("set_status_value", lambda: nest.SetStatus(some[3], "V_m", -65.0))
    timed("get_one", lambda: some[3].V_m)
    timed("set_one", lambda: setattr(some[3], "V_m", -65.0))
    timed("get_all_of_one", lambda: sorted(some[3].get()))
    timed("node_ids", lambda: nest.GetNodes({"model": "iaf_psc_alpha"}).tolist(), 20)
    timed("create", lambda: nest.Create("iaf_psc_exp"), 200)
    timed("create_ten", lambda: nest.Create("iaf_psc_exp", 10), 200)
    timed("create_set", lambda: nest.Create("iaf_psc_exp", params={"I_e": 200.0}), 200)


def connections():
    some = nest.Create("iaf_psc_alpha", 10)
    for _ in range(4):
        nest.Connect(some, some)
    timed("connect", lambda: nest.Connect(some[0], some[1]), 300)
    found = nest.GetConnections()
    timed("found", lambda: len(nest.GetConnections(some[0], some[1])), 20)
    timed("connection_weight", lambda: found[0].weight)
    timed("connection_set", lambda: setattr(found[0], "weight", 2.0))
    timed("connection_source", lambda: found[0].source)
    timed("connection_status", lambda: len(nest.GetStatus(found[0])))
    timed("disconnect", lambda: nest.Disconnect(some[0], some[1]), 20)
    timed("disconnect_found", lambda: nest.GetConnections(some[0])[:1].disconnect(), 20)


def layers():
    layer = nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([20, 20]))
    timed("position", lambda: nest.GetPosition(layer[5]))
    timed("positions_of_ten", lambda: nest.GetPosition(layer[:10]))
    timed("distance", lambda: nest.Distance(layer[0], layer[7]))
    timed("displacement", lambda: nest.Displacement([[0.1, 0.2]], layer[7]))
    timed("nearest", lambda: nest.FindNearestElement(layer, [0.1, 0.2]).tolist())
    ball = nest.CreateMask("circular", {"radius": 0.1})
    timed("create_mask", lambda: bool(nest.CreateMask("circular", {"radius": 0.1})))
    timed("inside", lambda: ball.Inside([0.05, 0.0]))
    timed("select", lambda: len(nest.SelectNodesByMask(layer, [0.1, 0.1], ball)))


def collections():
    first, second = nest.Create("iaf_psc_alpha", 500), nest.Create("iaf_psc_exp", 500)
    both, again = first + second, first + second
    picks, mask = list(range(0, 1000, 10)), np.arange(1000) % 100 == 0
    ids = first.tolist()[::10]
    low = ids[0]
    parts = sum([nest.Create("iaf_psc_alpha", 3) for _ in range(200)][::2], nest.NodeCollection())
    timed("len", lambda: len(both))
    timed("bool", lambda: bool(both))
    timed("index", lambda: both[500].tolist())
    timed("index_end", lambda: len(both[-1]))
    timed("slice", lambda: both[10:990])
    timed("slice_one", lambda: first[10:100])
    timed("stride", lambda: both[::3])
    timed("contains", lambda: low + 700 in both)
    timed("contains_not", lambda: 10**7 in both)
    timed("add", lambda: first + second)
    timed("equal", lambda: both == again)
    timed("same", lambda: both == both)
    timed("unequal", lambda: first == second)
    timed("where", lambda: both.index(low + 700))
    timed("iterate", lambda: len([node for node in first[:10]]))
    timed("string", lambda: str(both))
    timed("one_id", lambda: first[7].global_id)
    timed("tolist", lambda: both.tolist())
    timed("picks", lambda: both[picks])
    timed("two_picks", lambda: both[[3, 700]])
    timed("mask", lambda: both[mask])
    timed("node_collection", lambda: nest.NodeCollection(ids))
    timed("node_collection_one", lambda: nest.NodeCollection([low]))
    timed("parts_index", lambda: len(parts[150]))
    timed("parts_contains", lambda: low + 1200 in parts)
    timed("parts_slice", lambda: parts[5:200])
    timed("parts_add", lambda: first + parts)
    timed("parts_equal", lambda: parts == parts)
    timed("parts_where", lambda: parts.index(parts[20].global_id))
    timed("parts_picks", lambda: parts[[0, 10, 200]])


def stepping():
    neurons = nest.Create("iaf_psc_alpha", 10, {"I_e": 350.0})
    nest.Connect(neurons, neurons, syn_spec={"weight": 1.0})
    nest.Simulate(10.0)
    timed("simulate", lambda: nest.Simulate(1.0), 200)
    timed("prepare", lambda: (nest.Prepare(), nest.Cleanup()), 200)
    nest.Prepare()
    timed("run", lambda: nest.Run(1.0), 200)
    nest.Cleanup()
    timed("time", lambda: nest.biological_time)


nest.verbosity = nest.VerbosityLevel.QUIET
for topic in (kernel_attributes, defaults, nodes, connections, layers, collections, stepping):
    nest.ResetKernel()
    topic()
figures = " ".join(f"{word} {spent:.3f}" for word, spent in microseconds.items())
print(f"answers {digest.hexdigest()[:16]} {figures}")
