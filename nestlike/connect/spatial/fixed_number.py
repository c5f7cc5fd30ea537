"""What rules share that choose a number of partners for each node by lot."""

import math

import numpy as np

from nestlike.connect.spatial.lottery import Lottery
from nestlike.connect.spatial.rule import SpatialRule
from nestlike.kernel import kernel
from nestlike.kernel.errors import KernelException


class FixedNumber(SpatialRule):
    """A number of partners for each node of one side, chosen by lot from the other side."""

    def runs(self):
        """Return all processes in one group: NEST does not divide this work."""
        return [list(range(kernel.connections.n_vp))]

    def _require_compilable(self) -> None:
        """Raise NotImplementedError if interpreted code has to choose."""
        if not self.projection.number.is_scalar:
            raise NotImplementedError("Numbers that are drawn have no compiled loop.")

    def number(self, engine, thread: int, place) -> int:
        """Return how many partners a node gets."""
        given = self.projection.number
        if given.is_scalar:
            return given.value
        value = given.value.draw(engine, thread, place)
        number = int(math.copysign(_rounded(abs(value)), value)) if math.isfinite(value) else -1
        if number < 0:
            raise KernelException(
                f"Too many connections: a number of connections must not be negative, as {value}."
            )
        return number

    def probabilities(self, engine, threads, ways, n: int):
        """Return the weights of candidates in the lottery, None if all are alike."""
        p = self.projection.probability
        if p is None:
            return None
        if p.is_scalar:
            return np.full(n, p.value)
        if not p.value.is_random:
            return p.value.draws(engine, 0, n, ways)
        pairs = zip(threads, ways, strict=True)
        return np.array([p.value.draw(engine, thread, way) for thread, way in pairs], float)

    def lottery(self, node: int, nodes, weights, number: int) -> Lottery:
        """Return what chooses `number` partners for a node."""
        excluded = None if self.takes_autapses else node
        return Lottery(nodes.ids, weights, number, excluded, self.projection.allow_multapses)


def _rounded(value: float) -> float:
    whole = math.floor(value)
    return whole + (value - whole >= 0.5)
