"""spike_train_injector: on the grid and off it, through static and plastic synapses, 2 threads."""

ON_GRID = {"spike_times": [1.0, 5.0, 5.0, 20.0], "spike_multiplicities": [1, 2, 1, 3]}
PRECISE = {"spike_times": [1.03, 5.0, 12.345, 20.0], "precise_times": True, "start": 2.0}


def run(nest):
    nest.local_num_threads = 2
    sources = nest.Create("spike_train_injector", 3, params=ON_GRID)
    sources[1].set(**PRECISE, spike_multiplicities=[1, 1, 2, 1])
    cells = nest.Create("iaf_psc_alpha", 3, params={"I_e": 380.0})
    multimeter = nest.Create("multimeter", params={"interval": 0.1, "record_from": ["V_m"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(sources, cells, syn_spec={"weight": 300.0, "delay": 1.5})
    nest.Connect(sources, cells, syn_spec={"synapse_model": "stdp_synapse", "weight": 90.0})
    nest.Connect(multimeter, cells)
    nest.Connect(sources + cells, recorder)
    nest.Simulate(18.7)
    sources.set(origin=3.0)
    nest.Simulate(31.3)
    plastic = nest.GetConnections(synapse_model="stdp_synapse")
    return {"V_m": multimeter.events["V_m"], "weight": sorted(plastic.weight), **recorder.events}
