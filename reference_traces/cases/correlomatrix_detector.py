"""correlomatrix_detector: generators and parrots at all ports, weights, a window, started anew."""

import numpy as np


def run(nest):
    nest.local_num_threads = 2
    rng = np.random.default_rng(5)
    params = {"delta_tau": 0.3, "tau_max": 6.0, "N_channels": 2}
    detectors = nest.Create("correlomatrix_detector", 3, params)
    detectors[1].set(start=30.0, stop=80.0, Tstart=35.5)
    parrots = nest.Create("parrot_neuron", 2)
    for port in range(2):
        times = np.sort(rng.integers(10, 1000, 60)) * 0.1
        times = np.sort(np.concatenate([times, times[::2]])).round(1)
        source = nest.Create("spike_generator", params={"spike_times": times})
        nest.Connect(source, parrots[port], syn_spec={"delay": 1.7})
        for sender in (source, parrots[port]):
            weights = {"weight": rng.uniform(-2.0, 3.0), "receptor_type": port}
            nest.Connect(sender, detectors, syn_spec=weights)
    nest.Simulate(40.5)
    out = record(detectors, "first")
    detectors[2].Tstop = 90.0
    nest.Simulate(60.0)
    return {**out, **record(detectors, "second")}


def record(detectors, name):
    return {
        f"{name}/{k}/{key}": np.asarray(detector.get(key))
        for k, detector in enumerate(detectors)
        for key in ("n_events", "count_covariance", "covariance")
    }
