"""Random engines, and values that are drawn when they are needed."""
