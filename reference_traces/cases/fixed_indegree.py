"""fixed_indegree: with and without autapses and multapses, on 1, 2 and 4 threads."""

import numpy as np

RULES = (
    {"rule": "fixed_indegree", "indegree": 4},
    {"rule": "fixed_indegree", "indegree": 4, "allow_autapses": False},
    {"rule": "fixed_indegree", "indegree": 7, "allow_multapses": False},
    {"rule": "fixed_indegree", "indegree": 3, "allow_autapses": False, "allow_multapses": False},
)


def run(nest):
    out = {}
    for threads in (1, 2, 4):
        for number, rule in enumerate(RULES):
            nest.ResetKernel()
            nest.set(local_num_threads=threads, rng_seed=5 + number)
            sources = nest.Create("iaf_psc_alpha", 12)
            targets = nest.Create("iaf_psc_delta", 9)
            nest.Connect(sources, targets, rule)
            nest.Connect(targets, targets, rule)
            for target in targets:
                found = nest.GetConnections(target=target)
                ids = found.get("source") if len(found) else []
                name = f"{threads}/{number}/{target.global_id}"
                out[name] = np.array(ids, dtype="int64").reshape(-1)
    return out
