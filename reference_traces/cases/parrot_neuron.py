"""parrot_neuron: repeats spikes with multiplicity on port 0, ignores those on port 1."""

import numpy as np


def run(nest):
    times = {"spike_times": np.array([1.0, 4.5, 4.6, 9.9])}
    heard = nest.Create("spike_generator", params={**times, "spike_multiplicities": [1, 3, 2, 1]})
    ignored = nest.Create("spike_generator", params=times)
    parrots = nest.Create("parrot_neuron", 3)
    recorder = nest.Create("spike_recorder")
    nest.Connect(heard, parrots[:2], syn_spec={"weight": 2.0, "delay": 1.3})
    nest.Connect(ignored, parrots, syn_spec={"receptor_type": 1})
    nest.Connect(parrots[:1], parrots[2:], syn_spec={"delay": 0.4})
    nest.Connect(parrots, recorder)
    nest.Simulate(20.0)
    return dict(recorder.events)
