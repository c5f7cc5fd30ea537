"""voltmeter and multimeter: intervals, offset, start, stop, times in steps."""


def run(nest):
    cells = nest.Create("iaf_psc_alpha", 2, params={"I_e": 410.0})
    out = {}
    settings = (
        ("voltmeter", {"interval": 0.5}),
        ("voltmeter", {"time_in_steps": True}),
        ("multimeter", {"record_from": ["V_m", "I_syn_ex"], "interval": 0.3, "offset": 2.1}),
        ("multimeter", {"record_from": ["V_m"], "start": 12.0, "stop": 40.0, "origin": 1.0}),
    )
    for number, (model, params) in enumerate(settings):
        recorder = nest.Create(model, params=params)
        nest.Connect(recorder, cells)
        out[number] = recorder
    nest.Simulate(50.0)
    return {f"{n}/{k}": v for n, recorder in out.items() for k, v in recorder.events.items()}
