"""sinusoidal_poisson_generator: a train for each target, and one train for all."""

PARAMETERS = {"rate": 2000.0, "amplitude": 3000.0, "frequency": 90.0, "phase": 40.0, "start": 1.0}


def run(nest):
    nest.set(local_num_threads=2)
    nest.CopyModel("sinusoidal_poisson_generator", "same", {"individual_spike_trains": False})
    generators = nest.Create("sinusoidal_poisson_generator", params=PARAMETERS)
    generators += nest.Create("same", params=PARAMETERS)
    parrots = nest.Create("parrot_neuron", 3)
    multimeter = nest.Create("multimeter", params={"interval": 0.5, "record_from": ["rate"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generators, parrots, syn_spec={"delay": 0.7})
    nest.Connect(multimeter, generators)
    nest.Connect(parrots + generators[1], recorder)
    nest.Simulate(6.3)
    nest.Simulate(6.0)
    return {**recorder.events, "rate": multimeter.events["rate"]}
