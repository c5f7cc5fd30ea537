"""Changes between Prepare and Run: connections set, made and removed, and the time set back."""


def run(nest):
    out = {}
    for threads in (1, 2):
        for compressed in (True, False):
            nest.ResetKernel()
            nest.set(local_num_threads=threads, use_compressed_spikes=compressed)
            out.update(one(nest, f"{threads}/{compressed}"))
    return out


def one(nest, name):
    nest.CopyModel("static_synapse_hom_w", "hom", {"weight": 5.0})
    parrots = nest.Create("parrot_neuron", 4)
    cells = nest.Create("iaf_psc_exp", 6, {"I_e": 300.0})
    generators = nest.Create("spike_generator", 2)
    for number, generator in enumerate(generators):
        times = [0.2 * number + 0.8 * k for k in range(1, 80)]
        generator.set(spike_times=times, allow_offgrid_times=True)
    noise, current = nest.Create("poisson_generator"), nest.Create("dc_generator")
    noise.rate, current.amplitude = 2000.0, 100.0
    meter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 1.0})
    recorders, weigher = nest.Create("spike_recorder", 2), nest.Create("weight_recorder")
    nest.Connect(generators[:1], parrots)
    nest.Connect(noise, cells, syn_spec={"weight": 10.0, "delay": 1.0})
    nest.Connect(parrots, cells[:4], syn_spec={"weight": 20.0, "delay": 1.0})
    nest.Connect(parrots, cells[2:], syn_spec={"synapse_model": "stdp_synapse", "delay": 2.0})
    nest.Connect(parrots, cells[:2], syn_spec={"synapse_model": "hom", "delay": 1.5})
    nest.Connect(meter, cells)
    nest.Connect(cells, recorders[:1])
    plain = nest.GetConnections(parrots, cells, "static_synapse")
    plastic = nest.GetConnections(parrots, cells, "stdp_synapse")

    nest.Prepare()
    plain.weight = 30.0
    nest.SetDefaults("stdp_synapse", {"weight_recorder": weigher})
    nest.Run(4.3)
    plastic.set({"weight": 40.0, "lambda": 0.2, "delay": 1.0})
    nest.SetDefaults("hom", {"weight": 60.0})
    cells.tau_minus = 5.0
    nest.Run(4.3)
    nest.Connect(generators[1:], cells, syn_spec={"weight": 15.0, "delay": 1.2})
    nest.Connect(current, cells[:3])
    nest.Connect(cells, recorders[1:])
    nest.Connect(parrots, cells[4:], syn_spec={"weight": 70.0, "delay": 1.0})
    plain.weight = 25.0
    nest.Run(4.0)
    nest.Connect(parrots, cells[:1], syn_spec={"weight": 80.0, "delay": 1.7})
    nest.GetConnections(parrots[0], cells[0], "static_synapse")[0].disconnect()
    nest.Run(4.0)
    nest.biological_time = 0.0
    nest.Run(6.0)
    nest.Cleanup()
    nest.Simulate(3.0)
    return {
        f"{name}/{number}/{key}": values
        for number, recorder in enumerate([meter, *recorders, weigher])
        for key, values in recorder.events.items()
    }
