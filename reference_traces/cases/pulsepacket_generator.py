"""pulsepacket_generator: overlapping packets, static and plastic synapses, in pieces, 2 threads."""

PARAMETERS = {"activity": 12, "sdev": 1.5, "pulse_times": [22.0, 6.0, 7.5, 30.0], "start": 2.0}


def run(nest):
    nest.set(local_num_threads=2)
    generators = nest.Create("pulsepacket_generator", 2, params=PARAMETERS)
    generators[1].set(sdev=0.3, pulse_times=[5.0, 19.0])
    cells = nest.Create("iaf_psc_alpha", 3, params={"I_e": 380.0})
    parrots = nest.Create("parrot_neuron", 2)
    recorder = nest.Create("spike_recorder")
    synapse = {"synapse_model": "stdp_synapse", "weight": 90.0, "delay": 1.5}
    nest.Connect(generators[0], cells, syn_spec=synapse)
    nest.Connect(generators[1], parrots, syn_spec={"delay": 0.7})
    nest.Connect(cells + parrots, recorder)
    nest.Simulate(7.3)
    nest.Simulate(12.0)
    generators[0].set(activity=30)
    nest.Simulate(20.0)
    plastic = nest.GetConnections(synapse_model="stdp_synapse")
    return {"weight": sorted(plastic.weight), **recorder.events}
