"""ac_generator: switched on and off, onto iaf_psc_alpha."""

PARAMETERS = {
    "amplitude": 500.0,
    "offset": 200.0,
    "frequency": 31.0,
    "phase": 40.0,
    "start": 3.0,
    "stop": 90.0,
}


def run(nest):
    generator = nest.Create("ac_generator", params=PARAMETERS)
    cells = nest.Create("iaf_psc_alpha", 3)
    parrots = nest.Create("parrot_neuron", 2)
    multimeter = nest.Create("multimeter", params={"interval": 0.1, "record_from": ["V_m"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, cells, syn_spec={"weight": 1.0, "delay": 1.5})
    nest.Connect(multimeter, cells)
    nest.Connect(cells + parrots, recorder)
    nest.Simulate(100.0)
    return {"V_m": multimeter.events["V_m"], **recorder.events}
