"""Read and change the parameters of connections, whole segments at a time."""

import numpy as np

from nestlike.connect.quantities import as_column, random_value
from nestlike.connect.synapse_specification import require_valid_delays
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_double
from nestlike.kernel.errors import KernelException, TypeMismatch
from nestlike.models.synapse_declaration import modelid, refuse_unaccessed, require_legal_labels

UNLABELLED = -1


def names_of(model) -> list[str]:
    """Return what users see of a connection of a synapse model, in ASCII order."""
    names = ["port", "receptor", "source", "synapse_id", "synapse_model", "target"]
    names += ["target_thread", *model.visible()]
    if model.sizeof is not None:
        names.append("sizeof")
    if "weight" not in model.common:
        names.append("weight")
    if model.has_delay:
        names.append("delay")
    if model.has_label:
        names.append("synapse_label")
    return sorted(names)


def values(segment, name: str) -> list:
    """Return one quantity of all connections of a segment, as Python objects."""
    table, model = segment.table, segment.table.entry.model
    n = len(segment)
    if name in ("source", "target", "port"):
        return getattr(segment, name).tolist()
    constant = {
        "sizeof": lambda: model.sizeof,
        "synapse_id": lambda: modelid(table.entry),
        "synapse_model": lambda: table.entry.name,
        "target_thread": lambda: table.vp,
    }
    if name in constant:
        return [constant[name]()] * n
    column = table.column("label" if name == "synapse_label" else name)
    if name == "delay":
        return _delays(column, segment)
    if column.is_constant:
        return [column.constant] * n
    return column.rows[_index(segment)].tolist()


def _delays(column, segment) -> list:
    if column.is_constant:
        return [kernel.time.delay_ms(column.constant)] * len(segment)
    return (column.rows[_index(segment)] * kernel.time.ms_per_step).tolist()


def _index(segment):
    """Return the rows of a segment as an index, without an array of them if possible."""
    where = segment.where
    if isinstance(where, range) and where.step > 0:
        return slice(where.start, where.stop, where.step)
    return segment.rows


def assign(segments: list, params: dict) -> None:
    """Set parameters of connections.

    Parameters
    ----------
    segments : list of Segment
    params : dict
        A number for all connections, or an ndarray with one for each.

    Raises
    ------
    UnaccessedDictionaryEntry
        If no connection, or not each, takes a name.
    BadProperty, BadDelay, TypeMismatch
        If a value is not allowed.  The connections before that one have been changed then.
    """
    changes, failure = _changes(segments, params)
    outdated = False
    if failure is None:
        _require_known(segments, params)
    for segment, columns in changes:
        if "delay" in columns:
            steps = columns["delay"]
            kernel.settings.delays.widen(int(np.min(steps)), int(np.max(steps)))
        for name, value in columns.items():
            outdated |= segment.table.put(name, segment.rows, value)
    kernel.connections.version += outdated
    if failure is not None:
        raise failure


def _changes(segments: list, params: dict):
    """Return segments with the columns to write, and the error of the first that cannot be."""
    changes, first = [], 0
    for segment in segments:
        stop = first + len(segment)
        given = _values(params, first, stop)
        try:
            changes.append((segment, _checked(segment, given)))
        except KernelException as error:
            return changes + _changes_before(segment, given), error
        first = stop
    return changes, None


def _changes_before(segment, given: dict) -> list:
    """Return the changes up to the first connection of a segment that cannot be changed."""
    n = _n_possible(segment, given)
    # Values that do not go together are noticed only when the connection has them.
    for count in (n + 1, n):
        part = segment.part(slice(0, count))
        try:
            return [(part, _columns(part, _values(given, 0, count)))] if count else []
        except KernelException:
            continue
    return []


def _values(params: dict, first: int, stop: int) -> dict:
    return {n: v[first:stop] if isinstance(v, np.ndarray) else v for n, v in params.items()}


def _n_possible(segment, given: dict) -> int:
    """Return how many connections of a segment can be changed before the first that cannot."""
    possible, impossible = 0, len(segment)
    while impossible - possible > 1:
        middle = (possible + impossible) // 2
        try:
            _checked(segment.part(slice(0, middle)), _values(given, 0, middle))
            possible = middle
        except KernelException:
            impossible = middle
    return possible


def _require_known(segments: list, params: dict) -> None:
    models = {segment.table.entry.model for segment in segments}
    known = set().union(*(_settable(model) for model in models))
    unknown = [name for name in params if name not in known]
    refuse_unaccessed("params", "connection.set()", unknown, known)


def _settable(model) -> dict:
    conversions = dict(model.accepts())
    for name in ("receptor_type", *model.common):
        conversions.pop(name, None)
    return conversions


def _columns(segment, given: dict) -> dict:
    """Return columns to write, by name of the column, delays and labels checked."""
    conversions = _settable(segment.table.entry.model)
    columns = {n: _converted(conversions[n], n, v) for n, v in given.items() if n in conversions}
    if "delay" in columns:
        steps = np.floor(np.asarray(columns["delay"]) * kernel.time.steps_per_ms + 0.5)
        columns["delay"] = require_valid_delays(_plain(steps.astype(np.int64)))
    if "synapse_label" in columns:
        columns["label"] = columns.pop("synapse_label")
        require_legal_labels(columns["label"])
    return columns


def _checked(segment, given: dict) -> dict:
    """Return columns to write, by name of the column, if their values go together."""
    table, columns = segment.table, _columns(segment, given)
    present = {n: table.column(n) for n in ("weight", *table.columns)}
    now = {n: c.constant if c.is_constant else c.rows[_index(segment)] for n, c in present.items()}
    table.entry.model.verify({**now, **columns})
    return columns


def _plain(array):
    return array.item() if array.ndim == 0 else array


def _converted(conversion, name: str, value):
    if random_value(value) is not None:
        error = TypeMismatch if conversion is as_double else RuntimeError
        raise error(f"Expected datatype: {name} takes no random Parameter here.")
    if not isinstance(value, np.ndarray):
        return conversion(name, value)
    return as_column(conversion, name, value)
