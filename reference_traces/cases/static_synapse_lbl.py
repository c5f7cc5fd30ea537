"""static_synapse_lbl: labels, and connections found by label."""


def run(nest):
    cells = nest.Create("iaf_psc_alpha", 4, params={"I_e": 390.0})
    cells.V_m = [-70.0, -66.0, -62.0, -58.0]
    for label in (3, 5):
        synapse = {"synapse_model": "static_synapse_lbl", "synapse_label": label}
        nest.Connect(cells, cells, "all_to_all", {**synapse, "weight": 30.0 * label - 120.0})
    labelled = nest.GetConnections(synapse_label=5)
    facts = {"found/source": labelled.source, "found/synapse_label": labelled.synapse_label}
    return {**observe(nest, cells), **facts}


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
