"""Comparison of computed arrays with a stored trace, by the table of tolerances."""

from __future__ import annotations

import numpy as np

from nestlike.testing import tolerances
from nestlike.testing.traces import Trace


def differences(trace: Trace, found: dict) -> list[str]:
    """Return one line for each array that is not as stored; an empty list when all are.

    Parameters
    ----------
    trace : Trace
        What was recorded.
    found : dict of str to array
        What was computed.

    Returns
    -------
    list of str
        Name of the array, and its first differing sample.
    """
    if trace.origin["chaotic"] and not trace.same_libm:
        return []
    missing = [f"{name}: missing here" for name in sorted(set(trace.arrays) - set(found))]
    extra = [f"{name}: not in the trace" for name in sorted(set(found) - set(trace.arrays))]
    common = sorted(set(trace.arrays) & set(found))
    compared = (
        _difference(name, trace.arrays[name], np.asarray(found[name]), trace.same_libm)
        for name in common
    )
    return missing + extra + [line for line in compared if line]


def _difference(name, expected, found, same_libm):
    if expected.dtype != found.dtype or expected.shape != found.shape:
        kinds = f"{expected.dtype}{expected.shape}, here {found.dtype}{found.shape}"
        return f"{name}: stored as {kinds}"
    exact = same_libm or _always_exact(name, expected)
    wrong = _other_bits(expected, found) if exact else _too_far(expected, found)
    if not wrong.any():
        return None
    at = int(np.flatnonzero(wrong)[0])
    values = f"stored {expected.flat[at]!r}, here {found.flat[at]!r}"
    return f"{name}[{at}] of {expected.size}: {values}; {int(wrong.sum())} differ"


def _always_exact(name, expected):
    return name.rsplit("/", 1)[-1] in tolerances.ALWAYS_EXACT or expected.dtype.kind != "f"


def _other_bits(expected, found):
    """Return where the bytes differ: -0.0 is not 0.0, and equal NaNs are equal."""
    size = expected.dtype.itemsize
    rows = [np.ascontiguousarray(values).reshape(-1) for values in (expected, found)]
    left, right = (values.view(np.uint8).reshape(values.size, size) for values in rows)
    return (left != right).any(axis=1)


def _too_far(expected, found):
    expected, found = expected.reshape(-1), found.reshape(-1)
    finite = np.abs(expected[np.isfinite(expected)])
    bound = tolerances.OF_LARGEST * (finite.max() if finite.size else 0.0)
    return ~np.isclose(found, expected, rtol=tolerances.RELATIVE, atol=bound, equal_nan=True)
