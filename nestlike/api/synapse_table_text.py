"""Connections as a table of text."""

from math import floor, log

_SHOWN_IN_FULL = 34
_SHOWN_AT_EACH_END = 15
_HEADERS = ("source", "target", "synapse model", "weight", "delay")


def table_text(params: dict, full: bool) -> str:
    """Return a table with a row for each connection.

    Parameters
    ----------
    params : dict
        What ``SynapseCollection.get()`` returns.
    full : bool
        Whether to show all rows of a long table, and not only both ends.
    """
    if not params:
        return "The synapse collection does not contain any connections."
    columns = [params[name.replace(" ", "_")] for name in _HEADERS]
    if not isinstance(columns[0], list):
        columns = [[value] for value in columns]
    widths = _widths(columns)
    # Node ids of the first column are set one to the left of the others.
    places = [widths[0] - 1, *widths[1:]]
    rows = _rows(list(zip(*columns, strict=True)), full)
    lines = [" ".join(f"{h:^{w}}" for h, w in zip(_HEADERS, widths, strict=True))]
    lines.append(" ".join("-" * w for w in widths))
    lines += [_row_text(row, places) for row in rows]
    return "\n".join(lines)


def _widths(columns) -> list[int]:
    widths = [len(header) + 2 for header in _HEADERS]
    for k in (0, 1):
        widths[k] = max(widths[k], floor(log(max(columns[k]), 10)))
    widths[2] = max(widths[2], max(map(len, columns[2])))
    return widths


def _rows(rows: list, full: bool) -> list:
    if full or len(rows) <= _SHOWN_IN_FULL:
        return rows
    dots = ("\u22ee ",) * len(_HEADERS)
    return [*rows[:_SHOWN_AT_EACH_END], dots, *rows[-_SHOWN_AT_EACH_END:]]


def _row_text(row, widths) -> str:
    return " ".join(_cell(value, width) for value, width in zip(row, widths, strict=True))


def _cell(value, width: int) -> str:
    if isinstance(value, float):
        return f"{value:>#{width}.4g}"
    return f"{value:>{width}}"
