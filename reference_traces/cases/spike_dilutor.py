"""spike_dilutor: spikes of a generator and of neurons, static and plastic synapses, in pieces."""

TIMES = {"spike_times": [1.0, 2.0, 2.5, 7.0, 11.0], "spike_multiplicities": [3, 1, 2, 5, 9]}


def run(nest):
    generator = nest.Create("spike_generator", params=TIMES)
    neurons = nest.Create("iaf_psc_alpha", 2, params={"I_e": 600.0})
    dilutors = nest.Create("spike_dilutor", 3, params={"p_copy": 0.4})
    dilutors[1].set(start=8.0, stop=30.0)
    parrots = nest.Create("parrot_neuron", 2)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, dilutors, syn_spec={"delay": 0.7})
    nest.Connect(neurons, dilutors, syn_spec={"delay": 2.0})
    nest.Connect(dilutors[:2], parrots)
    plastic = {"synapse_model": "stdp_synapse", "weight": 300.0, "delay": 1.5}
    nest.Connect(dilutors[2], neurons, syn_spec=plastic)
    nest.Connect(dilutors[0] + parrots, recorder)
    nest.Simulate(7.3)
    nest.Simulate(32.0)
    weight = nest.GetConnections(dilutors[2]).weight
    return {"weight": weight, **recorder.events}
