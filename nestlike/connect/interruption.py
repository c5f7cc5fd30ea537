"""What NEST makes and draws on a process before the first connection that is impossible.

Nobody knows beforehand which one that is.  So connections are made all at once first; where that
fails, engine and distributions go back to where they were, and pair after pair is visited again.
"""

import numpy as np

from nestlike.connect.batches import append, checked
from nestlike.connect.compatibility import note_models
from nestlike.connect.destinations import split
from nestlike.connect.sequence import Sequence, connections, require_proxies
from nestlike.kernel import kernel

__all__ = ["Start", "connect_until_impossible", "one_by_one", "require_proxies"]


#: Connections that are looked at before any more of them.
FIRST_LOOK = 1000


class Start:
    """The random numbers, and pools of third nodes, of one process before a rule draws."""

    def __init__(self, rule, specs, vp: int, third=None):
        self._vp, self._third = vp, third
        self._memory = third.memory(vp) if third is not None else None
        specs = specs + (third.specs if third is not None else [])
        drawn = [q.value for spec in specs for q in spec.drawn] + rule.drawn
        self._arrays = [rule.engine(vp).state]
        self._arrays += [cache for value in drawn for cache in value.caches_of(vp)]
        self._values = [array.copy() for array in self._arrays]

    def restore(self) -> None:
        """Draw the same numbers again from now on."""
        for array, values in zip(self._arrays, self._values, strict=True):
            array[:] = values
        if self._third is not None:
            self._third.restore(self._vp, self._memory)


def one_by_one(rule, specs, vp: int, third) -> list:
    """Return the parts (see `batches`) of all connections of one process, visited pair by pair."""
    sequence = Sequence(specs + third.specs, vp, connections(rule, specs, vp, third))
    return sequence.parts(0, len(sequence))


def connect_until_impossible(rule, specs, vp: int, start: Start, third=None):
    """Make the connections of one process before the first impossible one of each stretch.

    Returns
    -------
    Exception or None
        What is wrong with the last impossible one; None if there is none after all.
    """
    start.restore()
    error = None
    n_unused = 0
    for stretch in rule.stretches():
        stretch.pass_over(-n_unused)
        trial, wrong = _connect_stretch(stretch, specs, vp, third)
        if wrong is not None:
            error = wrong
            n_unused += stretch.n_after(trial.made[-1][3]) if trial.made else 0
    return error


def _connect_stretch(rule, specs, vp: int, third):
    """Return the trial of a stretch, and what is wrong with its last connection, or None."""
    start = Start(rule, specs, vp, third)
    trial = Trial(rule, specs, vp, third)
    error, impossible = _look(trial, start)
    if impossible is None:
        append(trial.parts(len(trial)))
        return trial, error
    start.restore()
    trial.visit(impossible + 1)
    append(trial.parts(impossible))
    return trial, trial.error_of(impossible)


def _look(trial, start: Start):
    """Return what is wrong with drawing, and the first impossible connection, either or None.

    It is often the very first of many millions: ever more of them are looked at.
    """
    stop = FIRST_LOOK
    while True:
        error = trial.visit(stop)
        impossible = trial.first_impossible()
        if impossible is not None or len(trial) < stop:
            return error, impossible
        start.restore()
        stop *= 8


class Trial(Sequence):
    """Connections whose quantities are drawn to see which are possible."""

    def __init__(self, rule, specs, vp: int, third):
        super().__init__(specs + (third.specs if third is not None else []), vp)
        self._visited = rule, specs, vp, third

    def visit(self, stop: int | None = None) -> Exception | None:
        """Draw up to `stop` connections; return the error if drawing itself fails."""
        self.made = []
        try:
            for connection in connections(*self._visited):
                self.made.append(connection)
                if len(self.made) == stop:
                    break
        except Exception as error:
            return error
        return None

    def parts(self, n: int) -> list:
        """Return the parts of the first `n` connections; raise if one of them is impossible."""
        return checked(super().parts(0, n))

    def first_impossible(self) -> int | None:
        """Return the number of the first impossible connection, None if all are possible."""
        if self._is_possible(len(self)):
            return None
        possible, impossible = 0, len(self)
        while impossible - possible > 1:
            middle = (possible + impossible) // 2
            if self._is_possible(middle):
                possible = middle
            else:
                impossible = middle
        return possible

    def _is_possible(self, n: int) -> bool:
        try:
            self.parts(n)
        except Exception:
            return False
        return True

    def error_of(self, number: int) -> Exception | None:
        """Return what is wrong with a connection when all before it have been made."""
        try:
            self._widen(number)
            parts = super().parts(number, number + 1)
            note_models(parts)
            checked(parts)
        except Exception as error:
            return error
        return None

    def _widen(self, k: int) -> None:
        # NEST looks at the delay first, and notes it even if something else is wrong.
        spec = self.specification(k)
        _, source, target, number, row = self.made[k]
        source, target, number = (np.array([n]) for n in (source, target, number))
        values = spec.values(number, [np.array([value]) for value in row])
        for _, _, _, own in split(self.vp, source, target, values):
            steps = int(np.max(spec.delay_steps(own)))
            kernel.settings.delays.widen(steps, steps)
