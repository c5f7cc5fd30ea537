"""Reads the text files that recorders write, and plain tables of numbers."""

import numpy as np

#: What the columns are where a file does not say it.
_UNNAMED = ("sender", "time_ms")


def read_table(path: str) -> tuple[tuple[str, ...], np.ndarray]:
    """Read one data file.

    Parameters
    ----------
    path : str
        A file of the recording backend ``ascii``, or a table of numbers without a header.

    Returns
    -------
    names : tuple of str
        Names of the columns; ``sender``, ``time_ms`` where the file does not name them.
    rows : float64 array, shape (rows, columns)

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If a row is not made of numbers.
    """
    with open(path, encoding="utf-8") as file:
        lines = [line for line in file if line.strip() and not line.startswith("#")]
    names = _UNNAMED
    if lines and lines[0].startswith("sender"):
        names = tuple(lines.pop(0).rstrip("\n").split("\t"))
    if not lines:
        return names, np.empty((0, len(names)))
    return names, np.loadtxt(lines, ndmin=2)


def read_tables(paths) -> tuple[tuple[str, ...], np.ndarray]:
    """Read one file, or several with the same columns, one after the other."""
    paths = [paths] if isinstance(paths, str) else list(paths)
    tables = [read_table(path) for path in paths]
    if not tables:
        raise ValueError("There is no file to read.")
    filled = [rows for _, rows in tables if len(rows)] or [tables[0][1]]
    return tables[0][0], np.concatenate(filled)
