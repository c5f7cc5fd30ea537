"""gamma_sup_generator: few and many processes on two virtual processes, targets added later."""


def run(nest):
    nest.set(local_num_threads=2)
    generators = nest.Create("gamma_sup_generator", 2, params={"rate": 30.0, "gamma_shape": 3})
    generators[0].set(n_proc=7, start=2.0)
    generators[1].set(n_proc=900)
    parrots = nest.Create("parrot_neuron", 3)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generators, parrots, syn_spec={"delay": 0.7})
    nest.Connect(parrots, recorder)
    nest.Simulate(7.3)
    generators[0].set(gamma_shape=5, n_proc=3, rate=300.0)
    more = nest.Create("parrot_neuron", 2)
    nest.Connect(generators, more, syn_spec={"delay": 0.7})
    nest.Connect(more, recorder)
    nest.Simulate(8.0)
    return recorder.events
