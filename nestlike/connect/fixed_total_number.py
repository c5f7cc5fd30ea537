"""Make a fixed number of connections between random sources and random targets."""

import numpy as np

from nestlike.compiler import kernel as compiled
from nestlike.compiler.views import record
from nestlike.connect.compiled_rules import JOB, Visit, draw_program, opened
from nestlike.connect.draw_operations import run
from nestlike.connect.rule import Rule
from nestlike.kernel import errors, kernel
from nestlike.kernel.datatypes import as_long
from nestlike.kernel.errors import BadProperty
from nestlike.numerics.binomial import BINOMIAL_STATE_SIZE, binomial
from nestlike.numerics.engine import one_of, quotient_of


@compiled
def connect_fixed_total_number(address):
    """Make `left` connections between random nodes, or as many as there is room for."""
    job = record(address, JOB)
    engine, sources, targets, source, target, operations, operands, stack, columns = opened(job)
    autapses, left, n_operations = job.autapses, job.left, job.n_operations
    n_sources, n_targets = job.n_sources, job.n_targets
    source_quotient, target_quotient = (
        quotient_of(engine, n_sources),
        quotient_of(engine, n_targets),
    )
    made, stop = 0, min(left, job.capacity)
    while made < stop:
        s = one_of(engine, n_sources, source_quotient)
        t = one_of(engine, n_targets, target_quotient)
        if autapses == 0 and sources[s] == targets[t]:
            continue
        source[made], target[made] = sources[s], targets[t]
        if n_operations > 0:
            run(operations, operands, n_operations, engine, stack, columns, made)
        made += 1
    job.made, job.left = made, left - made
    return 1 if left > made else 0


class FixedTotalNumber(Rule):
    """`N` connections in all.

    How many each virtual process makes follows a multinomial distribution.

    Raises
    ------
    IndexError
        If `N` is missing.
    BadProperty
        If it is negative, or too large without multapses.
    NotImplemented
        If multapses are forbidden.
    """

    loop = connect_fixed_total_number

    def read(self, conn_spec):
        if "N" not in conn_spec:
            raise IndexError("map::at: the rule fixed_total_number needs 'N'.")
        self.number = as_long("N", conn_spec.pop("N"))
        n_pairs = len(self.sources) * len(self.targets)
        if not self.allow_multapses and self.number > n_pairs:
            raise BadProperty(
                "Total number of connections cannot exceed product of source and target "
                f"population sizes: {self.number} are wanted, and there are {n_pairs} pairs."
            )
        if self.number < 0:
            raise BadProperty(
                f"Total number of connections cannot be negative, and is {self.number}."
            )
        if not self.allow_multapses:
            raise errors.NotImplemented(
                "Connect doesn't support the suppression of multapses in the rule "
                "fixed_total_number."
            )

    @property
    def n_visited(self):
        """Number of pairs that are made."""
        return self.number

    def stages(self):
        """Yield this rule once it is decided how many connections each process makes."""
        n_vp = kernel.connections.n_vp
        self._homes = self.targets % n_vp
        self.shares = self._shares(np.bincount(self._homes, minlength=n_vp))
        self._require_partners()
        yield self

    def _shares(self, n_targets) -> list[int]:
        """Return the number of connections on each process; `n_targets`: of their targets."""
        engine, memory = kernel.random.rank_synced.state, np.zeros(BINOMIAL_STATE_SIZE)
        shares, left, targets_left = [], self.number, len(self.targets)
        for n in n_targets.tolist():
            share = int(binomial(engine, memory, left, n / targets_left)) if left and n else 0
            shares.append(share)
            left -= share
            targets_left -= n
        return shares

    def _require_partners(self) -> None:
        """Raise BadProperty if a process can make nothing but autapses: NEST would not return."""
        if self.allow_autapses or len(self.sources) > 1:
            return
        for vp, share in enumerate(self.shares):
            if share and (self.targets_on(vp) == self.sources[0]).all():
                raise BadProperty(
                    f"Node {self.sources[0]} cannot have {share} connections other than to itself."
                )

    def targets_on(self, vp: int):
        """Return the node ids that stand for `vp`, those of replicated nodes included."""
        return self.targets[self._homes == vp]

    def pairs(self, vp, engine):
        """Yield (source, target, number of the connection) on virtual process `vp`."""
        sources, targets = self.sources.tolist(), self.targets_on(vp).tolist()
        number = 0
        while number < self.shares[vp]:
            source = sources[engine.bounded(len(sources))]
            target = targets[engine.bounded(len(targets))]
            if self.allow_autapses or source != target:
                yield source, target, number
                number += 1

    def compiled(self, drawn, vp, engine):
        """Return pairs and drawn columns made by compiled code, or None."""
        share = self.shares[vp]
        program = draw_program(self.loop, drawn, vp, share)
        if program is None:
            return None
        visit = Visit(self, program, self.targets_on(vp), engine, share)
        visit.set(left=share)
        return visit.pieces(connect_fixed_total_number, np.arange)
