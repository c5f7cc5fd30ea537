"""Ctrl-C while compiled code runs: noted at once, raised when the network is in order."""

import threading

try:
    # Without conversions to enumerations, which take longer than a step of a small network.
    import _signal as signal
except ImportError:
    import signal


class Interruption:
    """A context in which an interrupt from the keyboard waits for the end of the block.

    A KeyboardInterrupt between the return of the driver and the bookkeeping that follows would
    leave spikes uncounted and the clock behind the network.  So the signal is only noted, and is
    handed to the handler that was there before when the context is left.

    Attributes
    ----------
    pending : bool
        Whether the user wants the simulation to end.
    """

    def __init__(self):
        self.pending = False
        self._previous = None

    def __enter__(self):
        # Python runs signal handlers in the main thread, and lets no other change them.
        if threading.current_thread() is threading.main_thread():
            previous = signal.getsignal(signal.SIGINT)
            if callable(previous):
                self._previous = previous
                signal.signal(signal.SIGINT, self._note)
        return self

    def _note(self, number, frame):
        self.pending = True

    def __exit__(self, kind, error, trace):
        if self._previous is None:
            return
        signal.signal(signal.SIGINT, self._previous)
        if self.pending and error is None:
            self._previous(signal.SIGINT, None)
