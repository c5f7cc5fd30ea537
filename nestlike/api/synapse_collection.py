"""The connections that `GetConnections` found, with their parameters."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nestlike.api.synapse_table_text import table_text
from nestlike.connect.disconnection import remove
from nestlike.connect.distances import distances
from nestlike.connect.properties import assign, names_of, values
from nestlike.connect.selection import Segment
from nestlike.kernel import kernel
from nestlike.kernel.errors import InexistentConnection

__all__ = ["SynapseCollection"]

_IDENTITY = ("source", "target", "target_thread", "synapse_id", "port")
_OWN_ATTRIBUTES = ("_datum", "print_full")


class SynapseCollection:
    """A sequence of connections.

    Indexing and iterating give collections of one connection.  Parameters can be read and set by
    `get` and `set`, or as attributes.

    Parameters
    ----------
    data : list of Segment
        What `GetConnections` found.

    Attributes
    ----------
    print_full : bool
        Whether printing shows all connections if there are many.
    distance : list of float
        Distances between source and target; nan where either has no position.
    """

    __hash__ = None

    def __init__(self, data: list | None):
        for segment in data or []:
            if not isinstance(segment, Segment):
                raise TypeError("Expected connections as GetConnections returns them.")
        self._datum = data or []
        self.print_full = False

    def __len__(self) -> int:
        return sum(len(segment) for segment in self._datum)

    def __iter__(self) -> Iterator["SynapseCollection"]:
        for segment in self._datum:
            for k in range(len(segment)):
                yield SynapseCollection([segment.part(slice(k, k + 1))])

    def __getitem__(self, key: int | slice) -> "SynapseCollection":
        if isinstance(key, int | np.integer):
            key = range(len(self))[key]
            positions = np.array([key])
        else:
            positions = np.arange(len(self))[key]
        return SynapseCollection(_picked(self._datum, np.atleast_1d(positions)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SynapseCollection):
            raise NotImplementedError()
        return len(self) == len(other) and self.get(_IDENTITY) == other.get(_IDENTITY)

    def __neq__(self, other: object) -> bool:
        return not self == other

    def __str__(self) -> str:
        return table_text(self.get(), self.print_full)

    def __getattr__(self, name: str) -> Any:
        # Python asks for __array__, __deepcopy__ and the like; no parameter is called so.
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "distance":
            super().__setattr__(name, self._distances())
            return self.distance
        return self.get(name)

    def _distances(self) -> list[float]:
        ends = ([getattr(s, end) for s in self._datum] for end in ("source", "target"))
        none = [np.empty(0, np.int64)]
        return distances(*(np.concatenate(some or none) for some in ends)).tolist()

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _OWN_ATTRIBUTES:
            super().__setattr__(name, value)
        else:
            self.set({name: value})

    def sources(self) -> Iterator[int]:
        """Return an iterator over the node ids of the sources."""
        return iter(_as_sequence(self.get("source")))

    def targets(self) -> Iterator[int]:
        """Return an iterator over the node ids of the targets."""
        return iter(_as_sequence(self.get("target")))

    def _is_gone(self) -> bool:
        return not self._datum or kernel.nodes.size == 0

    def get(self, keys: Any = None, output: str = "") -> Any:
        """Return parameters of the connections.

        Parameters
        ----------
        keys : str or iterable of str, optional
            One name, several names, or everything if left out.
        output : {"", "pandas", "json"}
            Return a DataFrame with a row for each connection, or a JSON string, instead.

        Returns
        -------
        object, list or dict
            The value of one connection, the list of values of several, or a dict of these by
            name.  Where some connections lack a parameter that others have, None stands for it.

        Raises
        ------
        KeyError
            If the name is not that of a parameter.
        TypeError
            If `keys` is neither a str nor an iterable.
        """
        if self._is_gone():
            return _formatted({} if keys is None or output else (), keys, output, [])
        if keys is None:
            result = {name: self._values(name) for name in self._names()}
        elif isinstance(keys, str):
            result = self._one(keys)
        else:
            result = self._several(keys)
        if len(self) == 1 and isinstance(result, dict):
            result = {name: found[0] for name, found in result.items()}
        return _formatted(result, keys, output, self._values("source"))

    def _names(self) -> list[str]:
        models = {segment.table.entry.model for segment in self._datum}
        return sorted(set().union(*(names_of(model) for model in models)))

    def _one(self, name: str):
        if len(self) == 1:
            if name not in self._names():
                raise KeyError(name)
            return self._values(name)[0]
        return self._values(name) if name in self._names() else []

    def _several(self, keys) -> dict:
        try:
            keys = list(keys)
        except TypeError:
            raise TypeError("keys should be either a string or an iterable") from None
        for segment in self._datum:
            known = names_of(segment.table.entry.model)
            for name in keys:
                if name not in known:
                    raise KeyError(name)
        return {name: self._values(name) for name in keys}

    def _values(self, name: str) -> list:
        found = []
        for segment in self._datum:
            if name in names_of(segment.table.entry.model):
                found += values(segment, name)
            else:
                found += [None] * len(segment)
        return found

    def set(self, params: Any = None, **kwargs: Any) -> None:
        """Set parameters of the connections.

        Parameters
        ----------
        params : dict, or list of dict with one for each connection
            Values by name; a list stands for one value per connection.
        **kwargs
            The same as keyword arguments, in place of `params`.

        Raises
        ------
        TypeError
            If both are given, or the number of dicts is wrong.
        UnaccessedDictionaryEntry
            If a parameter does not exist or cannot be set.
        BadProperty, BadDelay, TypeMismatch
            If a value is not allowed.
        """
        if self._is_gone():
            return
        n = len(self)
        if isinstance(params, list | tuple) and len(params) != n:
            raise TypeError(f"Status dict must be a dict, or a list of dicts of length {n}")
        if kwargs and params:
            raise TypeError("must either provide params or kwargs, but not both.")
        params = kwargs if kwargs and params is None else params
        if isinstance(params, dict):
            assign(self._datum, {k: self._per_connection(k, v) for k, v in params.items()})
        elif isinstance(params, list | tuple):
            for k, of_one in enumerate(params):
                assign(self[k]._datum, of_one)
        else:
            raise TypeError(f"Parameters come in a dict or a list of dicts, not as {params!r}.")

    def _per_connection(self, name: str, value: Any) -> Any:
        if not isinstance(value, list | tuple | np.ndarray):
            return value
        if name not in names_of(self._datum[0].table.entry.model):
            return value
        n = len(self)
        if len(value) < n:
            raise IndexError("list index out of range")
        return np.asarray(value if len(value) == n else value[:n])

    def disconnect(self) -> None:
        """Remove the connections of the collection from the network.

        Raises
        ------
        InexistentConnection
            If one of them has been removed already, or belongs to a device.
        """
        for segment in self._datum:
            table = segment.table
            if table.grouped:
                raise InexistentConnection(
                    "Deletion of connection is not possible because it does not exist: "
                    "connections of devices cannot be removed."
                )
            remove(table.vp, table.entry.number, segment.source.tolist(), segment.target.tolist())


def _picked(segments: list, positions) -> list:
    """Return segments with the connections at `positions`, in that order."""
    starts = np.cumsum([0, *(len(segment) for segment in segments)])
    which = np.searchsorted(starts, positions, side="right") - 1
    cuts = np.flatnonzero(np.diff(which)) + 1
    picked = []
    for run in np.split(np.arange(len(positions)), cuts):
        if len(run):
            segment = segments[which[run[0]]]
            picked.append(segment.part(positions[run] - starts[which[run[0]]]))
    return picked


def _as_sequence(value):
    return value if isinstance(value, list | tuple) else (value,)


def _formatted(result, keys, output: str, index: list):
    if output == "pandas":
        import pandas

        result = {keys: result} if isinstance(keys, str) else result
        return pandas.DataFrame(result, index=index) if index else pandas.DataFrame()
    if output == "json":
        import json

        return json.dumps(result)
    return result
