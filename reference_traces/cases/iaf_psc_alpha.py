"""iaf_psc_alpha: spikes on every receptor, a current, all recordables, two parameter sets."""

import numpy as np

PARAMETERS = {"tau_m": 12.0, "tau_syn_ex": 12.0, "t_ref": 0.0, "V_min": -75.0}
SPIKES = {"spike_times": np.array([5.0, 12.3, 12.3, 20.1, 30.0, 44.4, 61.7])}
WEIGHTS = (0.0, 310.0, -120.0)
RECEPTORS = (0,)
CURRENT = [420.0, -60.0, 505.0]


def run(nest):
    cells = nest.Create("iaf_psc_alpha") + nest.Create("iaf_psc_alpha", params=PARAMETERS)
    multimeter = nest.Create(
        "multimeter", params={"interval": 0.1, "record_from": ["V_m", "I_syn_ex", "I_syn_in"]}
    )
    recorder = nest.Create("spike_recorder")
    current = nest.Create(
        "step_current_generator",
        params={"amplitude_times": [8.0, 50.0, 80.0], "amplitude_values": CURRENT},
    )
    for receptor in RECEPTORS:
        for weight in WEIGHTS:
            spikes = nest.Create("spike_generator", params=SPIKES)
            synapse = {"weight": weight, "delay": 1.0 + receptor, "receptor_type": receptor}
            nest.Connect(spikes, cells, syn_spec=synapse)
    nest.Connect(current, cells)
    nest.Connect(multimeter, cells)
    nest.Connect(cells, recorder)
    nest.Simulate(100.0)
    out = {f"multimeter/{key}": values for key, values in multimeter.events.items()}
    out.update({f"spikes/{key}": values for key, values in recorder.events.items()})
    return out
