"""What plastic synapses ask of their targets: to keep spikes until all have read them."""

import numpy as np


def register_plastic(process, table, clock) -> None:
    """Count the connections of a plastic table with their targets, and note the longest delays."""
    neurons = process.inputs.neurons(table.target)
    count = np.bincount(neurons, minlength=process.n_neurons)
    longest = np.zeros(process.n_neurons)
    delays = np.array(table.delay.take(np.arange(len(table))), float) * clock.ms_per_step
    np.maximum.at(longest, neurons, delays)
    for runtime in process.neurons():
        archive = runtime.block.archive
        stretch = slice(runtime.first_neuron, runtime.first_neuron + runtime.block.n)
        archive.n_incoming += count[stretch]
        np.maximum(archive.max_delay, longest[stretch], out=archive.max_delay)
