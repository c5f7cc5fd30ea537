"""A random recurrent network at a resolution of 0.2 ms."""

CHAOTIC = True


def run(nest):
    nest.set(resolution=0.2, rng_seed=80)
    excitatory = nest.Create("iaf_psc_alpha", 40)
    inhibitory = nest.Create("iaf_psc_alpha", 10)
    cells = excitatory + inhibitory
    noise = nest.Create("poisson_generator", params={"rate": 20000.0})
    nest.Connect(noise, cells, syn_spec={"weight": 18.0})
    rule = {"rule": "fixed_indegree", "indegree": 5}
    nest.Connect(excitatory, cells, rule, {"weight": 25.0, "delay": 1.5})
    nest.Connect(inhibitory, cells, rule, {"weight": -110.0, "delay": 1.0})
    multimeter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.4})
    recorder = nest.Create("spike_recorder")
    nest.Connect(multimeter, cells[::10])
    nest.Connect(cells, recorder)
    for duration in (100.0,):
        nest.Simulate(duration)
    return {**recorder.events, "V_m": multimeter.events["V_m"], "at": multimeter.events["times"]}
