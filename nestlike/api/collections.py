"""``NodeCollection``: the nodes a user works with."""

import numbers
from typing import Any

import numpy as np

from nestlike.api import node_access
from nestlike.api.layers import spatial_status
from nestlike.api.node_indices import index_array, position, positions_of_slice
from nestlike.api.serialization import to_json
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadParameter, BadProperty, KernelException, UnknownNode
from nestlike.kernel.nodes.listed_nodes import ListedNodes, ranges_from_ids, ranges_from_list
from nestlike.kernel.nodes.node_ranges import NodeRanges, restored

__all__ = ["NodeCollection"]


class NodeCollection:
    """Nodes, in ascending order of their ids.

    Parameters
    ----------
    data : iterable of int, optional
        Ascending ids of existing nodes; without it the collection is empty.

    Raises
    ------
    TypeError
        If `data` does not consist of integers.
    UnknownNode
        If there is no such node.
    BadProperty
        If the ids are not ascending.

    Notes
    -----
    Model parameters read and write like attributes: ``nodes.V_m = -60.0``.
    """

    # Equality compares contents, which a reset of the kernel may void.
    __hash__ = None

    def __init__(self, data=None):
        if data is None:
            data = NodeRanges(kernel.nodes, (), 0)
        _put(self, "_datum", data if isinstance(data, NodeRanges) else _from_data(data))

    def __iter__(self):
        return map(_of, map(self._datum.one, range(self._datum.size)))

    def __len__(self):
        return self._datum.size

    def __bool__(self):
        return self._datum.size > 0

    def __contains__(self, node_id):
        return self._datum.index(node_id if type(node_id) is int else _integer(node_id)) >= 0

    def __eq__(self, other):
        if not isinstance(other, NodeCollection):
            raise NotImplementedError(f"Cannot compare NodeCollection to {type(other).__name__}")
        return self._datum.same_as(other._datum)

    def __add__(self, other):
        if not isinstance(other, NodeCollection):
            if not (isinstance(other, numbers.Number) and other == 0):
                kind = type(other).__name__
                raise TypeError(f"Cannot add object of type '{kind}' to 'NodeCollection'")
            other = NodeCollection()
        return _of(self._datum.join(other._datum))

    __radd__ = __add__

    def __getitem__(self, key):
        datum = self._datum
        if isinstance(key, slice):
            return _of(datum.slice(*positions_of_slice(key, datum.size)))
        if isinstance(key, (int, np.integer)):
            return _of(datum.one(position(int(key), datum.size)))
        if isinstance(key, (list, tuple, np.ndarray)):
            return self._take(*index_array(key, datum.size))
        raise IndexError("only integers, slices, lists, tuples, and numpy arrays are valid indices")

    def _take(self, positions, ascending):
        if not len(positions):
            return NodeCollection()
        ends = (positions[0], positions[-1]) if ascending else (positions.min(), positions.max())
        lowest, highest = map(int, ends)
        if lowest < 0:
            raise UnknownNode(f"Positions count from 0, not from {lowest}.")
        if not self and highest == 0:
            raise UnknownNode("An empty NodeCollection has no first node.")
        if highest >= len(self) and self._datum.sliced:
            raise KernelException(f"pos {highest} points outside of the sliced NodeCollection")
        if highest >= len(self):
            raise IndexError(f"pos {highest} points outside of the NodeCollection")
        if not ascending:
            raise BadProperty("Indices must be sorted in ascending order")
        ids = self._datum.ids[positions]
        kernel.nodes.require_ids(int(ids[0]), int(ids[-1]))
        return _of(ListedNodes(kernel.nodes, ids))

    def __str__(self):
        return str(self._datum)

    __repr__ = __str__

    def __copy__(self):
        return NodeCollection(self._datum)

    def __deepcopy__(self, memo):
        return NodeCollection(self._datum)

    def __reduce__(self):
        # The nodes stay in the kernel: what comes back are those with the same ids.
        return _restored, self._datum.without_table()

    def __array__(self, dtype=None, copy=None):
        return np.array(self.tolist(), dtype=dtype)

    def tolist(self) -> list[int]:
        """Return the node ids."""
        if self:
            node_access.require_existing(self._datum)
        return self._datum.ids.tolist()

    def index(self, node_id: int) -> int:
        """Return the position of a node id; ValueError if it is not in the collection."""
        found = self._datum.index(_integer(node_id))
        if found < 0:
            raise ValueError(f"{node_id} is not in NodeCollection")
        return found

    def get(self, *params, **kwargs) -> Any:
        """Return entries of the nodes' dictionaries.

        Parameters
        ----------
        *params : str or list of str
            Nothing for all entries, a key, or several keys in a list. A key and a second
            argument read inside dictionaries: ``get("events", "times")``.
        output : {"pandas", "json"}, optional
            Return a DataFrame with one row per node, or a JSON string.

        Returns
        -------
        object, tuple or dict
            One node: the value. Several nodes: a tuple of values, None for nodes that do not
            have the entry. Several keys: a dictionary of these.

        Raises
        ------
        KeyError
            If no node has such an entry.
        ValueError
            If the collection is empty.
        """
        if not self:
            raise ValueError("Cannot get parameter of empty NodeCollection")
        if kwargs and "output" not in kwargs:
            raise TypeError(f"Got unexpected keyword argument: {', '.join(map(repr, kwargs))}")
        result = node_access.read(self._datum, params)
        if kwargs.get("output") == "json":
            return to_json(result)
        if kwargs.get("output") == "pandas":
            return node_access.as_data_frame(self._datum, params, result)
        return result

    def set(self, params=None, **kwargs) -> None:
        """Set parameters of the nodes: all of them or, if a value is refused, none.

        Parameters
        ----------
        params : dict or list of dict
            New values by key. A list has one dictionary for each node, or one for all. A list as
            value of a scalar parameter has one value for each node.
        **kwargs
            The same as keywords, instead of `params`.

        Raises
        ------
        UnaccessedDictionaryEntry
            If a key is unknown or read-only.
        BadProperty
            If a value is outside its range.
        TypeMismatch
            If a value has the wrong type.
        TypeError
            If both `params` and keywords are given, or neither.
        """
        if not self:
            return
        if kwargs and params:
            raise TypeError("must either provide params or kwargs, but not both.")
        node_access.write(self._datum, kwargs if kwargs and params is None else params)

    def _to_array(self, selection="all"):
        if selection == "all":
            return {"All": self.tolist()}
        if selection == "rank":
            return {f"Rank {kernel.settings['mpi_rank']}": self.tolist()}
        if selection == "thread":
            return node_access.by_thread(self._datum)
        raise BadParameter(
            f"to_array() accepts only 'all', 'rank', 'thread', but got '{selection}'."
        )

    def __getattr__(self, name):
        if name.startswith("__"):
            # Python, NumPy and others ask for protocols; no parameter has such a name.
            raise AttributeError(name)
        if name == "_ipython_canary_method_should_not_exist_":
            raise NotImplementedError(name)
        if not self:
            raise AttributeError("Cannot get attribute of empty NodeCollection")
        if name == "spatial":
            object.__setattr__(self, name, spatial_status(self._datum))
            return self.spatial
        return self.get(name)

    def __setattr__(self, name, value):
        if name == "_datum":
            object.__setattr__(self, name, value)
        else:
            self.set({name: value})


def _of(datum):
    """Return a set of nodes as users have it."""
    nodes = object.__new__(NodeCollection)
    _put(nodes, "_datum", datum)
    return nodes


_put = object.__setattr__


def _restored(*description):
    return NodeCollection(restored(kernel.nodes, *description))


def _integer(node_id):
    if type(node_id) is not int and not isinstance(node_id, numbers.Real):
        raise TypeError(f"an integer is required, not {node_id!r}")
    return int(node_id)


def _from_data(data):
    if isinstance(data, list | tuple) and set(map(type, data)) == {int}:
        return ranges_from_list(kernel.nodes, data)
    if isinstance(data, NodeCollection):
        raise TypeError("an integer is required, not a NodeCollection")
    if isinstance(data, np.ndarray) and data.ndim == 1 and data.dtype.kind in "iuf":
        ids = data.astype(np.int64)
    else:
        ids = np.array([_integer(node_id) for node_id in data], np.int64)
    return ranges_from_ids(kernel.nodes, ids)
