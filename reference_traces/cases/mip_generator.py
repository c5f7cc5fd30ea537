"""mip_generator: correlated spikes for parrots, on two virtual processes, in pieces."""

PARAMETERS = {"rate": 8000.0, "p_copy": 0.4, "start": 2.0, "stop": 18.0}


def run(nest):
    nest.set(local_num_threads=2)
    generators = nest.Create("mip_generator", 2, params=PARAMETERS)
    parrots = nest.Create("parrot_neuron", 4)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generators, parrots, syn_spec={"delay": 0.7})
    nest.Connect(parrots, recorder)
    nest.Simulate(7.3)
    generators[0].set(p_copy=0.9)
    nest.Simulate(14.0)
    return recorder.events
