"""poisson_generator_ps: precise spike times with dead time, rate changed between runs."""

PARAMETERS = {"rate": 1500.0, "dead_time": 0.3, "start": 2.0, "stop": 15.0}


def run(nest):
    nest.set(local_num_threads=2)
    generators = nest.Create("poisson_generator_ps", 2, params=PARAMETERS)
    parrots = nest.Create("parrot_neuron", 3)
    on_grid = nest.Create("spike_recorder")
    precise = nest.Create("spike_recorder", params={"time_in_steps": True})
    nest.Connect(generators, parrots, syn_spec={"delay": 0.7})
    nest.Connect(generators, precise)
    nest.Connect(parrots, on_grid)
    nest.Simulate(7.3)
    generators[0].set(rate=500.0)
    nest.Simulate(10.0)
    found = {f"precise_{key}": values for key, values in precise.events.items()}
    return {**found, **on_grid.events}
