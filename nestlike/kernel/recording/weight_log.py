"""What weight recorders take down: every spike that a synapse delivers, with its weight."""

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import TABLE, WEIGHT_LOG
from nestlike.compiler.views import call, f64, i64, record
from nestlike.kernel.records import Records

_ROWS = 1 << 10
_INTEGERS = ("step", "sender", "target", "receptor", "port")


def log_weight(address, i, step, weight):
    """Note that connection `i` of the table at `address` sent `weight`; time stamp `step`."""
    table = record(address, TABLE)
    log = record(table.weight_log, WEIGHT_LOG)
    at = log.used
    if at >= log.capacity:
        call(log.grow, table.weight_log, 0, 0, 0)
    i64(log.step, log.capacity)[at] = step
    i64(log.sender, log.capacity)[at] = i64(table.source, table.n)[i]
    i64(log.target, log.capacity)[at] = i64(table.target, table.n)[i]
    i64(log.receptor, log.capacity)[at] = i64(table.receptor, table.n)[i]
    i64(log.port, log.capacity)[at] = i
    f64(log.weight, log.capacity)[at] = weight
    log.used = at + 1


class WeightLog:
    """Events that a weight recorder took down on one virtual process since the last flush.

    Parameters
    ----------
    recorder : Recorder
        Its ``senders`` and ``targets`` restrict what is kept.
    """

    def __init__(self, recorder):
        self.recorder = recorder
        self.record = Records(WEIGHT_LOG)
        self.columns = {name: np.empty(0, np.int64) for name in _INTEGERS}
        self.columns["weight"] = np.empty(0)
        self._callback = Callback(self.grow, 4)
        self.record.set(grow=self._callback.address)

    def grow(self, *unused) -> int:
        """Make room for twice as many events; compiled code calls this when there is none left."""
        capacity = max(_ROWS, 2 * self.record.get("capacity"))
        for name, column in self.columns.items():
            self.columns[name] = np.empty(capacity, column.dtype)
            self.columns[name][: len(column)] = column
        self.record.set(capacity=capacity, **self.columns)
        return 0

    def expect(self, worst: int) -> None:
        """Accept that there is room for any number of events."""

    def flush(self, start: int, stop: int):
        """Return (steps, senders, values, None, integers) of what is kept; empty the log."""
        used = self.record.get("used")
        rows = {name: column[:used] for name, column in self.columns.items()}
        keep = (rows["step"] > start) & (rows["step"] <= stop)
        for name in ("sender", "target"):
            wanted = self.recorder.parameters()[name + "s"]
            if len(wanted):
                keep &= np.isin(rows[name], wanted)
        self.record.set(used=0)
        rows = {name: column[keep] for name, column in rows.items()}
        integers = np.stack([rows[name] for name in ("target", "receptor", "port")], axis=1)
        return rows["step"], rows["sender"], rows["weight"][:, None], None, integers
