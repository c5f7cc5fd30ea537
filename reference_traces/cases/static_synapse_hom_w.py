"""static_synapse_hom_w: one weight for all connections of a copied model."""


def run(nest):
    cells = nest.Create("iaf_psc_alpha", 4, params={"I_e": 390.0})
    cells.V_m = [-70.0, -66.0, -62.0, -58.0]
    nest.CopyModel("static_synapse_hom_w", "inhibitory", {"weight": -90.0})
    nest.CopyModel("static_synapse_hom_w", "excitatory", {"weight": 110.0})
    nest.Connect(cells[:2], cells, "all_to_all", {"synapse_model": "inhibitory", "delay": 2.3})
    nest.Connect(cells[2:], cells, "all_to_all", {"synapse_model": "excitatory", "delay": 0.7})
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
