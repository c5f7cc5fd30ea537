"""noise_generator: switched on and off, onto iaf_psc_alpha."""

PARAMETERS = {
    "mean": 330.0,
    "std": 300.0,
    "std_mod": 50.0,
    "frequency": 20.0,
    "phase": 30.0,
    "dt": 0.5,
    "start": 2.0,
}


def run(nest):
    generator = nest.Create("noise_generator", params=PARAMETERS)
    cells = nest.Create("iaf_psc_alpha", 3)
    parrots = nest.Create("parrot_neuron", 2)
    multimeter = nest.Create("multimeter", params={"interval": 0.1, "record_from": ["V_m"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, cells, syn_spec={"weight": 1.0, "delay": 1.5})
    nest.Connect(multimeter, cells)
    nest.Connect(cells + parrots, recorder)
    nest.Simulate(100.0)
    return {"V_m": multimeter.events["V_m"], **recorder.events}
