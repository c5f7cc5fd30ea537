"""Kernel attributes: their values, what they may be, and what depends on what."""
