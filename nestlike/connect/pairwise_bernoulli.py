"""Connect every pair with a given probability."""

import math

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import i64, record
from nestlike.connect.compiled_rules import (
    JOB,
    Visit,
    can_be_drawn,
    draw_program,
    draw_rate,
    opened,
)
from nestlike.connect.draw_operations import run
from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.rule import Rule
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadProperty
from nestlike.numerics.engine import largest_word_below, select, uniform

#: Pairs looked at in one piece.
_PIECE = 1 << 18


@compiled
def connect_pairwise_bernoulli(address):
    """Connect pairs with probability `p` until all are visited or the results are full."""
    job = record(address, JOB)
    if job.last > 0:
        return connect_by_words(address)
    engine, sources, targets, source, target, operations, operands, stack, columns = opened(job)
    autapses, n_sources, n_operations, p = job.autapses, job.n_sources, job.n_operations, job.p
    n_rate = job.n_rate
    made, capacity, first = 0, job.capacity, job.at_source
    for t in range(job.at_target, job.n_targets):
        for s in range(first, n_sources):
            if made == capacity:
                job.made, job.at_target, job.at_source = made, t, s
                return 1
            if autapses == 0 and sources[s] == targets[t]:
                continue
            u = uniform(engine)
            if n_rate > 0:
                p = draw_rate(job, engine, stack)
            if u >= p:
                continue
            source[made], target[made] = sources[s], targets[t]
            if n_operations > 0:
                run(operations, operands, n_operations, engine, stack, columns, made)
            made += 1
        first = 0
    job.made, job.at_target, job.at_source = made, job.n_targets, 0
    return 0


def connect_by_words(address):
    """`connect_pairwise_bernoulli` where one word decides on a pair and nothing else is drawn."""
    job = record(address, JOB)
    engine, sources, targets, source, target, _, _, _, _ = opened(job)
    n, last, own = job.n_sources, job.last, i64(job.own, job.n_targets)
    made = 0
    for t in range(job.at_target, job.n_targets):
        if made + n > job.capacity:
            job.made, job.at_target = made, t
            return 1
        first = made
        made += select(engine, last, sources[: own[t]], source[made:])
        made += select(engine, last, sources[own[t] + 1 :], source[made:])
        target[first:made] = targets[t]
    job.made, job.at_target = made, job.n_targets
    return 0


class PairwiseBernoulli(Rule):
    """Each pair with probability `p`.

    Raises
    ------
    IndexError
        If `p` is missing.
    BadProperty
        If it is not in [0, 1].
    """

    loop = connect_pairwise_bernoulli

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
        if self.has_arrays or not can_be_drawn(self.p, vp):
            return None
        targets, p = self.targets[self.local_targets(vp)], self.p.value if self.p.is_scalar else 0.5
        n_pairs = len(targets) * len(self.sources)
        program = draw_program(self.loop, drawn, vp, n_pairs, self.p.is_scalar)
        if program is None:
            return None
        expected = n_pairs * p + 6 * math.sqrt(n_pairs * p * (1 - p)) + 100
        visit = Visit(self, program, targets, engine, min(n_pairs, expected), len(self.sources))
        visit.set_rate(self.p, vp)
        if engine.bits == 64 and not drawn and self.p.is_scalar:
            visit.set(last=largest_word_below(p), own=self._places(targets))
        return visit.pieces(connect_pairwise_bernoulli)

    def _places(self, targets):
        """Return the place of each target among the sources, their number if it is none of them."""
        place = np.searchsorted(self.sources, targets)
        there = self.sources[np.minimum(place, len(self.sources) - 1)] == targets
        return np.where(there & (not self.allow_autapses), place, len(self.sources))

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
