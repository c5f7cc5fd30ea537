"""What users call, by topic; :mod:`nestlike` gathers the names listed in each ``__all__``."""
