"""Connections between layers on their way from a rule to the tables."""

import numpy as np

from nestlike.kernel.errors import KernelException
from nestlike.kernel.space.places import Ways


class ConnectionsMade:
    """Pairs that a rule has chosen, and what was drawn for each.

    Parameters
    ----------
    specs : list of SpatialSpecification
        What to draw for each pair, in order.
    stop : int, optional
        Number of connections, one per pair and specification, after which a rule is to stop.
    ahead : bool, default False
        Whether everything is drawn for a pair before the first connection is made.
    """

    def __init__(self, specs: list, stop: int | None = None, ahead: bool = False):
        self.values = [quantity.value for spec in specs for quantity in spec.drawn]
        self.is_random = any(value.is_random for value in self.values)
        self._spec_of = [k for k, spec in enumerate(specs) for _ in spec.drawn]
        self._n_specs, self._ahead = len(specs), ahead
        self.stop, self.error = stop, None
        self.n = 0
        self._sources, self._targets = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        self._columns = [[np.empty(0)] for _ in self.values]

    @property
    def n_connections(self) -> int:
        """Number of connections that the pairs stand for."""
        return self.n * self._n_specs

    @property
    def is_full(self) -> bool:
        """Whether the rule is to stop."""
        return self.stop is not None and self.n_connections >= self.stop

    def add(self, sources, targets, ways: Ways, engine, thread: int) -> None:
        """Add pairs (arrays of node ids) whose quantities need no random numbers."""
        try:
            columns = [value.draws(engine, thread, len(sources), ways) for value in self.values]
        except KernelException:  # raised again behind the pairs that can be made
            threads = [thread] * len(self.values)
            for source, target, way in zip(sources, targets, ways, strict=True):
                self.add_one(source, target, way, engine, threads)
            raise
        self._append(sources, targets, columns)

    def add_one(self, source: int, target: int, way: Ways, engine, threads) -> None:
        """Add one pair, and draw its quantities, for a node of another thread each."""
        wanted = self._n_specs
        if self.stop is not None and not self._ahead:
            wanted = self.stop - self.n_connections
        row = [
            value.draw(engine, threads[k], way) if self._spec_of[k] < wanted else np.nan
            for k, value in enumerate(self.values)
        ]
        self._append(np.array([source]), np.array([target]), [np.array([x]) for x in row])

    def take(self, pieces: list) -> None:
        """Add pairs and what was drawn for them: (sources, targets, columns) in pieces."""
        for piece in pieces:
            self._append(*piece)

    def _append(self, sources, targets, columns) -> None:
        self._sources.append(sources)
        self._targets.append(targets)
        for column, values in zip(self._columns, columns, strict=True):
            column.append(values)
        self.n += len(sources)

    @property
    def sources(self) -> np.ndarray:
        """Node ids of the sources."""
        return _joined(self._sources)

    @property
    def targets(self) -> np.ndarray:
        """Node ids of the targets."""
        return _joined(self._targets)

    @property
    def columns(self) -> list:
        """What was drawn, one array for each quantity."""
        return [_joined(column) for column in self._columns]


def _joined(parts: list) -> np.ndarray:
    """Join arrays, and keep the result in place of them."""
    if len(parts) > 1:
        parts[:] = [np.concatenate(parts)]
    return parts[0]
