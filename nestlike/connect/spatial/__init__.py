"""Rules that choose partners by their positions."""
