"""spike_recorder: windows, times in steps, weights of no importance, cleared in between."""


def run(nest):
    cells = nest.Create("iaf_psc_alpha", 3, params={"I_e": 500.0})
    cells[1].V_m = -60.0
    whole = nest.Create("spike_recorder")
    window = nest.Create("spike_recorder", params={"start": 20.0, "stop": 61.0})
    steps = nest.Create("spike_recorder", params={"time_in_steps": True})
    for recorder in (whole, window, steps):
        nest.Connect(cells, recorder)
    nest.Simulate(70.0)
    first = {f"before/{key}": values for key, values in whole.events.items()}
    whole.n_events = 0
    nest.Simulate(30.0)
    out = {f"after/{key}": values for key, values in whole.events.items()}
    out.update({f"window/{key}": values for key, values in window.events.items()})
    out.update({f"steps/{key}": values for key, values in steps.events.items()})
    return {**first, **out}
