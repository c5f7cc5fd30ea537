"""One neuron at a time: a first hour with spiking neurons.

    python docs/tutorial/single_neuron.py [--figures FOLDER]

Each function below is one step of the tutorial and makes one figure. Nothing here is
special to nestlike: with `import nest` in the place of the import below, the script runs
on NEST 3.10 and gives the same numbers to the last bit.
"""

import argparse
from pathlib import Path

import matplotlib

matplotlib.use("Agg")  # Write figures to files; no screen is needed.

import matplotlib.pyplot as plt  # noqa: E402

import nestlike as nest  # noqa: E402

# Recovery rate a, coupling b, reset c (mV) and reset increment d of Izhikevich (2003).
FIRING_PATTERNS = {
    "regular spiking": ("izhikevich_RS", 0.02, 0.2, -65.0, 8.0),
    "intrinsically bursting": ("izhikevich_IB", 0.02, 0.2, -55.0, 4.0),
    "chattering": ("izhikevich_CH", 0.02, 0.2, -51.0, 2.0),
    "fast spiking": ("izhikevich_FS", 0.1, 0.2, -65.0, 2.0),
    "thalamo-cortical": ("izhikevich_TC", 0.02, 0.25, -65.0, 0.05),
    "low-threshold spiking": ("izhikevich_LTS", 0.02, 0.25, -65.0, 2.0),
    "resonator": ("izhikevich_RZ", 0.1, 0.26, -65.0, 2.0),
}


def record(neurons, quantities=("V_m",)):
    """Attach a multimeter and a spike recorder.

    The arrows follow the flow of data: a multimeter asks its neurons, so it comes first;
    a spike recorder listens to them, so it comes second.
    """
    multimeter = nest.Create("multimeter", params={"record_from": list(quantities)})
    spikes = nest.Create("spike_recorder")
    nest.Connect(multimeter, neurons)
    nest.Connect(neurons, spikes)
    return multimeter, spikes


def draw(axes, multimeter, spikes, title):
    """Draw a membrane potential, with its spikes as red dots above it."""
    events = multimeter.get("events")
    times = spikes.get("events", "times")
    axes.plot(events["times"], events["V_m"], linewidth=0.8)
    axes.plot(times, [events["V_m"].max() + 2.0] * len(times), "r.", markersize=4)
    axes.set_title(f"{title}: {len(times)} spikes", fontsize=9)
    axes.set_ylabel("V_m (mV)")


def finish(figure, folder, name):
    figure.axes[-1].set_xlabel("time (ms)")
    figure.tight_layout()
    figure.savefig(folder / f"{name}.png", dpi=120)
    plt.close(figure)
    print(f"  figure: {folder / name}.png")


def parameters_and_constant_current(folder):
    """Create a neuron, read and change its parameters, drive it with a constant current."""
    print(f"{len(nest.node_models)} node models, {len(nest.synapse_models)} synapse models")
    neuron = nest.Create("iaf_psc_alpha")
    print("  a new neuron:", neuron.get(["C_m", "tau_m", "V_th", "I_e"]))
    print("  it can record:", nest.GetDefaults(neuron.model)["recordables"])
    neuron.set({"V_reset": -70.0, "V_th": -55.0})
    neuron.I_e = 376.0  # pA; just above what is needed to reach the threshold
    print("  its current is now:", neuron.I_e, "pA")
    multimeter, spikes = record(neuron)
    nest.Simulate(1000.0)
    figure, axes = plt.subplots(figsize=(8, 3))
    draw(axes, multimeter, spikes, "iaf_psc_alpha, constant current of 376 pA")
    finish(figure, folder, "1_constant_current")


def random_input(folder):
    """Replace the constant current by Poisson spike trains of two rates."""
    figure, panels = plt.subplots(4, 1, figsize=(8, 8), sharex=True)
    for rate, pair in ((68000.0, panels[:2]), (88000.0, panels[2:])):
        nest.ResetKernel()
        neuron = nest.Create("iaf_psc_alpha", params={"tau_m": 11.0, "V_th": -55.0})
        noise = nest.Create("poisson_generator", params={"rate": rate})
        nest.Connect(noise, neuron)
        multimeter, spikes = record(neuron, ("V_m", "I_syn_ex", "I_syn_in"))
        nest.Simulate(1000.0)
        events = multimeter.get("events")
        print(f"  Poisson input at {rate:.0f} Hz: {spikes.n_events} spikes")
        draw(pair[0], multimeter, spikes, f"Poisson input, {rate:.0f} Hz")
        pair[1].plot(events["times"], events["I_syn_ex"], label="I_syn_ex")
        pair[1].plot(events["times"], events["I_syn_in"], label="I_syn_in")
        pair[1].set_ylabel("current (pA)")
        pair[1].legend(loc="upper right", fontsize=7)
    finish(figure, folder, "2_random_input")


def a_model_with_ion_channels(folder):
    """Find the three regimes of the Hodgkin-Huxley neuron by its constant current."""
    figure, panels = plt.subplots(3, 1, figsize=(8, 6), sharex=True)
    for current, axes in zip((360.0, 620.0, 650.0), panels, strict=True):
        nest.ResetKernel()
        neuron = nest.Create("hh_psc_alpha", params={"I_e": current})
        multimeter, spikes = record(neuron)
        nest.Simulate(200.0)
        print(f"  hh_psc_alpha at {current:.0f} pA: {spikes.n_events} spikes")
        draw(axes, multimeter, spikes, f"hh_psc_alpha, {current:.0f} pA")
    finish(figure, folder, "3_hodgkin_huxley")


def copies_of_a_model(folder):
    """Give seven parameter sets of one model names of their own."""
    nest.ResetKernel()
    for name, *values in FIRING_PATTERNS.values():
        nest.CopyModel("izhikevich", name, dict(zip("abcd", values, strict=True)))
    copies = [model for model in nest.node_models if model.startswith("izhikevich_")]
    print("  new models:", ", ".join(copies))
    recorders = {}
    for pattern, (name, *_) in FIRING_PATTERNS.items():
        recorders[pattern] = record(nest.Create(name, params={"I_e": 10.0}))
    nest.Simulate(1000.0)
    figure, panels = plt.subplots(7, 1, figsize=(8, 12), sharex=True)
    for axes, (pattern, (multimeter, spikes)) in zip(panels, recorders.items(), strict=True):
        draw(axes, multimeter, spikes, pattern)
    finish(figure, folder, "4_firing_patterns")


def two_neurons_one_multimeter(folder):
    """Separate two neurons recorded by one multimeter, by the sender of each sample."""
    nest.ResetKernel()
    neurons = nest.Create("iaf_psc_alpha", 2)
    neurons.I_e = [340.0, 370.0]
    multimeter, _ = record(neurons)
    nest.Simulate(1000.0)
    events = multimeter.get("events")
    figure, axes = plt.subplots(figsize=(8, 3))
    for neuron in neurons:
        mine = events["senders"] == neuron.global_id
        axes.plot(events["times"][mine], events["V_m"][mine], label=f"{neuron.I_e:.0f} pA")
    axes.set_ylabel("V_m (mV)")
    axes.legend(loc="lower right")
    finish(figure, folder, "5_two_neurons")


STEPS = (
    parameters_and_constant_current,
    random_input,
    a_model_with_ion_channels,
    copies_of_a_model,
    two_neurons_one_multimeter,
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--figures", type=Path, default=Path("figures"), help="output folder")
    folder = parser.parse_args().figures
    folder.mkdir(parents=True, exist_ok=True)
    nest.verbosity = nest.VerbosityLevel.WARNING
    for step in STEPS:
        print(step.__doc__.splitlines()[0])
        nest.ResetKernel()
        step(folder)
    print(f"done: {len(STEPS)} figures in {folder}")


if __name__ == "__main__":
    main()
