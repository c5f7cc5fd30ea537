"""glif_cond: spikes on every receptor, a current, all recordables, two parameter sets."""

import numpy as np

PARAMETERS = {
    "spike_dependent_threshold": True,
    "after_spike_currents": True,
    "adapting_threshold": True,
    "tau_syn": [0.5, 1.7],
}
SPIKES = {"spike_times": np.array([5.0, 12.3, 12.3, 20.1, 30.0, 44.4, 61.7])}
WEIGHTS = (0.0, 21.0)
RECEPTORS = (1, 2)
CURRENT = [320.0, -60.0, 705.0]


def run(nest):
    cells = nest.Create("glif_cond") + nest.Create("glif_cond", params=PARAMETERS)
    multimeter = nest.Create(
        "multimeter",
        params={
            "interval": 0.1,
            "record_from": [
                "V_m",
                "ASCurrents_sum",
                "I",
                "g_1",
                "g_2",
                "threshold",
                "threshold_spike",
                "threshold_voltage",
            ],
        },
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
