"""Results as JSON."""

from typing import Any

import numpy as np

__all__ = ["to_json"]


def plain(data: Any) -> Any:
    """Return data with arrays, collections and NumPy scalars as plain Python objects."""
    if isinstance(data, np.generic):
        return data.item()
    if isinstance(data, dict):
        return {plain(key): plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain(entry) for entry in data]
    if hasattr(data, "tolist"):
        return plain(data.tolist())
    if hasattr(data, "_datum") and hasattr(data, "get"):
        return plain(data.get())
    return data


def to_json(data: Any, **kwargs) -> str:
    """Return data as a JSON string.

    Parameters
    ----------
    data : object
        Dictionaries, lists, arrays, node and synapse collections, numbers and strings.
    **kwargs
        Passed to ``json.dumps``.
    """
    import json  # few scripts want any

    return json.dumps(plain(data), **kwargs)
