"""Connect every pair by a random number of connections."""

import math

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import f64, record
from nestlike.connect.compiled_rules import (
    JOB,
    Visit,
    can_be_drawn,
    draw_program,
    draw_rate,
    opened,
)
from nestlike.connect.draw_operations import run
from nestlike.connect.draw_program import FAILED
from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.rule import Rule
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import BadProperty
from nestlike.numerics.libm import exp
from nestlike.numerics.poisson import POISSON_STATE_SIZE, PRODUCT_BELOW, poisson


@compiled
def connect_pairwise_poisson(address):
    """Connect pairs by Poisson numbers until all are visited or the results are full."""
    job = record(address, JOB)
    engine, sources, targets, source, target, operations, operands, stack, columns = opened(job)
    memory, capacity = f64(job.memory, POISSON_STATE_SIZE), job.capacity
    autapses, n_sources, n_operations, p = job.autapses, job.n_sources, job.n_operations, job.p
    n_rate = job.n_rate
    made, first, left = 0, job.at_source, job.left
    for t in range(job.at_target, job.n_targets):
        if first == 0 and left < 0:
            memory[:] = 0.0
        for s in range(first, n_sources):
            if autapses == 0 and sources[s] == targets[t]:
                continue
            if left < 0:
                if n_rate > 0:
                    p = draw_rate(job, engine, stack)
                if p == math.inf:
                    stack[FAILED] = 1.0
                    return 0
                left = poisson(engine, memory, p)
            while left > 0:
                if made == capacity:
                    job.made, job.at_target, job.at_source, job.left = made, t, s, left
                    return 1
                source[made], target[made] = sources[s], targets[t]
                if n_operations > 0:
                    run(operations, operands, n_operations, engine, stack, columns, made)
                made += 1
                left -= 1
            left = -1
        first = 0
    job.made, job.at_target, job.at_source, job.left = made, job.n_targets, 0, -1
    return 0


class PairwisePoisson(Rule):
    """A Poisson number of mean `pairwise_avg_num_conns` for each pair.

    Raises
    ------
    IndexError
        If `pairwise_avg_num_conns` is missing.
    BadProperty
        If it is negative or infinite, or multapses are forbidden.
    """

    loop = connect_pairwise_poisson

    def read(self, conn_spec):
        name = "pairwise_avg_num_conns"
        if name not in conn_spec:
            raise IndexError(f"map::at: the rule pairwise_poisson needs '{name}'.")
        mean = conn_spec.pop(name)
        drawn = random_value(mean)
        self.mean = Drawn(drawn) if drawn is not None else Scalar(as_double(name, mean))
        if self.mean.is_scalar:
            if self.mean.value < 0:
                raise BadProperty(f"Connection parameter 0 <= {name} required, and it is {mean}.")
            require_finite(self.mean.value)
        if not self.allow_multapses:
            raise BadProperty("Multapses must be allowed for this connection rule.")

    def pairs(self, vp, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        number = 0
        for target, others in self.visited_targets(vp):
            memory = np.zeros(POISSON_STATE_SIZE)
            for source in self.sources.tolist():
                if source == target and not self.allow_autapses:
                    continue
                for _ in range(_count(engine, memory, self._draw_mean(engine, vp))):
                    yield source, target, number + others
                    number += 1

    def _draw_mean(self, engine, vp: int) -> float:
        if self.mean.is_scalar:
            return self.mean.value
        mean = self.mean.draw(engine, vp)
        require_finite(mean)
        return mean

    def compiled(self, drawn, vp, engine):
        """Return pairs and drawn columns made by compiled code, or None."""
        if self.has_arrays or not can_be_drawn(self.mean, vp):
            return None
        targets = self.targets[self.local_targets(vp)]
        n_pairs = len(targets) * len(self.sources)
        mean = self.mean.value if self.mean.is_scalar and self.mean.value >= 0.0 else 1.0
        expected = n_pairs * mean + 6 * math.sqrt(n_pairs * mean) + 100
        program = draw_program(self.loop, drawn, vp, max(n_pairs, expected))
        if program is None:
            return None
        visit = Visit(self, program, targets, engine, expected)
        visit.set_rate(self.mean, vp)
        visit.set(left=-1, memory=np.zeros(POISSON_STATE_SIZE))
        return visit.pieces(connect_pairwise_poisson)


def require_finite(mean: float) -> None:
    """Raise BadProperty for a mean with which NEST would never return."""
    if math.isinf(mean):
        raise BadProperty(f"pairwise_avg_num_conns must be finite, and is {mean}.")


def _count(engine, memory, mean: float) -> int:
    """Draw from the Poisson distribution, quickly where the mean is small."""
    if mean >= PRODUCT_BELOW:
        return int(poisson(engine.state, memory, mean))
    limit = exp(-mean)
    product, count = engine.uniform(), 0
    while product > limit:
        product *= engine.uniform()
        count += 1
    return count
