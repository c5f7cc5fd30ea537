"""Give every target the same number of sources, chosen at random."""

import math

import numpy as np

from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.rule import Rule
from nestlike.kernel.datatypes import as_long
from nestlike.kernel.errors import BadProperty


class FixedIndegree(Rule):
    """`indegree` connections per target.

    Raises
    ------
    IndexError
        If `indegree` is missing.
    BadProperty
        If it is negative, or there are not as many different sources.
    """

    def read(self, conn_spec):
        if "indegree" not in conn_spec:
            raise IndexError("map::at: the rule fixed_indegree needs 'indegree'.")
        indegree = conn_spec.pop("indegree")
        drawn = random_value(indegree)
        if drawn is not None:
            self.indegree = Drawn(drawn)
            return
        self.indegree = Scalar(as_long("indegree", indegree))
        if self.indegree.value < 0:
            raise BadProperty(f"Indegree cannot be less than zero, and is {indegree}.")
        self._require_enough(self.indegree.value)

    def _require_enough(self, indegree: int, target: int = 0) -> None:
        n = len(self.sources)
        if not self.allow_multapses and indegree > n:
            raise BadProperty(
                f"Indegree cannot be larger than population size: {indegree} different sources "
                f"are wanted, and there are {n}."
            )
        if self.allow_autapses or not target or not indegree:
            return
        # NEST would look for a partner for ever.
        n -= int((self.sources == target).sum())
        if n == 0 or (not self.allow_multapses and indegree > n):
            raise BadProperty(
                f"Node {target} cannot have {indegree} sources other than itself: there are {n}."
            )

    def pairs(self, vp, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        own = set(self.local_targets(vp).tolist())
        scalar = self.indegree.is_scalar
        visited = range(len(self.targets))
        if scalar or not self.loops_over_all_targets(False):
            visited = sorted(own)
        for position in visited:
            target = int(self.targets[position])
            degree = self.indegree.value if scalar else _round(self.indegree.draw(engine, vp))
            if position in own:
                yield from self._sources_of(target, degree, position * degree, engine)

    def _sources_of(self, target: int, degree: int, first: int, engine):
        self._require_enough(degree, target)
        sources, n, chosen = self.sources, len(self.sources), set()
        for number in range(first, first + degree):
            while True:
                i = engine.bounded(n)
                autapse = not self.allow_autapses and sources[i] == target
                if not autapse and (self.allow_multapses or i not in chosen):
                    break
            chosen.add(i)
            yield int(sources[i]), target, number

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        if not (self.allow_autapses and self.allow_multapses and self.indegree.is_scalar):
            return super().all_pairs(vp, engine)
        local, degree = self.local_targets(vp), self.indegree.value
        chosen = engine.bounded_many(len(self.sources), degree * len(local))
        numbers = (local[:, None] * degree + np.arange(degree)).ravel()
        return self.sources[chosen], np.repeat(self.targets[local], degree), numbers


def _round(value: float) -> int:
    # Halves away from zero, as the C library rounds.
    return int(math.copysign(math.floor(abs(value) + 0.5), value))
