"""iaf_psc_exp_multisynapse: three receptors, a current, all recordables, two parameter sets."""

PARAMETERS = {"tau_syn": [0.5, 1.7, 9.999], "E_L": -65.0, "I_e": 150.0}
CURRENTS = [f"I_syn_{number}" for number in (1, 2, 3)]


def run(nest):
    cells = nest.Create("iaf_psc_exp_multisynapse", 2, params={"tau_syn": [2.0, 3.0, 20.0]})
    cells[1].set(PARAMETERS)
    multimeter = nest.Create(
        "multimeter", params={"interval": 0.7, "record_from": ["V_m", "I_syn", *CURRENTS]}
    )
    recorder = nest.Create("spike_recorder")
    current = nest.Create("ac_generator", params={"amplitude": 180.0, "frequency": 31.0})
    spikes = nest.Create("spike_generator", params={"spike_times": [2.0, 5.0, 5.0, 17.3, 40.1]})
    for receptor, weight in ((1, 900.0), (2, -310.0), (3, 77.7), (1, 0.0)):
        synapse = {"weight": weight, "delay": 0.3 * receptor, "receptor_type": receptor}
        nest.Connect(spikes, cells, syn_spec=synapse)
    nest.Connect(cells, cells, syn_spec={"weight": 60.0, "receptor_type": 2})
    nest.Connect(current, cells)
    nest.Connect(multimeter, cells)
    nest.Connect(cells, recorder)
    nest.Simulate(60.0)
    out = {f"multimeter/{key}": values for key, values in multimeter.events.items()}
    out.update({f"spikes/{key}": values for key, values in recorder.events.items()})
    return out
