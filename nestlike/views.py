"""Arrays that share their memory with the connections of the kernel: nestlike only, not in PyNEST.

``connections.get("weight")`` makes a list with a Python object for each connection.  What these
functions return is not copied at all:

    from nestlike.views import column

    weights = column(nest.GetConnections(), "weight")   # ndarray of float64
    nest.Simulate(1000.0)
    print(weights.mean())                               # of plastic synapses: as they are now

An array shows what the kernel keeps for these connections, also after ``Simulate`` and after
parameters have been set one by one.  When connections are made or removed, all get one common
value, or the kernel is reset, the kernel may go on in other memory; the array then keeps the
values it had, and has to be asked for again.  It cannot be written to: use ``set``.
"""

import numpy as np

from nestlike.api.synapse_collection import SynapseCollection
from nestlike.connect.properties import names_of
from nestlike.kernel import kernel
from nestlike.kernel.errors import KernelException, did_you_mean

__all__ = ["column", "columns"]

#: Quantities by the name of the column that holds them, where users call them otherwise.
_STORED_AS = {"delay_steps": "delay", "synapse_label": "label"}


def column(connections: SynapseCollection, name: str) -> np.ndarray:
    """Return one quantity of connections that are kept together, as an array not copied.

    Parameters
    ----------
    connections : SynapseCollection
        As `GetConnections` returns them, or evenly spaced ones of these: of one synapse model and
        one virtual process.
    name : str
        ``"weight"`` or another float of the synapse model, float64, in the unit it is set in;
        ``"target"``, node ids, uint16 or int32; ``"delay_steps"``, delays in steps of the
        resolution, ``"receptor"`` or ``"synapse_label"``, integers of 16, 32 or 64 bits.

    Returns
    -------
    ndarray, shape (n,)
        Read-only, in the order of `connections`.  Where all have the same value, which is then
        kept once, an array of stride 0.

    Raises
    ------
    TypeError
        If `connections` is no SynapseCollection.
    KeyError
        If the name is not that of such a quantity.
    ValueError
        If no array can show the connections without copying: they are kept in several tables (see
        `columns`), are not evenly spaced in their table, or, for ``"target"``, are kept in the
        form that a simulation works with.
    KernelException
        If the connections are gone.
    """
    found = columns(connections, name)
    if len(found) != 1:
        raise ValueError(
            f"These connections are kept in {len(found)} tables, one for each synapse model and "
            "virtual process; columns() returns an array for each."
        )
    return found[0]


def columns(connections: SynapseCollection, name: str) -> list[np.ndarray]:
    """Return one quantity of connections, an array for each table in which they are kept.

    Parameters
    ----------
    connections : SynapseCollection
    name : str
        See `column`.

    Returns
    -------
    list of ndarray
        One after the other they are what ``connections.get(name)`` returns, but for the unit of
        delays.

    Raises
    ------
    TypeError, KeyError, ValueError, KernelException
        See `column`.
    """
    if not isinstance(connections, SynapseCollection):
        raise TypeError(f"Only a SynapseCollection has columns, not {connections!r}.")
    return [_column(segment, name) for segment in connections._datum]


def _column(segment, name):
    rows = _evenly_spaced(segment)
    if name == "target":
        whole = segment.table.endpoints.lend_targets()
        if whole is None:
            raise ValueError(
                "Targets are kept in the form that a simulation works with, not as node ids; "
                "get('target') returns a copy."
            )
    else:
        whole = segment.table.column(_column_name(segment.table, name)).view()
    shown = whole[rows]
    shown.flags.writeable = False
    return shown


def _column_name(table, name):
    """Return the name of the column with a quantity; KeyError if there is none."""
    stored_as = _STORED_AS.get(name, name)
    own = [key for key in names_of(table.entry.model) if key in table.columns]
    known = {"weight", "target", "delay_steps", "receptor", "synapse_label", *own}
    if name in known and isinstance(table.column(stored_as).constant, float | int):
        return stored_as
    raise KeyError(f"{table.entry.name} has no column {name!r}.{did_you_mean(name, known)}")


def _evenly_spaced(segment) -> slice:
    """Return the rows of a segment as a slice."""
    where, n = segment.where, len(segment)
    if kernel.nodes.size == 0 or max(where[0], where[-1]) >= len(segment.table):
        raise KernelException("These connections are gone since they were asked for.")
    first, step = int(where[0]), int(where[1] - where[0]) if n > 1 else 1
    if not isinstance(where, range) and not np.array_equal(where, first + step * np.arange(n)):
        raise ValueError(
            "These connections are not evenly spaced in their table, so that no array can show "
            "them without copying; get() returns a copy."
        )
    end = first + step * n
    return slice(first, end if end >= 0 else None, step)
