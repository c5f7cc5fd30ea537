"""Benchmark script: find, read and set many connections.

    python asking_connections.py [CONNECTIONS]

Prints a digest of what was read and processor seconds of each question.  The weights as an array
are a view that is not copied in nestlike, and made of the list in NEST, which has nothing else.
"""

import hashlib
import sys
import time

import nest
import numpy as np

if hasattr(nest, "nestlike_version"):
    from nestlike.views import column
else:

    def column(connections, name):
        return np.array(connections.get(name))


n = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
indegree = 100
digest = hashlib.sha256()
seconds = {}


def timed(word, action):
    start = time.process_time()
    result = action()
    seconds[word] = time.process_time() - start
    return result


def note(values):
    digest.update(np.asarray(values, float).tobytes())


def ask(count):
    nodes = nest.Create("iaf_psc_alpha", count // indegree)
    rule = {"rule": "fixed_indegree", "indegree": indegree}
    nest.Connect(nodes, nodes, rule, {"weight": nest.random.normal(20.0, 2.0), "delay": 1.5})
    nest.GetConnections(nodes[:1])  # sorts
    found = timed("find", nest.GetConnections)
    weight = timed("get_weight", lambda: found.get("weight"))
    note(weight)
    keys = ["source", "target", "weight", "delay"]
    several = timed("get_four", lambda: found.get(keys))
    for key in keys:
        note(several[key])
    array = np.array(weight) * 0.5
    as_list = (2.0 * array).tolist()
    timed("set_array", lambda: found.set(weight=array))
    note(timed("attribute", lambda: found.weight))
    timed("set_list", lambda: found.set(weight=as_list))
    note(found.weight)
    timed("assign", lambda: setattr(found, "weight", 3.0))
    note(found.weight)
    timed("assign_array", lambda: setattr(found, "weight", array))
    timed("find_of_one", lambda: nest.GetConnections(source=nodes[5]))
    timed("find_model", lambda: nest.GetConnections(synapse_model="static_synapse"))
    note(timed("as_array", lambda: column(found, "weight")))
    note(found.weight)


nest.set_verbosity("M_ERROR")
ask(10_000)
nest.ResetKernel()
ask(n)
figures = " ".join(f"{word} {spent:.6f}" for word, spent in seconds.items())
print(f"values {digest.hexdigest()[:16]} {figures}")
