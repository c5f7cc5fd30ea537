"""Connect pairs of nodes both ways with a given probability."""

import math

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import f64, i8, i64, record
from nestlike.connect.compiled_rules import JOB, Visit, draw_program, opened
from nestlike.connect.rule import Rule
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadProperty
from nestlike.numerics.binomial import BINOMIAL_STATE_SIZE, binomial
from nestlike.numerics.engine import bounded


@compiled
def connect_symmetric_pairwise_bernoulli(address):
    """Connect targets and random partners both ways until the results might not hold one more."""
    job = record(address, JOB)
    engine, sources, targets, source, target, _, _, _, _ = opened(job)
    n, p, memory = job.n_sources, job.p, f64(job.memory, BINOMIAL_STATE_SIZE)
    last_use, source_here = i64(job.last_use, n), i8(job.local_source, n)
    target_here = i8(job.local_target, job.n_targets)
    made = 0
    for t in range(job.at_target, job.n_targets):
        if made + 2 * n > job.capacity:
            job.made, job.at_target = made, t
            return 1
        left = binomial(engine, memory, n, p)
        while left >= n:
            left = binomial(engine, memory, n, p)
        while left > 0:
            i = bounded(engine, n)
            if sources[i] == targets[t] or last_use[i] == t + 1:
                continue
            last_use[i] = t + 1
            left -= 1
            if target_here[t]:
                source[made], target[made] = sources[i], targets[t]
                made += 1
            if source_here[i]:
                source[made], target[made] = targets[t], sources[i]
                made += 1
    job.made, job.at_target = made, job.n_targets
    return 0


class SymmetricPairwiseBernoulli(Rule):
    """A binomial number of partners for each target, and connections from and to each.

    All virtual processes draw the same numbers, and each makes the connections it has the target
    of.  The number of partners follows a binomial distribution of `p`, cut off below the number
    of sources.

    Raises
    ------
    IndexError
        If `p` is missing.
    BadProperty
        If it is not in [0, 1), or the flags are others than these: ``allow_autapses`` False,
        ``allow_multapses`` True, ``make_symmetric`` True.
    """

    loop = connect_symmetric_pairwise_bernoulli
    can_be_symmetric = True
    connects_back = True

    def read(self, conn_spec):
        if "p" not in conn_spec:
            raise IndexError("map::at: the rule symmetric_pairwise_bernoulli needs 'p'.")
        self.p = as_double("p", conn_spec.pop("p"))
        if self.p < 0 or self.p >= 1:
            raise BadProperty(f"Connection probability 0 <= p < 1 required, and p is {self.p}.")
        if not self.allow_multapses:
            raise BadProperty("Multapses must be enabled.")
        if self.allow_autapses:
            raise BadProperty("Autapses must be disabled.")
        if not self.make_symmetric:
            raise BadProperty("Symmetric connections must be enabled.")

    def engine(self, vp):
        """Return the engine of `vp` that draws what those of all processes draw."""
        return kernel.random.vp_synced[vp]

    def are_local(self, vp: int):
        """Return which sources and which targets `vp` has, as two arrays of bool."""
        return tuple(self.has(vp, nodes) for nodes in (self.sources, self.targets))

    def pairs(self, vp, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        memory, number = np.zeros(BINOMIAL_STATE_SIZE), 0
        sources_here, targets_here = (here.tolist() for here in self.are_local(vp))
        sources = self.sources.tolist()
        for target, target_here in zip(self.targets.tolist(), targets_here, strict=True):
            for i in self._partners(target, sources, memory, engine):
                if target_here:
                    yield sources[i], target, number
                    number += 1
                if sources_here[i]:
                    yield target, sources[i], number
                    number += 1

    def _partners(self, target: int, sources: list, memory, engine):
        """Yield the positions of the partners of a target among the sources."""
        n = len(sources)
        indegree = n
        while indegree >= n:
            indegree = binomial(engine.state, memory, n, self.p)
        chosen: set[int] = set()
        while len(chosen) < indegree:
            i = engine.bounded(n)
            if sources[i] != target and i not in chosen:
                chosen.add(i)
                yield i

    def compiled(self, drawn, vp, engine):
        """Return pairs and drawn columns made by compiled code, or None."""
        n, expected = len(self.sources), 2 * len(self.targets) * len(self.sources) * self.p
        program = draw_program(self.loop, drawn, vp, expected)
        if program is None or self.has_arrays:
            return None
        expected = expected / kernel.connections.n_vp + 6 * math.sqrt(expected) + 100
        visit = Visit(self, program, self.targets, engine, expected, room=2 * n)
        sources_here, targets_here = (here.astype(np.int8) for here in self.are_local(vp))
        visit.set(p=self.p, memory=np.zeros(BINOMIAL_STATE_SIZE))
        visit.set(local_source=sources_here, local_target=targets_here)
        return visit.pieces(connect_symmetric_pairwise_bernoulli)
