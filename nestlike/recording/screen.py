"""The backend ``screen``: prints events to standard output."""

import sys

from nestlike.recording.backend import RecordingBackend
from nestlike.recording.rows import rows, table


class ScreenBackend(RecordingBackend):
    """Prints one line for each event: sender, time and recorded quantities, separated by tabs.

    Parameters of a recorder
    ------------------------
    precision : int, default 3
        Digits after the decimal point of times, offsets and quantities.
    time_in_steps : bool, default False
        Whether times are whole steps and offsets in ms instead of ms.
    """

    follows_runs = True
    defaults = {"precision": 3, "time_in_steps": False}

    def _take(self, recorder, vp, steps, senders, values, offsets, integers):
        columns = table(self, recorder, steps, senders, values, offsets, integers)
        lines = rows(columns, recorder.options["precision"])
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
