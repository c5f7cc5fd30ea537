"""spin_detector: pairs of spikes, counts, parrots; detectors before and after the sources."""

import numpy as np


def run(nest):
    nest.local_num_threads = 2
    rng = np.random.default_rng(7)
    detectors = nest.Create("spin_detector", 2)
    sources = nest.Create("spike_generator", 2)
    for source in sources:
        times = (np.sort(rng.integers(10, 900, 40)) * 0.1).round(1)
        source.spike_times = np.sort(np.concatenate([times, times[::2]]))
    sources[1].spike_multiplicities = rng.integers(1, 4, 60)
    parrots = nest.Create("parrot_neuron", 2)
    nest.Connect(sources, parrots, "one_to_one", {"delay": 1.3})
    detectors += nest.Create("spin_detector", 2)
    detectors[1].set(start=20.0, stop=70.0)
    detectors[2].time_in_steps = True
    nest.Connect(sources, detectors)
    nest.Connect(parrots, detectors)
    nest.Simulate(33.3)
    nest.Simulate(66.7)
    return {
        f"{k}/{key}": values
        for k, detector in enumerate(detectors)
        for key, values in detector.events.items()
    }
