"""ppd_sup_generator: modulated and not, on two virtual processes, targets added later."""

PARAMETERS = {"rate": 40.0, "dead_time": 2.0, "n_proc": 300}


def run(nest):
    nest.set(local_num_threads=2)
    generators = nest.Create("ppd_sup_generator", 2, params=PARAMETERS)
    generators[1].set(frequency=60.0, relative_amplitude=0.9, n_proc=5, stop=12.0)
    parrots = nest.Create("parrot_neuron", 3)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generators, parrots, syn_spec={"delay": 0.7})
    nest.Connect(parrots, recorder)
    nest.Simulate(7.3)
    generators[0].set(dead_time=0.5, n_proc=9, rate=300.0)
    more = nest.Create("parrot_neuron", 2)
    nest.Connect(generators, more, syn_spec={"delay": 0.7})
    nest.Connect(more, recorder)
    nest.Simulate(8.0)
    return recorder.events
