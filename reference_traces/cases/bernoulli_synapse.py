"""bernoulli_synapse: one probability, and one drawn for each connection, on 1, 2 and 4 threads."""


def run(nest):
    out = {}
    for threads in (1, 2, 4):
        nest.ResetKernel()
        nest.local_num_threads = threads
        cells = nest.Create("iaf_psc_alpha", 6, params={"I_e": 380.0})
        drawn = {"p_transmit": nest.random.uniform(0.0, 1.0), "weight": 90.0, "delay": 0.7}
        for synapse in ({"p_transmit": 0.4, "weight": 70.0}, drawn):
            nest.Connect(cells, cells, syn_spec={"synapse_model": "bernoulli_synapse", **synapse})
        meter = nest.Create("multimeter", {"record_from": ["V_m"], "interval": 5.0})
        recorder = nest.Create("spike_recorder")
        nest.Connect(meter, cells)
        nest.Connect(cells, recorder)
        nest.Simulate(40.0)
        nest.Simulate(60.3)
        found = {"V_m": meter.events["V_m"], **recorder.events}
        out.update({f"{threads}/{name}": values for name, values in found.items()})
    return out
