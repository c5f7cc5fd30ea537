"""What NEST makes and draws on a process before the first connection that is impossible.

Nobody knows beforehand which one that is.  So connections are made all at once first; where that
fails, engine and distributions go back to where they were, and pair after pair is visited again.
"""

import numpy as np

from nestlike.connect.batches import append, checked, of_specifications
from nestlike.connect.compatibility import note_models
from nestlike.connect.destinations import split
from nestlike.connect.populations import is_replicated
from nestlike.kernel import kernel
from nestlike.models.events import illegal


def require_proxies(rule, targets) -> None:
    """Raise IllegalConnection if a rule that cannot use replicated targets is given some."""
    if rule.requires_proxies and is_replicated(targets).any():
        raise illegal("Cannot use this rule to connect to nodes without proxies (usually devices).")


class Start:
    """The random numbers of one process before a rule draws."""

    def __init__(self, rule, specs, vp: int):
        drawn = [q.value for spec in specs for q in spec.drawn] + rule.drawn
        self._arrays = [kernel.random.vp_specific[vp].state]
        self._arrays += [cache for value in drawn for cache in value.caches_of(vp)]
        self._values = [array.copy() for array in self._arrays]

    def restore(self) -> None:
        """Draw the same numbers again from now on."""
        for array, values in zip(self._arrays, self._values, strict=True):
            array[:] = values


def connect_until_impossible(rule, specs, vp: int, start: Start) -> Exception | None:
    """Make the connections of one process before the first impossible one.

    Returns
    -------
    Exception or None
        What is wrong with the impossible one; None if there is none after all.
    """
    start.restore()
    trial = Trial(rule, specs, vp)
    error = trial.visit()
    impossible = trial.first_impossible()
    if impossible is None:
        append(trial.parts(trial.n))
        return error
    start.restore()
    trial.visit(impossible + 1)
    append(trial.parts(impossible))
    return trial.error_of(impossible)


class Trial:
    """Pairs visited one by one, with what their specifications draw.

    Attributes
    ----------
    n : int
        Number of connections whose quantities have been drawn: pair by pair, and for each pair
        one per specification.
    """

    def __init__(self, rule, specs, vp: int):
        self.rule, self.specs, self.vp = rule, specs, vp

    def visit(self, stop: int | None = None) -> Exception | None:
        """Draw up to `stop` connections; return the error if drawing itself fails."""
        self.n, self.pairs, self.draws = 0, [], [[] for _ in self.specs]
        try:
            self._visit(stop)
        except Exception as error:
            return error
        return None

    def _visit(self, stop) -> None:
        engine = kernel.random.vp_specific[self.vp]
        for pair in self.rule.pairs(self.vp, engine):
            require_proxies(self.rule, np.array([pair[1]]))
            self.pairs.append(pair)
            for spec, rows in zip(self.specs, self.draws, strict=True):
                rows.append([quantity.draw(engine, self.vp) for quantity in spec.drawn])
                self.n += 1
                if self.n == stop:
                    return

    def parts(self, n: int) -> list:
        """Return the parts of the first `n` connections; raise if one of them is impossible."""
        pair, rest = divmod(n, len(self.specs))
        parts = self._parts(slice(0, pair), slice(None))
        return checked(parts + self._parts(slice(pair, pair + 1), slice(0, rest)))

    def _parts(self, rows: slice, which: slice) -> list:
        specs, draws = self.specs[which], self.draws[which]
        if not self.pairs[rows]:
            return []
        return of_specifications(self.vp, specs, *self._columns(rows), self._drawn(draws, rows))

    def _columns(self, rows: slice):
        return np.array(self.pairs[rows], np.int64).reshape(-1, 3).T

    def _drawn(self, draws: list, rows: slice) -> list:
        return [list(np.array(of_spec[rows], float).T) for of_spec in draws]

    def first_impossible(self) -> int | None:
        """Return the number of the first impossible connection, None if all are possible."""
        if self._is_possible(self.n):
            return None
        possible, impossible = 0, self.n
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
        pair, which = divmod(number, len(self.specs))
        rows, only = slice(pair, pair + 1), slice(which, which + 1)
        try:
            self._widen(self.specs[which], rows, only)
            parts = self._parts(rows, only)
            note_models(parts)
            checked(parts)
        except Exception as error:
            return error
        return None

    def _widen(self, spec, rows: slice, only: slice) -> None:
        # NEST looks at the delay first, and notes it even if something else is wrong.
        sources, targets, numbers = self._columns(rows)
        values = spec.values(numbers, self._drawn(self.draws[only], rows)[0])
        for _, _, _, own in split(self.vp, sources, targets, values):
            steps = int(np.max(spec.delay_steps(own)))
            kernel.settings.delays.widen(steps, steps)
