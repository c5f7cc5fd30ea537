"""Nodes in space: ``nest.Create("iaf_psc_alpha", positions=nest.spatial.grid([10, 10]))``."""

from nestlike.api.layers import free, grid

__all__ = ["free", "grid"]
