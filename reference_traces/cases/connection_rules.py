"""Connection rules that draw, with random and listed values, on 1 and 4 threads."""

ENGINES = {1: "Philox_32", 4: "mt19937"}
FACTS = ("source", "target", "weight", "delay")


def run(nest):
    out = {}
    for connect in (outdegrees, total_numbers, poissons, symmetric, collocated, tripartite):
        for threads, engine in ENGINES.items():
            nest.ResetKernel()
            nest.set(local_num_threads=threads, rng_seed=21, rng_type=engine)
            connect(nest, nest.Create("iaf_psc_alpha", 12))
            for key, values in connections(nest).items():
                out[f"{connect.__name__}/{threads}/{key}"] = values
    return out


def outdegrees(nest, cells):
    weights = {"weight": nest.random.lognormal(0.2, 0.6)}
    rule = {"rule": "fixed_outdegree", "allow_multapses": False, "allow_autapses": False}
    nest.Connect(cells, cells[3:], {**rule, "outdegree": 5}, weights)
    drawn = nest.random.uniform_int(4) + nest.random.normal(1.0, 0.5)
    nest.Connect(cells[::2], cells, {"rule": "fixed_outdegree", "outdegree": drawn}, weights)
    listed = {"weight": [[3.0, 4.0], [5.0, 6.0]]}
    nest.Connect(cells[:2], cells, {"rule": "fixed_outdegree", "outdegree": 2}, listed)


def total_numbers(nest, cells):
    rule = {"rule": "fixed_total_number", "N": 30, "allow_autapses": False}
    drawn = {"weight": nest.random.normal(1.0, 2.0), "delay": nest.random.uniform(1.0, 4.0)}
    nest.Connect(cells, cells[:9], rule, drawn)
    listed = {"weight": [10.0 + k for k in range(20)]}
    nest.Connect(cells[:3], cells, {"rule": "fixed_total_number", "N": 20}, listed)


def poissons(nest, cells):
    for mean in (0.4, 14.7, nest.random.exponential(0.5)):
        rule = {"rule": "pairwise_poisson", "pairwise_avg_num_conns": mean}
        nest.Connect(cells[:3], cells[2:6], rule, {"weight": nest.random.normal(2.0, 1.0)})
    nest.Connect(cells[:5], cells[:5], {**rule, "allow_autapses": False})


def symmetric(nest, cells):
    rule = {"rule": "symmetric_pairwise_bernoulli", "allow_autapses": False, "make_symmetric": True}
    nest.Connect(cells, cells, {**rule, "p": 0.3}, {"weight": 2.0})
    nest.Connect(cells[:8], cells[5:], {**rule, "p": 0.8}, {"weight": 3.0})


def collocated(nest, cells):
    plastic = {
        "synapse_model": "stdp_synapse",
        "weight": nest.random.uniform(1.0, 2.0),
        "lambda": nest.random.exponential(0.01),
        "Wmax": nest.random.uniform(50.0, 60.0),
    }
    specs = nest.CollocatedSynapses({"weight": list(range(24))}, plastic, {"delay": 2.0})
    nest.Connect(cells, cells, {"rule": "fixed_indegree", "indegree": 2}, specs)


def tripartite(nest, cells):
    rule = {"rule": "pairwise_bernoulli", "p": 0.5}
    third_rule = {"rule": "third_factor_bernoulli_with_pool", "p": 0.6}
    drawn = {"weight": nest.random.uniform(1.0, 2.0), "delay": nest.random.uniform(1.0, 3.0)}
    two = nest.CollocatedSynapses(drawn, {"synapse_model": "static_synapse_lbl"})
    nodes = cells[:5], cells[2:], cells[7:]
    for pool in ({}, {"pool_size": 3}, {"pool_size": 1, "pool_type": "block"}):
        specs = {"third_in": drawn, "third_out": two}
        nest.TripartiteConnect(*nodes, rule, {**third_rule, **pool}, specs)


def connections(nest):
    """Read thread by thread: NEST lists threads in no fixed order."""
    found = nest.GetConnections()
    threads = found.get("target_thread")
    in_order = sorted(range(len(found)), key=threads.__getitem__)
    return {key: [found.get(key)[k] for k in in_order] for key in FACTS}
