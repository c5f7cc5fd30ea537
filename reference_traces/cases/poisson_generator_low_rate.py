"""poisson_generator: expectation below and above the change of method, several targets."""


def run(nest):
    parrots = nest.Create("parrot_neuron", 6)
    recorder = nest.Create("spike_recorder")
    for rate, pair in ((5.0, parrots[:2]), (900.0, parrots[2:4]), (150000.0, parrots[4:])):
        nest.Connect(nest.Create("poisson_generator", params={"rate": rate}), pair)
    nest.Connect(parrots, recorder)
    nest.Simulate(30.0)
    return dict(recorder.events)
