"""spike_generator: switched on and off, onto iaf_psc_alpha and parrots."""

PARAMETERS = {
    "spike_times": [1.0, 10.0, 10.1, 33.3, 80.0],
    "spike_weights": [600.0, 900.0, -100.0, 0.0, 1200.0],
    "spike_multiplicities": [1, 2, 1, 3, 1],
}


def run(nest):
    generator = nest.Create("spike_generator", params=PARAMETERS)
    cells = nest.Create("iaf_psc_alpha", 3)
    parrots = nest.Create("parrot_neuron", 2)
    multimeter = nest.Create("multimeter", params={"interval": 0.1, "record_from": ["V_m"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, cells, syn_spec={"weight": 1.0, "delay": 1.5})
    nest.Connect(generator, parrots)
    nest.Connect(multimeter, cells)
    nest.Connect(cells + parrots, recorder)
    nest.Simulate(100.0)
    return {"V_m": multimeter.events["V_m"], **recorder.events}
