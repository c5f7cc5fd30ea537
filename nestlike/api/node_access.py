"""Reading and writing the dictionaries of the nodes of a collection."""

from operator import itemgetter

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.errors import TypeMismatch, UnknownNode
from nestlike.kernel.nodes import node_status
from nestlike.kernel.nodes.node_assignment import assign
from nestlike.kernel.nodes.node_keys import Nodes
from nestlike.kernel.nodes.node_ranges import NodeRanges
from nestlike.kernel.nodes.node_values import PerNode
from nestlike.kernel.random.random_values import RandomValue

#: Types of values that mean to the kernel what they mean to the user.
_PLAIN = {float, int, bool, str}


def require_existing(nodes) -> None:
    """Raise UnknownNode if nodes went with a reset of the kernel."""
    if nodes.last > kernel.nodes.size:
        raise UnknownNode(
            f"UnknownNode: there is no node {nodes.last}; there are "
            f"{kernel.nodes.size} nodes. ResetKernel removes all nodes."
        )


def read(nodes, params):
    """Return what ``NodeCollection.get(*params)`` returns."""
    require_existing(nodes)
    if not params:
        return _everything(nodes)
    if len(params) == 1:
        return _by_key(nodes, params[0])
    return _hierarchical(nodes, params)


def _places(nodes):
    """Yield (positions in the collection, block, local indices)."""
    ids = nodes.ids
    for positions, population in kernel.nodes.by_population(ids):
        for where, block, ks in population.locate(ids[positions]):
            yield np.arange(len(ids))[positions][where], block, ks


def _unpack(values):
    return values[0] if len(values) == 1 else tuple(values)


def _by_key(nodes, key):
    if isinstance(key, str):
        return _unpack(_column(nodes, key))
    if not hasattr(key, "__iter__"):
        raise TypeError(f"Params should be either a string or an iterable, not {key!r}")
    return {name: _by_key(nodes, name) for name in key}


def _shown(value):
    if not isinstance(value, Nodes):
        return value
    from nestlike.api.collections import NodeCollection  # it needs this module

    return NodeCollection(value)


def _column(nodes, key):
    """Return the entry of every node, None for those without it."""
    if nodes.size == 1:
        return [_entry(*kernel.nodes.home_of(nodes.first), key)]
    places = [(where, block, _having(block, ks, key)) for where, block, ks in _places(nodes)]
    if not any(having.any() for _, _, having in places):
        raise KeyError(key)
    result = [None] * len(nodes)
    for (where, block, having), (_, _, ks) in zip(places, _places(nodes), strict=True):
        if not having.any():
            continue
        values = node_status.values(block, ks[having], key)
        if key in block.model.virtual:
            values = [_shown(value) for value in values]
        if len(values) == len(result):
            return values
        for i, value in zip(where[having].tolist(), values, strict=True):
            result[i] = value
    return result


def _entry(block, k, key):
    """Return an entry of one node."""
    if not node_status.has_key(block, k, key):
        raise KeyError(key)
    value = node_status.value(block, k, key)
    return _shown(value) if key in block.model.virtual else value


def _having(block, ks, key):
    """Return which of the nodes have an entry, as a bool array."""
    if key in block.model.virtual:
        return np.array([node_status.has_key(block, k, key) for k in ks.tolist()], bool)
    return np.full(len(ks), node_status.has_key(block, 0, key))


def _everything(nodes):
    if nodes.size == 1:
        block, k = kernel.nodes.home_of(nodes.first)
        entries = node_status.dictionary(block, k)
        return {key: _shown(value) for key, value in entries.items()}
    keys = set()
    for _, block, ks in _places(nodes):
        if block.model.virtual or block.echo:
            keys.update(*(node_status.keys(block, k) for k in ks.tolist()))
        else:
            keys.update(node_status.declared_keys(block.model))
    return {key: _by_key(nodes, key) for key in sorted(keys)}


def _hierarchical(nodes, params):
    if not isinstance(params[0], str):
        raise TypeError(
            "First argument must be a string, specifying path into hierarchical dictionary"
        )
    dictionaries = _column(nodes, params[0])
    if not all(hasattr(entry, "__iter__") for entry in dictionaries):
        raise TypeError(f"{type(dictionaries[0]).__name__!r} object is not iterable")
    last = params[-1]
    if isinstance(last, str):
        return _unpack_list([entry[last] for entry in dictionaries])
    return {name: _unpack_list([entry[name] for entry in dictionaries]) for name in last}


def _unpack_list(values):
    return values[0] if len(values) == 1 else values


def as_data_frame(nodes, params, result):
    """Return a result of `read` as a pandas DataFrame with one row per node."""
    import pandas

    if len(params) == 1 and isinstance(params[0], str):
        result = {params[0]: result}
    elif len(params) > 1 and isinstance(params[1], str):
        result = {params[1]: result}
    if len(nodes) == 1:
        result = {key: [value] for key, value in result.items()}
    return pandas.DataFrame(result, index=nodes.ids.tolist())


def write(nodes, params) -> None:
    """Set what ``NodeCollection.set(params)`` sets."""
    nodes.require_valid()
    require_existing(nodes)
    if isinstance(params, dict):
        _refuse_connections(params)
        params = [_split(nodes, params)]
    elif isinstance(params, list | tuple) and len(params) == len(nodes) > 1:
        params = _in_columns(params)
    given = [_given(entry) for entry in params]
    assign(kernel.nodes, kernel.random, nodes.ids, given)


def _in_columns(params):
    """Return dictionaries with the same keys and plain values as one dictionary of columns."""
    if set(map(type, params)) != {dict} or not all(
        entry.keys() == params[0].keys() for entry in params
    ):
        return params
    columns = {key: PerNode(map(itemgetter(key), params)) for key in params[0]}
    return [columns] if all(column.kinds <= _PLAIN for column in columns.values()) else params


def _refuse_connections(params):
    for name, value in params.items():
        if hasattr(value, "_datum") and not isinstance(value._datum, NodeRanges | RandomValue):
            raise TypeMismatch(f"Expected datatype: {name} takes no connections.")


def _given(params):
    if not hasattr(params, "items"):
        raise AttributeError(f"Parameters come in a dict, not as {params!r}.")
    for key in params:
        if not isinstance(key, str):
            raise AttributeError(f"Names of parameters are str, not {key!r}.")
    return {key: kernel_value(value) for key, value in params.items()}


def kernel_value(value):
    """Return what the kernel knows a user's value as: random values, ids of nodes."""
    if isinstance(value, PerNode):
        return value if value.kinds <= _PLAIN else PerNode(map(kernel_value, value))
    datum = getattr(value, "_datum", None)
    if isinstance(datum, NodeRanges):
        return Nodes(datum.ids.tolist())
    return datum if isinstance(datum, RandomValue) else value


def _split(nodes, params):
    """Give each node its own of the values in every list, if a parameter takes one value."""
    if not any(_is_iterable(value) for value in params.values()):
        return params
    population = kernel.nodes.population_of(nodes.first)
    block = next(block for block in population.blocks if block.n)
    if not any(_takes_one(block, key, value) for key, value in params.items()):
        return params
    return {
        key: _one_each(value, len(nodes)) if _is_iterable(value) else value
        for key, value in params.items()
    }


def _one_each(values, n):
    if isinstance(values, np.ndarray):
        values = values.tolist() if values.ndim == 1 else list(values)
    # A sequence that is too short is refused by its own error.
    return (
        PerNode(values[:n])
        if type(values) is list and len(values) >= n
        else PerNode(values[i] for i in range(n))
    )


def _takes_one(block, key, value):
    if not _is_iterable(value) or not node_status.has_key(block, 0, key):
        return False
    return not _is_iterable(node_status.value(block, 0, key))


def _is_iterable(value):
    """Whether a value counts as a list of values: NEST's rule, by which a str does."""
    try:
        iter(value)
    except TypeError:
        return False
    return True


def by_thread(nodes) -> dict[int, list[int]]:
    """Return the node ids by the thread they live on."""
    require_existing(nodes)
    n_threads = kernel.settings["local_num_threads"]
    return {vp: nodes.ids[nodes.ids % n_threads == vp].tolist() for vp in range(n_threads)}
