"""Nodes in space: layers, masks, and the search for nodes."""
