"""What stimulators remember about each of their targets."""

import numpy as np


class TargetState:
    """What one device keeps for its targets.

    Attributes
    ----------
    state : ndarray of float64, (variables, targets)
    memory : ndarray of float64, (targets, doubles)
    n_old : int
        The targets from this one on are new since the last Prepare, their entries zeros.
    """

    def __init__(self, state, memory, n_old: int):
        self.state, self.memory, self.n_old = state, memory, n_old


class TargetStates:
    """What the `n` devices of a block keep for their targets."""

    def __init__(self, model, n: int):
        self.model = model
        self.first = np.zeros(n + 1, np.int64)
        self.n_old = np.zeros(n, np.int64)
        self.state = np.zeros((len(model.target_variables.split()), 0))
        self.memory = np.zeros((0, 0))
        self._before: list = [None] * n

    def fit(self, first, rows: list) -> np.ndarray:
        """Make room for targets numbered from `first[k]` on; return devices with new targets.

        Targets are only ever added, behind those that a device has.
        """
        # Never less than before: what old targets keep may be more than new ones need.
        doubles = max(self.memory.shape[1], *(self.model.target_doubles(row) for row in rows))
        self.n_old = np.diff(self.first)
        changed = np.flatnonzero(self.n_old != np.diff(first))
        if len(changed) or doubles != self.memory.shape[1]:
            self._move(first, doubles)
        return changed

    def _move(self, first, doubles: int) -> None:
        old = self.first, self.state, self.memory
        self.first = first
        self.state = np.zeros((len(self.state), first[-1]))
        self.memory = np.zeros((first[-1], doubles))
        for k, n in enumerate(self.n_old):
            here, there = (slice(start[k], start[k] + n) for start in (first, old[0]))
            self.state[:, here] = old[1][:, there]
            kept = min(doubles, old[2].shape[1])
            self.memory[here, :kept] = old[2][there, :kept]

    def of(self, k: int) -> np.ndarray:
        """Return the variables of the targets of device `k`, (variables, targets)."""
        return self.state[:, self.first[k] : self.first[k + 1]]

    def begin(self, rows: list, clock, now: int) -> None:
        """Let the model prepare what it keeps; `rows` are the parameters of the devices."""
        for k, row in enumerate(rows):
            here = slice(self.first[k], self.first[k + 1])
            kept = TargetState(self.of(k), self.memory[here], int(self.n_old[k]))
            self.model.begin_targets(kept, row, self._before[k], clock, now)
        self._before = rows

    def fields(self) -> dict:
        """Return fields of the DEVICE record."""
        return {
            "target_state": self.state,
            "target_memory": self.memory,
            "target_doubles": self.memory.shape[1],
            "counts": np.zeros(self.first[-1], np.int64),
        }
