"""Connect the first source to the first target, the second to the second, and so on."""

import numpy as np

from nestlike.connect.rule import Rule
from nestlike.kernel.errors import DimensionMismatch


class OneToOne(Rule):
    """One connection per source and target.

    Raises
    ------
    DimensionMismatch
        If there are not as many sources as targets.
    """

    requires_proxies = False
    draws = False
    can_be_symmetric = True

    def read(self, conn_spec):
        if len(self.sources) != len(self.targets):
            raise DimensionMismatch(
                "Source and Target population must be of the same size, not "
                f"{len(self.sources)} and {len(self.targets)}."
            )

    def all_pairs(self, vp, engine):
        """Return sources, targets and numbers of all connections on virtual process `vp`."""
        chosen = self.local_targets(vp)
        if self.allow_autapses:
            return self.sources[chosen], self.targets[chosen], chosen
        # NEST passes over autapses without passing over their place in arrays of values.
        distinct = self.sources != self.targets
        numbers = np.cumsum(distinct) - 1
        chosen = chosen[distinct[chosen]]
        return self.sources[chosen], self.targets[chosen], numbers[chosen]
