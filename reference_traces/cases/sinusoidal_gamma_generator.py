"""sinusoidal_gamma_generator: a train for each target, one for all, and targets added later."""

PARAMETERS = {"rate": 900.0, "amplitude": 800.0, "frequency": 90.0, "phase": 40.0, "order": 2.5}


def run(nest):
    nest.CopyModel("sinusoidal_gamma_generator", "same", {"individual_spike_trains": False})
    generators = nest.Create("sinusoidal_gamma_generator", params=PARAMETERS)
    generators += nest.Create("same", params=PARAMETERS)
    parrots = nest.Create("parrot_neuron", 3)
    multimeter = nest.Create("multimeter", params={"interval": 0.5, "record_from": ["rate"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generators, parrots, syn_spec={"delay": 0.7})
    nest.Connect(multimeter, generators)
    nest.Connect(parrots + generators, recorder)
    nest.Simulate(6.3)
    late = nest.Create("parrot_neuron", 2)
    nest.Connect(generators, late, syn_spec={"delay": 0.7})
    nest.Connect(late, recorder)
    generators.set(rate=2000.0)
    nest.Simulate(6.0)
    return {**recorder.events, "rate": multimeter.events["rate"]}
