"""Connections between layers on their way from a rule to the tables."""

import numpy as np

from nestlike.kernel.places import Ways


class ConnectionsMade:
    """Pairs that a rule has chosen, and what was drawn for each.

    Parameters
    ----------
    quantities : list of Drawn
        What to draw for each pair, in order.
    layer : Layer
        Says how far apart nodes are.
    stop : int, optional
        Number of pairs after which a rule is to stop.
    """

    def __init__(self, quantities: list, layer, stop: int | None = None):
        self.values = [quantity.value for quantity in quantities]
        self.is_random = any(value.is_random for value in self.values)
        self.layer, self.stop, self.error = layer, stop, None
        self.n = 0
        self._sources, self._targets = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        self._columns = [[np.empty(0)] for _ in self.values]

    @property
    def is_full(self) -> bool:
        """Whether the rule is to stop."""
        return self.n == self.stop

    def add(self, sources, targets, ways: Ways, engine, thread: int) -> None:
        """Add pairs (arrays of node ids), and draw their quantities."""
        self._append(sources, targets)
        for value, column in zip(self.values, self._columns, strict=True):
            column.append(value.draws(engine, thread, len(sources), ways))

    def add_one(self, source: int, target: int, way: Ways, engine, threads) -> None:
        """Add one pair, and draw its quantities, for a node of another thread each."""
        self._append(np.array([source]), np.array([target]))
        for value, column, thread in zip(self.values, self._columns, threads, strict=True):
            column.append(np.array([value.draw(engine, thread, way)]))

    def _append(self, sources, targets) -> None:
        self._sources.append(sources)
        self._targets.append(targets)
        self.n += len(sources)

    @property
    def sources(self) -> np.ndarray:
        """Node ids of the sources."""
        return np.concatenate(self._sources)

    @property
    def targets(self) -> np.ndarray:
        """Node ids of the targets."""
        return np.concatenate(self._targets)

    @property
    def columns(self) -> list:
        """What was drawn, one array for each quantity."""
        return [np.concatenate(column) for column in self._columns]
