"""pairwise_bernoulli: probabilities 0 to 1, with and without autapses, on 1, 2 and 4 threads."""

import numpy as np

RULES = (
    {"rule": "pairwise_bernoulli", "p": 0.3},
    {"rule": "pairwise_bernoulli", "p": 0.8, "allow_autapses": False},
    {"rule": "pairwise_bernoulli", "p": 0.0},
    {"rule": "pairwise_bernoulli", "p": 1.0},
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
