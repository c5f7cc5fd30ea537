"""Connections of one process on their way into the tables.

A part is a tuple (tables, vp, entry, sources, targets, columns).
"""

import numpy as np

from nestlike.connect.compatibility import may_hold_generators, note_models, require_compatible
from nestlike.connect.destinations import split
from nestlike.kernel import kernel
from nestlike.kernel.connections.batch import Batch
from nestlike.kernel.distinct import distinct


def of_specifications(vp: int, specs, sources, targets, numbers, draws) -> list[tuple]:
    """Return the parts that collocated specifications make of the same pairs.

    Parameters
    ----------
    vp : int
        Virtual process.
    specs : list of SynapseSpecification
    sources, targets, numbers : ndarray of int64
        Node ids, and numbers of the connections in arrays of values.
    draws : list of list of ndarray
        What was drawn, by specification and quantity.

    Raises
    ------
    BadDelay, BadProperty, IllegalConnection
        If a connection may not have its delay or parameters, or joins two devices.
    """
    parts = [
        (group, vp, spec.entry, own_sources, own_targets, spec.columns(values))
        for spec, drawn in zip(specs, draws, strict=True)
        for group, own_sources, own_targets, values in split(
            vp, sources, targets, spec.values(numbers, drawn)
        )
    ]
    return _interleaved(parts) if len(specs) > 1 else parts


def _interleaved(parts: list) -> list:
    """Merge collocated parts of one table: pair by pair, not specification by specification."""
    by_table: dict = {}
    for part in parts:
        by_table.setdefault((id(part[0]), part[2]), []).append(part)
    return [alike[0] if len(alike) == 1 else _merged(alike) for alike in by_table.values()]


def _merged(parts: list):
    group, vp, entry, sources, targets, _ = parts[0]
    n, m = len(sources), len(parts)
    columns = {
        name: np.stack([np.broadcast_to(p[5][name], n) for p in parts], axis=1).ravel()
        for name in parts[0][5]
    }
    return group, vp, entry, np.repeat(sources, m), np.repeat(targets, m), columns


def of_sequence(vp: int, visits: list) -> list[tuple]:
    """Return the parts of connections that several specifications make in turn.

    Parameters
    ----------
    vp : int
        Virtual process.
    visits : list of tuple
        (specification, places, sources, targets, numbers, draws): as in `of_specifications`, and
        the places of the connections among all.
    """
    by_table: dict = {}
    for spec, places, sources, targets, numbers, draws in visits:
        values = {**spec.values(numbers, draws), "place": places}
        for group, own_sources, own_targets, own in split(vp, sources, targets, values):
            place = own.pop("place")
            columns = {**spec.columns(own), "place": place}
            part = (group, vp, spec.entry, own_sources, own_targets, columns)
            by_table.setdefault((id(group), spec.entry), []).append(part)
    return [_in_order(alike) for alike in by_table.values()]


def _in_order(parts: list):
    """Merge parts of one table by the places of their connections."""
    group, vp, entry = parts[0][:3]
    order = np.argsort(np.concatenate([part[5].pop("place") for part in parts]))
    sizes = [len(part[3]) for part in parts]
    sources, targets = (np.concatenate([part[k] for part in parts])[order] for k in (3, 4))
    columns = {
        name: _ordered([part[5][name] for part in parts], sizes, order) for name in parts[0][5]
    }
    return group, vp, entry, sources, targets, columns


def _ordered(values: list, sizes: list[int], order):
    """Return one value if all parts have the same, or an array of all in order."""
    if all(np.isscalar(value) and value == values[0] for value in values) and values[0] != 0:
        return values[0]
    rows = [np.broadcast_to(value, n) for value, n in zip(values, sizes, strict=True)]
    return np.concatenate(rows)[order]


def checked(parts: list) -> list:
    """Return parts, with receptors of recorders numbered, if all nodes fit together."""
    require_compatible(parts, {})
    return parts


class Gathered:
    """Connections of one process that are all possible, on their way into the tables.

    Parameters
    ----------
    expected : int, default 0
        About how many there will be.
    """

    def __init__(self, expected: int = 0):
        self._expected = expected
        self._growths: dict = {}
        self._delays: set[int] = set()
        self._meters: dict[int, list] = {}
        self._generators: list[tuple] = []

    def add(self, parts: list) -> None:
        """Add parts, whose arrays are copied; raise if one of the connections is impossible."""
        require_compatible(parts, self._meters)
        for group, vp, entry, sources, targets, columns in parts:
            key = (vp, entry.number, id(group))
            if key not in self._growths:
                self._growths[key] = Growth(group, vp, entry, max(len(sources), self._expected))
            self._growths[key].extend(sources, targets, columns)
            self._delays |= {int(np.min(columns["delay"])), int(np.max(columns["delay"]))}
            if may_hold_generators(group):
                self._generators.append((group, vp, entry, distinct(sources), None, None))

    def commit(self) -> None:
        """Hand everything over to the tables."""
        if self._delays:
            kernel.settings.delays.widen(min(self._delays), max(self._delays))
        for growth in self._growths.values():
            growth.commit()
        note_models(self._generators)


class Growth:
    """What one table is to get: at the end of its open batch, or as its first.

    Parameters
    ----------
    group : list of dict
        Tables, see `nestlike.kernel.connections.connection_tables`.
    vp : int
    entry : ModelEntry
    expected : int
        About how many connections there will be.
    """

    def __init__(self, group: list, vp: int, entry, expected: int):
        self._place = group, vp, entry
        table = group[vp].get(entry.number)
        # Tables of devices are looked at while devices are connected.
        batch = table.open_batch() if table and group is kernel.connections.tables else None
        self._largest_id = kernel.nodes.size
        self._batch = batch or Batch(expected, self._largest_id)
        self._batch.expect(expected, self._largest_id)

    def extend(self, sources, targets, columns: dict) -> None:
        """Add connections; the table does not know of them yet."""
        self._batch.expect(len(sources), self._largest_id)
        self._batch.extend(sources, targets, columns)

    def commit(self) -> None:
        """Let the table have them."""
        kernel.connections.table(*self._place).adopt(self._batch)


def append(parts: list) -> None:
    """Append checked parts to the tables."""
    delays = kernel.settings.delays
    for group, vp, entry, sources, targets, columns in parts:
        steps = columns["delay"]
        delays.widen(int(np.min(steps)), int(np.max(steps)))
        kernel.connections.table(group, vp, entry).append(sources, targets, **columns)
    note_models(parts)
