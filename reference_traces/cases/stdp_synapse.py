"""stdp_synapse: potentiation and depression, bounds, exponents, weights along the way."""

PLASTICITY = (
    {"lambda": 0.1, "Wmax": 400.0},
    {"lambda": 0.3, "Wmax": 260.0, "mu_plus": 0.0, "mu_minus": 0.0, "alpha": 1.2},
    {"lambda": 0.2, "Wmax": 500.0, "mu_plus": 0.4, "mu_minus": 0.7, "tau_plus": 11.0},
)


def run(nest):
    cells = nest.Create("iaf_psc_alpha", 4, params={"tau_minus": 25.0})
    cells.I_e = [380.0, 390.0, 430.0, 0.0]
    for number, params in enumerate(PLASTICITY):
        synapse = {"synapse_model": "stdp_synapse", "weight": 150.0, "delay": 0.5 + number}
        nest.Connect(
            cells, cells, {"rule": "all_to_all", "allow_autapses": False}, {**synapse, **params}
        )
    return {**observe(nest, cells), **{f"second/{k}": v for k, v in observe(nest, cells).items()}}


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
