"""What plastic synapses ask of their targets: to keep spikes until all have read them."""

import numpy as np

#: Connections looked at at a time, so that intermediate results stay in the processor's cache.
_PIECE = 1 << 16


class Readers:
    """The connections of a plastic table that read the spikes of their targets, by node id.

    NEST counts them, and notes their delays, when they are made; it takes no notice of delays that
    are set later, nor of connections that are removed.

    Attributes
    ----------
    count, longest : ndarray of int64
        Number of connections to each node, and the longest of their delays in steps.
    """

    def __init__(self):
        self.count, self.longest = np.zeros((2, 0), np.int64)

    def note(self, targets, delay, first: int) -> None:
        """Add connections that have just been made: those from number `first` on.

        Parameters
        ----------
        targets : ndarray of int, shape (n,)
            Target of each connection.
        delay : Column of int
            Delay of each connection, in steps.
        """
        missing = max(0, int(targets[first:].max(initial=0)) + 1 - len(self.count))
        self.count = np.pad(self.count, (0, missing))
        self.longest = np.pad(self.longest, (0, missing))
        size = max(_PIECE, len(self.count))
        for begin in range(first, len(targets), size):
            piece = slice(begin, begin + size)
            count = np.bincount(targets[piece], minlength=len(self.count))
            self.count += count
            if delay.is_constant:
                np.maximum(self.longest, delay.constant * (count > 0), out=self.longest)
            else:
                np.maximum.at(self.longest, targets[piece], delay.rows[piece])


def register_plastic(process, readers: Readers, clock) -> None:
    """Have the neurons of a process keep spikes for the connections of a plastic table."""
    for runtime in process.neurons():
        archive, ids = runtime.block.archive, runtime.block.ids()
        known = np.flatnonzero(ids < len(readers.count))
        archive.n_incoming[known] += readers.count[ids[known]]
        longest = readers.longest[ids[known]] * clock.ms_per_step
        archive.max_delay[known] = np.maximum(archive.max_delay[known], longest)
