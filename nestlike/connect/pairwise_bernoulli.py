"""Connect every pair with a given probability."""

import numpy as np

from nestlike.connect import compiled_rules
from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.rule import Rule
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadProperty

#: Pairs looked at in one piece.
_PIECE = 1 << 18


class PairwiseBernoulli(Rule):
    """Each pair with probability `p`.

    Raises
    ------
    IndexError
        If `p` is missing.
    BadProperty
        If it is not in [0, 1].
    """

    loop = compiled_rules.connect_pairwise_bernoulli

    def read(self, conn_spec):
        if "p" not in conn_spec:
            raise IndexError("map::at: the rule pairwise_bernoulli needs 'p'.")
        p = conn_spec.pop("p")
        drawn = random_value(p)
        if drawn is not None:
            self.p = Drawn(drawn)
            return
        self.p = Scalar(as_double("p", p))
        if self.p.value < 0 or self.p.value > 1:
            raise BadProperty(f"Connection probability 0 <= p <= 1 required, and p is {p}.")

    def pairs(self, vp, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        p = self.p.value if self.p.is_scalar else None
        number = 0
        for target, others in self.visited_targets(vp):
            for source in self.sources.tolist():
                if source == target and not self.allow_autapses:
                    continue
                u = engine.uniform()
                # NaN connects, as in NEST: a pair is left out where u >= p.
                if not u >= (self.p.draw(engine, vp) if p is None else p):
                    yield source, target, number + others
                    number += 1

    def compiled(self, drawn, vp, engine):
        """Return pairs and drawn columns made by compiled code, or None."""
        if self.p.is_drawn or self.has_arrays:
            return None
        return compiled_rules.pairwise_bernoulli(self, drawn, vp, engine)

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        if self.p.is_drawn or self.has_arrays:
            return super().all_pairs(vp, engine)
        local = self.targets[self.local_targets(vp)]
        rows = max(1, _PIECE // len(self.sources))
        pieces = [self._piece(local[k : k + rows], engine) for k in range(0, len(local), rows)]
        none = np.empty(0, np.int64)
        sources = np.concatenate([none, *(piece[0] for piece in pieces)])
        targets = np.concatenate([none, *(piece[1] for piece in pieces)])
        return sources, targets, np.zeros(len(sources), np.int64)

    def _piece(self, targets, engine):
        candidates = np.ones((len(targets), len(self.sources)), bool)
        if not self.allow_autapses:
            candidates = targets[:, None] != self.sources
        drawn = engine.uniforms(int(candidates.sum()))
        candidates[candidates] = ~(drawn >= self.p.value)
        row, column = np.nonzero(candidates)
        return self.sources[column], targets[row]
