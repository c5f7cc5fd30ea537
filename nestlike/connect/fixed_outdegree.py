"""Give every source the same number of targets, chosen at random."""

import numpy as np

from nestlike.connect.chosen_partners import partners
from nestlike.connect.listed_pairs import ListedPairs
from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.rule import Rule
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_long
from nestlike.kernel.errors import BadProperty, KernelException


class FixedOutdegree(Rule):
    """`outdegree` connections per source.

    All processes choose the targets together, and then make the connections of their own.

    Raises
    ------
    IndexError
        If `outdegree` is missing.
    BadProperty
        If it is negative, or there are not as many different targets.
    """

    def read(self, conn_spec):
        if "outdegree" not in conn_spec:
            raise IndexError("map::at: the rule fixed_outdegree needs 'outdegree'.")
        outdegree = conn_spec.pop("outdegree")
        drawn = random_value(outdegree)
        if drawn is not None:
            self.outdegree = Drawn(drawn)
            return
        self.outdegree = Scalar(as_long("outdegree", outdegree))
        self._require_enough(self.outdegree.value)
        if self.outdegree.value < 0:
            raise BadProperty(f"Outdegree cannot be less than zero, and is {outdegree}.")

    def _require_enough(self, outdegree: int) -> None:
        n = len(self.targets)
        if not self.allow_multapses and outdegree > n:
            raise BadProperty(
                f"Outdegree cannot be larger than population size: {outdegree} different targets "
                f"are wanted, and there are {n}."
            )

    def _require_partners(self, sources, outdegree: int) -> None:
        """Raise BadProperty if a source lacks legal targets: NEST would never return."""
        self._require_enough(outdegree)
        others = len(self.targets) - 1
        wanted = min(outdegree, 1) if self.allow_multapses else outdegree
        if self.allow_autapses or wanted <= others:
            return
        alone = np.intersect1d(sources, self.targets)
        if len(alone):
            raise BadProperty(
                f"Node {alone[0]} cannot have {outdegree} targets other than itself: there are "
                f"{others}."
            )

    def stages(self):
        """Yield lists of pairs: one of all, or of one source each where draws depend on it."""
        # Normal values that the outdegree leaves over might be used for weights.
        in_turn = any(value.caches_of(0) for value in self.drawn)
        step = 1 if in_turn else len(self.sources)
        n_made = 0
        for begin in range(0, len(self.sources), step):
            pairs, error = self._stage(self.sources[begin : begin + step], n_made)
            n_made += pairs.n_visited
            yield pairs
            if error is not None:
                raise error

    def _stage(self, sources, first: int):
        """Return the pairs of some sources, and what is wrong with the source after the last."""
        degrees, chosen, error = [], [np.empty(0, np.int64)], None
        try:
            if self.outdegree.is_scalar:
                chosen.append(self._partners(sources, self.outdegree.value))
                degrees = [self.outdegree.value] * len(sources)
            else:
                for k in range(len(sources)):
                    degree = self._draw(sources[k])
                    chosen.append(self._partners(sources[k : k + 1], degree))
                    degrees.append(degree)
        except KernelException as reason:
            error = reason
        made, targets = sources[: len(degrees)], self.targets[np.concatenate(chosen)]
        return ListedPairs(np.repeat(made, degrees), targets, first, np.cumsum(degrees)), error

    def _draw(self, source) -> int:
        thread = int(source) % kernel.connections.n_vp
        return max(0, self.outdegree.draw_count(kernel.random.rank_synced, thread))

    def _partners(self, sources, degree: int):
        self._require_partners(sources, degree)
        flags = self.allow_autapses, self.allow_multapses
        return partners(sources, self.targets, degree, *flags, kernel.random.rank_synced)
