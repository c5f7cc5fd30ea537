"""Arrays of weights, delays and parameters: the shape each rule expects."""

from numbers import Real

import numpy as np


def flattened(name: str, value, rule: str, conn_spec: dict, n_sources: int, n_targets: int):
    """Return a value of a synapse specification, an array with one element per connection.

    Numbers, distributions and strings pass as they are.

    Raises
    ------
    TypeError
        If the rule takes no array of this dimension.
    ValueError
        If the shape is not the one the rule expects.
    """
    if isinstance(value, list | tuple):
        value = np.asarray(value)
    if not isinstance(value, np.ndarray) or value.ndim not in (1, 2):
        return value
    if value.ndim == 1:
        _require_length(name, value, rule, conn_spec, n_sources)
        return value
    _require_shape(name, value, rule, conn_spec, n_sources, n_targets)
    return value.flatten()


def _require_length(name: str, value, rule: str, conn_spec: dict, n_sources: int) -> None:
    lengths = {"one_to_one": n_sources, "fixed_total_number": conn_spec.get("N", len(value))}
    if rule not in lengths:
        raise TypeError(
            f"'{name}' has the wrong type. One-dimensional parameter arrays can only be used in "
            "conjunction with rule 'one_to_one' or 'fixed_total_number'."
        )
    if len(value) != lengths[rule]:
        raise ValueError(
            f"'{name}' has to be an array of dimension {lengths[rule]}, a scalar or a dictionary."
        )


def _require_shape(name, value, rule, conn_spec, n_sources: int, n_targets: int) -> None:
    if rule == "all_to_all":
        shape, words = (n_targets, n_sources), "n_target x n_sources"
    elif rule == "fixed_indegree":
        shape, words = (n_targets, conn_spec["indegree"]), "n_target x indegree"
    elif rule == "fixed_outdegree":
        shape, words = (n_sources, conn_spec["outdegree"]), "n_sources x outdegree"
    else:
        raise TypeError(
            f"'{name}' has the wrong type. Two-dimensional parameter arrays can only be used in "
            "conjunction with rules 'all_to_all', 'fixed_indegree' or 'fixed_outdegree'."
        )
    # A distribution equals no number of columns, though it compares with any.
    if value.shape[0] != shape[0] or not isinstance(shape[1], Real) or value.shape[1] != shape[1]:
        raise ValueError(
            f"'{name}' has to be an array of dimension {shape[0]}x{shape[1]} ({words}), a scalar "
            "or a dictionary."
        )
