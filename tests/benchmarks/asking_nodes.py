"""Benchmark script: read and set one parameter of many nodes.

    python asking_nodes.py [NODES]

Prints a digest of what was read and processor seconds of each question.
"""

import hashlib
import sys
import time

import nest
import numpy as np

n = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
digest = hashlib.sha256()
seconds = {}
threshold = -50.0 + np.arange(n) / n
as_list = threshold.tolist()
as_dicts = [{"V_th": value} for value in as_list]


def timed(word, action):
    start = time.process_time()
    result = action()
    seconds[word] = seconds.get(word, 0.0) + time.process_time() - start
    return result


def note(values):
    digest.update(np.asarray(values, float).tobytes())


def ask(nodes):
    """Ask and set in every way that scripts use."""
    note(timed("get", lambda: nodes.get("V_th")))
    note(timed("attribute", lambda: nodes.C_m))
    both = timed("get_two", lambda: nodes.get(["V_m", "tau_m"]))
    note(both["V_m"])
    settings = {
        "scalar": -55.0,
        "array": threshold,
        "list": as_list,
        "normal": nest.random.normal(-50.0, 1.0),
    }
    for word, value in settings.items():
        timed(f"set_{word}", lambda value=value: nodes.set(V_th=value))
        note(nodes.get("V_th"))
    timed("set_dicts", lambda: nodes.set(as_dicts))
    timed("assign", lambda: setattr(nodes, "V_m", -60.0))
    timed("assign_normal", lambda: setattr(nodes, "V_m", nest.random.normal(-60.0, 2.0)))
    note(nodes.V_m)
    timed("status", lambda: nest.GetStatus(nodes, "V_m"))


nest.set_verbosity("M_ERROR")
ask(nest.Create("iaf_psc_alpha", n))
nest.ResetKernel()
seconds.clear()
ask(nest.Create("iaf_psc_alpha", n))
figures = " ".join(f"{word} {spent:.6f}" for word, spent in seconds.items())
print(f"values {digest.hexdigest()[:16]} {figures}")
