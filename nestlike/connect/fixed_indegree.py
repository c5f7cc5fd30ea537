"""Give every target the same number of sources, chosen at random."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import i64, record
from nestlike.connect import drawn_indegree
from nestlike.connect.compiled_rules import JOB, Visit, draw_program, opened
from nestlike.connect.draw_operations import run_at
from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.rule import Rule
from nestlike.kernel.datatypes import as_long
from nestlike.kernel.errors import BadProperty
from nestlike.numerics.engine import choose, next_of, quotient_of
from nestlike.numerics.engine_state import POSITION

#: Pairs from which on machine code is worth loading for what NumPy does well, too.
VERY_MANY = 1_000_000


@compiled
def connect_fixed_indegree(address):
    """Choose `degree` sources for each target, as long as there is room for all of them."""
    job = record(address, JOB)
    engine, sources, targets, source, target, operations, operands, stack, columns = opened(job)
    last_use = i64(job.last_use, job.n_sources)
    autapses, multapses, n_sources = job.autapses, job.multapses, job.n_sources
    n_operations, degree = job.n_operations, job.degree
    quotient = quotient_of(engine, n_sources)
    made, position = 0, np.int64(engine[POSITION])
    for t in range(job.at_target, job.n_targets):
        if made + degree > job.capacity:
            job.made, job.at_target, engine[POSITION] = made, t, position
            return 1
        target[made : made + degree] = targets[t]
        if autapses != 0 and multapses != 0 and n_operations == 0:
            engine[POSITION] = position
            choose(engine, sources, source[made : made + degree])
            position = np.int64(engine[POSITION])
            made += degree
            continue
        for _ in range(degree):
            i, again = 0, True
            while again:
                i, position = next_of(engine, position, n_sources, quotient)
                again = autapses == 0 and sources[i] == targets[t]
                again = again or (multapses == 0 and last_use[i] == t + 1)
            if multapses == 0:
                last_use[i] = t + 1
            source[made] = sources[i]
            if n_operations > 0:
                position = run_at(
                    operations, operands, n_operations, engine, position, stack, columns, made
                )
            made += 1
    job.made, job.at_target, engine[POSITION] = made, job.n_targets, position
    return 0


class FixedIndegree(Rule):
    """`indegree` connections per target.

    Raises
    ------
    IndexError
        If `indegree` is missing.
    BadProperty
        If it is negative, or there are not as many different sources.
    """

    loop = connect_fixed_indegree

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

    def _require_enough(self, indegree: int) -> None:
        n = len(self.sources)
        if not self.allow_multapses and indegree > n:
            raise BadProperty(
                f"Indegree cannot be larger than population size: {indegree} different sources "
                f"are wanted, and there are {n}."
            )

    def require_partners(self, targets, indegree: int | None = None) -> None:
        """Raise BadProperty if one of the targets lacks legal sources: NEST would never return."""
        indegree = self.indegree.value if indegree is None else indegree
        self._require_enough(indegree)
        others = len(self.sources) - 1
        if self.allow_autapses or indegree <= 0:
            return
        if others > 0 and (self.allow_multapses or indegree <= others):
            return
        alone = np.intersect1d(targets, self.sources)
        if len(alone):
            raise BadProperty(
                f"Node {alone[0]} cannot have {indegree} sources other than itself: there are "
                f"{others}."
            )

    def pairs(self, vp, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        own = set(self.local_targets(vp).tolist())
        scalar = self.indegree.is_scalar
        everywhere = range(len(self.targets))
        number = 0
        for position in everywhere if self.loops_over_all_targets() else sorted(own):
            target = int(self.targets[position])
            degree = self.indegree.value if scalar else self.indegree.draw_count(engine, vp)
            if position in own:
                yield from self._sources_of(target, degree, number, engine)
            number += max(0, degree)

    def _sources_of(self, target: int, degree: int, first: int, engine):
        self.require_partners([target], degree)
        sources, n, chosen = self.sources, len(self.sources), set()
        for number in range(first, first + degree):
            while True:
                i = engine.bounded(n)
                autapse = not self.allow_autapses and sources[i] == target
                if not autapse and (self.allow_multapses or i not in chosen):
                    break
            chosen.add(i)
            yield int(sources[i]), target, number

    @property
    def n_visited(self):
        """Number of pairs that are looked at, all in all."""
        return 0 if self.indegree.is_drawn else self.indegree.value * len(self.targets)

    def compiled(self, drawn, vp, engine):
        """Return pairs and drawn columns made by compiled code, or None."""
        if self.indegree.is_drawn:
            return drawn_indegree.fixed_indegree(self, drawn, vp, engine)
        free = self.allow_autapses and self.allow_multapses and not drawn
        # NumPy does the simplest case well enough until there is very much of it.
        if free and self.n_visited < VERY_MANY:
            return None
        local, degree = self.local_targets(vp), self.indegree.value
        expected = degree * len(local)
        program = draw_program(self.loop, drawn, vp, expected, whole_arrays=free)
        if program is None:
            return None
        self.require_partners(self.targets[local])
        visit = Visit(self, program, self.targets[local], engine, expected, room=degree)
        visit.set(degree=degree)

        def numbers(first, stop):
            target, place = np.divmod(np.arange(first, stop), degree)
            return local[target] * degree + place

        return visit.pieces(connect_fixed_indegree, numbers if self.has_arrays else None)

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        if not (self.allow_autapses and self.allow_multapses and self.indegree.is_scalar):
            return super().all_pairs(vp, engine)
        local, degree = self.local_targets(vp), self.indegree.value
        chosen = engine.bounded_many(len(self.sources), degree * len(local))
        numbers = (local[:, None] * degree + np.arange(degree)).ravel()
        return self.sources[chosen], np.repeat(self.targets[local], degree), numbers
