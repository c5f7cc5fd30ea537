"""aeif_cond_exp: spikes on both signs, a current, all recordables, three parameter sets."""

import numpy as np

PARAMETERS = (
    {},
    {"t_ref": 1.3, "a": 2.0, "b": 60.0, "Delta_T": 0.0, "V_th": -54.0, "I_e": 400.0},
    {"V_reset": -55.0, "tau_syn_ex": 1.0, "gsl_error_tol": 1e-3, "I_e": 700.0, "tau_w": 80.0},
)
SPIKES = {"spike_times": np.array([5.0, 12.3, 12.3, 20.1, 30.0, 44.4, 61.7])}
CURRENT = [700.0, -60.0, 905.0]


def run(nest):
    cells = sum((nest.Create("aeif_cond_exp", params=p) for p in PARAMETERS), nest.NodeCollection())
    record = {"interval": 0.1, "record_from": ["V_m", "g_ex", "g_in", "w"]}
    multimeter = nest.Create("multimeter", params=record)
    recorder = nest.Create("spike_recorder")
    current = nest.Create(
        "step_current_generator",
        params={"amplitude_times": [8.0, 50.0, 80.0], "amplitude_values": CURRENT},
    )
    for weight in (0.0, 40.0, -15.0):
        spikes = nest.Create("spike_generator", params=SPIKES)
        nest.Connect(spikes, cells, syn_spec={"weight": weight, "delay": 1.0})
    nest.Connect(current, cells)
    nest.Connect(multimeter, cells)
    nest.Connect(cells, recorder)
    nest.Simulate(100.0)
    out = {f"multimeter/{key}": values for key, values in multimeter.events.items()}
    out.update({f"spikes/{key}": values for key, values in recorder.events.items()})
    return out
