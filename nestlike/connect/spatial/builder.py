"""Connect layers: in every run of a rule, make what is possible before what is not."""

import numpy as np

from nestlike.connect.batches import append, checked, of_specifications
from nestlike.connect.compatibility import note_models
from nestlike.connect.destinations import split
from nestlike.connect.spatial.projection import Projection
from nestlike.connect.spatial.rule import Start
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, LayerExpected
from nestlike.kernel.running.parallel import for_each_process

#: More connections than there can be.
_ALL = 1 << 62


def connect_layers(sources, targets, conn_spec: dict, syn_specs: list[dict]) -> None:
    """Connect nodes by their positions.

    Parameters
    ----------
    sources, targets : NodeRanges
        Nodes of one layer each.
    conn_spec : dict
    syn_specs : list of dict
        See `Projection`.

    Raises
    ------
    LayerExpected
        If nodes have no positions.
    BadProperty
        If the layers differ in their dimensions, or the mask does not fit them.
    NESTError
        If the specifications do not fit, a node has too few partners, or a connection is
        impossible.  Connections made before that stay, as in NEST.
    """
    if sources.layer is None or targets.layer is None:
        raise LayerExpected("Both ends of a spatial projection need positions.")
    projection = Projection(conn_spec, syn_specs)
    kernel.nodes.number_locally()
    kernel.connections.note_change()
    if sources.layer.dimensions != targets.layer.dimensions:
        raise BadProperty("Target layer must have same number of dimensions as source layer.")
    rule = projection.rule(sources, targets, projection)
    runs = [Run(rule, vps) for vps in rule.runs()]
    made = for_each_process(lambda k: rule.visit(runs[k].vps), len(runs), rule.n_visited)
    failures = [run.connect(pairs) for run, pairs in zip(runs, made, strict=True)]
    for failure in failures:
        if failure is not None:
            raise failure


class Run:
    """What NEST does in one go, up to the first error.

    Parameters
    ----------
    rule : SpatialRule
    vps : list of int
        Virtual processes whose connections are made.
    """

    def __init__(self, rule, vps: list[int]):
        self.rule, self.vps, self.specs = rule, vps, rule.projection.specs
        self._start = Start(rule, vps)

    def connect(self, made) -> Exception | None:
        """Make the connections of pairs; return what stopped the run."""
        try:
            append(self._parts(made, made.n_connections))
            return made.error
        except Exception:  # found again, where NEST finds it, in a second attempt
            if len(self.vps) > 1:
                made = self._in_order()
            possible = self._n_possible(made)
        self._start.restore()
        made = self.rule.visit(self.vps, possible + 1)
        append(self._parts(made, possible))
        return self._error(made, possible)

    def _in_order(self):
        """Visit again: compiled code takes one process after the other, which NEST does not."""
        self._start.restore()
        return self.rule.visit(self.vps, _ALL)

    def _parts(self, made, n: int) -> list:
        """Return the parts of the first `n` connections; raise if one is impossible."""
        pairs, rest = divmod(n, len(self.specs))
        parts = self._of_pairs(made, slice(0, pairs), slice(None))
        if rest:
            parts += self._of_pairs(made, slice(pairs, pairs + 1), slice(0, rest))
        return checked(parts)

    def _of_pairs(self, made, pairs: slice, which: slice) -> list:
        parts = []
        for vp, sources, targets, draws in self._by_process(made, pairs):
            numbers = np.zeros(len(sources), np.int64)
            specs = self.specs[which]
            parts += of_specifications(vp, specs, sources, targets, numbers, draws[which])
        return parts

    def _by_process(self, made, pairs: slice):
        """Yield (process, sources, targets, what each specification drew)."""
        sources, targets = made.sources[pairs], made.targets[pairs]
        columns = [column[pairs] for column in made.columns]
        for vp in self.vps:
            own = slice(None)
            if len(self.vps) > 1:
                own = np.flatnonzero(targets % kernel.connections.n_vp == vp)
            drawn = iter(column[own] for column in columns)
            draws = [[next(drawn) for _ in spec.drawn] for spec in self.specs]
            if len(sources[own]):
                yield vp, sources[own], targets[own], draws

    def _n_possible(self, made) -> int:
        possible, impossible = 0, made.n_connections
        while impossible - possible > 1:
            middle = (possible + impossible) // 2
            try:
                self._parts(made, middle)
                possible = middle
            except Exception:
                impossible = middle
        return possible

    def _error(self, made, number: int) -> Exception | None:
        """Return what is wrong with a connection when all before it have been made."""
        pair, which = divmod(number, len(self.specs))
        pairs, only = slice(pair, pair + 1), slice(which, which + 1)
        try:
            self._widen_delays(made, pairs, which)
            parts = self._of_pairs(made, pairs, only)
            note_models(parts)
            checked(parts)
        except Exception as error:
            return error
        return made.error

    def _widen_delays(self, made, pairs: slice, which: int) -> None:
        # NEST looks at the delay first, and notes it even if something else is wrong.
        spec = self.specs[which]
        for vp, sources, targets, draws in self._by_process(made, pairs):
            values = spec.values(np.zeros(1, np.int64), draws[which])
            for _, _, _, own in split(vp, sources, targets, values):
                steps = int(np.max(spec.delay_steps(own)))
                kernel.settings.delays.widen(steps, steps)
