"""Random node parameters, weights and delays: uniform and normal, on two threads."""


def run(nest):
    nest.set(local_num_threads=2, rng_seed=2024)
    params = {"V_m": nest.random.uniform(-72.0, -56.0), "C_m": nest.random.normal(250.0, 10.0)}
    cells = nest.Create("iaf_psc_alpha", 20, params={"I_e": 380.0, **params})
    synapse = {"weight": nest.random.normal(20.0, 30.0), "delay": nest.random.uniform(0.2, 4.0)}
    nest.Connect(cells, cells, {"rule": "all_to_all"}, synapse)
    recorder = nest.Create("spike_recorder")
    nest.Connect(cells, recorder)
    nest.Simulate(100.0)
    return {**recorder.events, "V_m": cells.V_m, "C_m": cells.C_m, **connections(nest, cells)}


def connections(nest, cells):
    """Read per target: with several threads NEST lists threads in no fixed order."""
    out = {}
    for target in cells:
        found = nest.GetConnections(cells, target)
        for key in ("source", "weight", "delay"):
            out[f"to_{target.global_id}/{key}"] = found.get(key)
    return out
