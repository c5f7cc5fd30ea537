"""inhomogeneous_poisson_generator: rates set at the start and between runs."""

FIRST = {"rate_times": [1.0, 5.0, 9.0], "rate_values": [2000.0, 0.0, 30000.0]}
SECOND = {"rate_times": [12.04, 15.0], "rate_values": [400000.0, 1000.0]}


def run(nest):
    generator = nest.Create("inhomogeneous_poisson_generator", params=FIRST)
    parrots = nest.Create("parrot_neuron", 3)
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, parrots, syn_spec={"delay": 0.7})
    nest.Connect(generator, recorder)
    nest.Connect(parrots, recorder)
    nest.Simulate(10.2)
    generator.set(**SECOND, allow_offgrid_times=True)
    nest.Simulate(7.0)
    return recorder.events
