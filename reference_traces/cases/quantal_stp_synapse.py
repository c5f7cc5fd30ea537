"""quantal_stp_synapse: depressing and facilitating, sites set and drawn, on 1, 2 and 4 threads."""


def run(nest):
    out = {}
    depressing = {"U": 0.7, "u": 0.2, "tau_rec": 30.0, "n": 5, "a": 3, "weight": 40.0}
    for threads in (1, 2, 4):
        nest.ResetKernel()
        nest.local_num_threads = threads
        facilitating = {"U": nest.random.uniform(0.0, 0.3), "tau_fac": 50.0, "tau_rec": 20.0}
        facilitating.update(n=nest.random.uniform_int(4) + 1, weight=60.0, delay=0.7)
        cells = nest.Create("iaf_psc_alpha", 6, params={"I_e": 380.0})
        for synapse in (depressing, facilitating):
            nest.Connect(cells, cells, syn_spec={"synapse_model": "quantal_stp_synapse", **synapse})
        meter = nest.Create("multimeter", {"record_from": ["V_m"], "interval": 5.0})
        recorder = nest.Create("spike_recorder")
        nest.Connect(meter, cells)
        nest.Connect(cells, recorder)
        nest.Simulate(40.0)
        nest.Simulate(60.3)
        found = {"V_m": meter.events["V_m"], **recorder.events}
        for number, vp in enumerate(range(threads)):
            here = [c for c in nest.GetConnections() if c.target_thread == vp]
            own = [(c.u, c.a) for c in here if c.synapse_model == "quantal_stp_synapse"]
            found[f"state{number}"] = own
        out.update({f"{threads}/{name}": values for name, values in found.items()})
    return out
