"""Nodes: the table of all, their parameters, and sets of them."""
