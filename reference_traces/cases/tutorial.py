"""The blocks of the single-neuron tutorial, one after the other in one kernel."""

VARIANTS = {
    "RS": (0.02, 0.2, -65.0, 8.0),
    "IB": (0.02, 0.2, -55.0, 4.0),
    "CH": (0.02, 0.2, -51.0, 2.0),
    "FS": (0.1, 0.2, -65.0, 2.0),
    "TC": (0.02, 0.25, -65.0, 0.05),
    "LTS": (0.02, 0.25, -65.0, 2.0),
    "RZ": (0.1, 0.26, -65.0, 2.0),
}


def observe(nest, neuron, duration, recorded=("V_m",)):
    multimeter = nest.Create("multimeter")
    multimeter.set(record_from=list(recorded))
    recorder = nest.Create("spike_recorder")
    nest.Connect(multimeter, neuron)
    nest.Connect(neuron, recorder)
    nest.Simulate(duration)
    return {**multimeter.get()["events"], "spikes": recorder.get("events")["times"]}


def blocks(nest):
    """Yield (name, recordings) of each block."""
    neuron = nest.Create("iaf_psc_alpha")
    neuron.I_e = 376.0
    yield "constant", observe(nest, neuron, 1000.0)
    for rate in (68000.0, 88000.0):
        neuron = nest.Create("iaf_psc_alpha", params={"tau_m": 11, "V_th": -55.0})
        noise = nest.Create("poisson_generator")
        noise.rate = rate
        nest.Connect(noise, neuron)
        yield f"poisson_{rate:.0f}", observe(nest, neuron, 1000.0, ("V_m", "I_syn_ex", "I_syn_in"))
    for current in (360.0, 620.0, 650.0):
        neuron = nest.Create("hh_psc_alpha", params={"I_e": current})
        yield f"hh_{current:.0f}", observe(nest, neuron, 200.0)
    for name, values in VARIANTS.items():
        nest.CopyModel("izhikevich", f"izhikevich_{name}", dict(zip("abcd", values, strict=True)))
        neuron = nest.Create(f"izhikevich_{name}", params={"I_e": 10.0})
        yield name, observe(nest, neuron, 1000.0)
    pair = nest.Create("iaf_psc_alpha", 2)
    pair.I_e = [340.0, 370.0]
    yield "pair", observe(nest, pair, 1000.0)


def run(nest):
    found = blocks(nest)
    return {f"{block}/{key}": values for block, out in found for key, values in out.items()}
