"""Rows of events as text, as a C++ stream in fixed notation prints them."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

# What a C++ stream takes for a negative precision.
_DEFAULT_DIGITS = 6


def rows(columns: Sequence[np.ndarray], precision: int) -> Iterator[str]:
    """Return lines with tabs between the numbers of equally long columns, without line ends.

    Parameters
    ----------
    columns : sequence of arrays
        Integers are shown as they are, floats with `precision` digits after the point.
    precision : int
        Number of digits; a negative one means 6.
    """
    real = f"%.{precision if precision >= 0 else _DEFAULT_DIGITS}f"
    forms = ["%d" if column.dtype.kind in "iu" else real for column in columns]
    values = [column.tolist() for column in columns]
    for i, column in enumerate(columns):
        if column.dtype.kind == "f" and np.isnan(column).any():
            forms[i], values[i] = "%s", [_shown(value, real) for value in values[i]]
    form = "\t".join(forms)
    return (form % row for row in zip(*values, strict=True))


def _shown(value: float, form: str) -> str:
    # C prints the sign of what is not a number, Python does not.
    if math.isnan(value):
        return "-nan" if math.copysign(1.0, value) < 0 else "nan"
    return form % value


def table(backend, recorder, steps, senders, values, offsets, integers) -> list[np.ndarray]:
    """Return the columns that a chunk of events has as text: senders, times, quantities."""
    columns = [senders, *backend.times(recorder, steps, offsets)]
    for block in (values, integers):
        if block is not None:
            columns += list(np.asarray(block).T)
    return columns
