"""static_synapse: weights of both signs and 0, delays of one step and many, loops."""

import numpy as np


def run(nest):
    cells = nest.Create("iaf_psc_alpha", 5, params={"I_e": 380.0})
    cells.V_m = [-70.0, -66.0, -62.0, -58.0, -55.5]
    weights = np.array([[(i - j) * 40.0 for i in range(5)] for j in range(5)])
    delays = np.array([[0.1 + 0.3 * abs(i - 2 * j) for i in range(5)] for j in range(5)])
    nest.Connect(cells, cells, "all_to_all", {"weight": weights, "delay": delays})
    return observe(nest, cells)


def observe(nest, cells):
    multimeter = nest.Create("multimeter", params={"record_from": ["V_m"], "interval": 0.2})
    recorder = nest.Create("spike_recorder")
    nest.Connect(multimeter, cells)
    nest.Connect(cells, recorder)
    nest.Simulate(80.0)
    found = nest.GetConnections(cells, cells)
    facts = {
        f"connections/{key}": found.get(key) for key in ("source", "target", "weight", "delay")
    }
    return {"V_m": multimeter.events["V_m"], **recorder.events, **facts}
