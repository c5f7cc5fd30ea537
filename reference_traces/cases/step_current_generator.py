"""step_current_generator: switched on and off, onto iaf_psc_alpha."""

PARAMETERS = {
    "amplitude_times": [5.0, 5.1, 40.0, 70.3],
    "amplitude_values": [100.0, 480.0, -50.0, 620.0],
    "stop": 95.0,
}


def run(nest):
    generator = nest.Create("step_current_generator", params=PARAMETERS)
    cells = nest.Create("iaf_psc_alpha", 3)
    parrots = nest.Create("parrot_neuron", 2)
    multimeter = nest.Create("multimeter", params={"interval": 0.1, "record_from": ["V_m"]})
    recorder = nest.Create("spike_recorder")
    nest.Connect(generator, cells, syn_spec={"weight": 1.0, "delay": 1.5})
    nest.Connect(multimeter, cells)
    nest.Connect(cells + parrots, recorder)
    nest.Simulate(100.0)
    return {"V_m": multimeter.events["V_m"], **recorder.events}
