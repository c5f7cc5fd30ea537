"""Connect every source to every target."""

import numpy as np

from nestlike.connect.rule import Rule


class AllToAll(Rule):
    """All pairs, target by target."""

    requires_proxies = False
    draws = False

    def is_symmetric(self):
        """Return whether the pairs are symmetric by themselves."""
        return np.array_equal(self.sources, self.targets)

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        local = self.local_targets(vp)
        n_sources = len(self.sources)
        sources = np.tile(self.sources, len(local))
        targets = np.repeat(self.targets[local], n_sources)
        numbers = (local[:, None] * n_sources + np.arange(n_sources)).ravel()
        if self.allow_autapses:
            return sources, targets, numbers
        distinct = sources != targets
        return sources[distinct], targets[distinct], numbers[distinct]
