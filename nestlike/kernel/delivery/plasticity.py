"""What plastic synapses ask of their targets: to keep spikes until all have read them."""

import numpy as np

#: Connections looked at at a time, so that intermediate results stay in the processor's cache.
_PIECE = 1 << 16


def register_plastic(process, neurons, delay, clock) -> None:
    """Count the connections of a plastic table with their targets, and note the longest delays.

    Parameters
    ----------
    neurons : ndarray of int, shape (n,)
        Number of each target among the neurons of the process.
    delay : Column of int
        Delay of each connection, in steps.
    """
    count = np.zeros(process.n_neurons, np.int64)
    longest = np.zeros(process.n_neurons, np.int64)
    for first in range(0, len(neurons), _PIECE):
        piece = neurons[first : first + _PIECE]
        count += np.bincount(piece, minlength=process.n_neurons)
        if not delay.is_constant:
            np.maximum.at(longest, piece, delay.rows[first : first + _PIECE])
    if delay.is_constant:
        longest[count > 0] = delay.constant
    for runtime in process.neurons():
        archive = runtime.block.archive
        stretch = slice(runtime.first_neuron, runtime.first_neuron + runtime.block.n)
        archive.n_incoming += count[stretch]
        longest_ms = longest[stretch] * clock.ms_per_step
        np.maximum(archive.max_delay, longest_ms, out=archive.max_delay)
