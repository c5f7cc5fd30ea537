"""Five levels of glif_cond under spikes, a current step and Poisson input at 0.05 ms."""

# Threshold reset, after-spike currents, adapting threshold.
LEVELS = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (1, 1, 0), (1, 1, 1))
FLAGS = ("spike_dependent_threshold", "after_spike_currents", "adapting_threshold")
RECORDED = ["V_m", "I", "g_1", "g_2", "threshold", "threshold_spike", "threshold_voltage"]
RECORDED.append("ASCurrents_sum")
STEP = 0.05


def inputs(nest):
    """Return (device or neuron, receptor) for each input to the neurons."""
    excitation = {"spike_times": [10.0, 100.0, 150.0], "spike_weights": [20.0] * 3}
    inhibition = {"spike_times": [15.0, 99.0, 150.0], "spike_weights": [-20.0] * 3}
    current = {"amplitude_times": [200.0], "amplitude_values": [400.0]}
    background = {"rate": 15000.0, "start": 600.0, "stop": 900.0}
    parrot = nest.Create("parrot_neuron")
    poisson = nest.Create("poisson_generator", params=background)
    nest.Connect(poisson, parrot, syn_spec={"delay": STEP})
    window = {"start": 200.0, "stop": 500.0}
    return (
        (nest.Create("step_current_generator", params={**current, **window}), 0),
        (nest.Create("spike_generator", params=excitation), 1),
        (nest.Create("spike_generator", params=inhibition), 2),
        (parrot, 1),
    )


def run(nest):
    nest.resolution = STEP
    levels = [dict(zip(FLAGS, map(bool, level), strict=True)) for level in LEVELS]
    neurons = sum(nest.Create("glif_cond", params=level) for level in levels)
    for source, receptor in inputs(nest):
        nest.Connect(source, neurons, syn_spec={"delay": STEP, "receptor_type": receptor})
    # Every 40th step keeps the file small; the spikes are all there.
    multimeter = nest.Create("multimeter", params={"interval": 40 * STEP, "record_from": RECORDED})
    recorder = nest.Create("spike_recorder")
    nest.Connect(multimeter, neurons)
    nest.Connect(neurons, recorder)
    nest.Simulate(1000.0)
    out = {f"multimeter/{key}": values for key, values in multimeter.events.items()}
    return {**out, **{f"spikes/{key}": values for key, values in recorder.events.items()}}
