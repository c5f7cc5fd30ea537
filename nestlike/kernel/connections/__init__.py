"""Connections: tables by virtual process and synapse model, and NEST's order in them."""
