"""Reading and writing the dictionaries of the nodes of a collection."""

import numpy as np

from nestlike.api.parameters import Parameter
from nestlike.kernel import kernel, node_status
from nestlike.kernel.errors import TypeMismatch, UnknownNode
from nestlike.kernel.node_assignment import assign
from nestlike.kernel.node_proposal import PerNode


def require_existing(nodes) -> None:
    """Raise UnknownNode if nodes went with a reset of the kernel."""
    if nodes.parts[-1].last > kernel.nodes.size:
        raise UnknownNode(
            f"UnknownNode: there is no node {nodes.parts[-1].last}; there are "
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


def _column(nodes, key):
    places = list(_places(nodes))
    if len(places) == 1 and node_status.has_key(places[0][1], int(places[0][2][0]), key):
        if key not in places[0][1].model.virtual:
            return node_status.values(places[0][1], places[0][2], key)
    result = [None] * len(nodes)
    found = False
    for positions, block, ks in places:
        shown = [i for i, k in enumerate(ks.tolist()) if node_status.has_key(block, k, key)] if (
            key in block.model.virtual
        ) else (range(len(ks)) if node_status.has_key(block, 0, key) else ())
        if not len(shown):
            continue
        found = True
        chosen = ks[list(shown)] if len(shown) < len(ks) else ks
        where = positions[list(shown)] if len(shown) < len(ks) else positions
        for i, value in zip(where.tolist(), node_status.values(block, chosen, key), strict=True):
            result[i] = value
    if not found:
        raise KeyError(key)
    return result


def _everything(nodes):
    keys = set()
    for _, block, ks in _places(nodes):
        if block.model.virtual:
            keys.update(*(node_status.keys(block, k) for k in ks.tolist()))
        else:
            keys.update(node_status.declared_keys(block.model))
    return {key: _unpack(_column(nodes, key)) for key in sorted(keys)}


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
    require_existing(nodes)
    if isinstance(params, dict):
        _refuse_collections(params)
        params = [_split(nodes, params)]
    given = [_given(entry) for entry in params]
    assign(kernel.nodes, kernel.random, nodes.ids, given)


def _refuse_collections(params):
    for name, value in params.items():
        if hasattr(value, "_datum") and not isinstance(value, Parameter):
            raise TypeMismatch(f"Expected datatype: {name} takes no nodes or connections.")


def _given(params):
    if not hasattr(params, "items"):
        raise AttributeError(f"Parameters come in a dict, not as {params!r}.")
    for key in params:
        if not isinstance(key, str):
            raise AttributeError(f"Names of parameters are str, not {key!r}.")
    return {key: _value(value) for key, value in params.items()}


def _value(value):
    if isinstance(value, Parameter):
        return value._datum
    return _plain(value) if isinstance(value, PerNode) else value


def _plain(values):
    return PerNode(value._datum if isinstance(value, Parameter) else value for value in values)


def _split(nodes, params):
    """Give each node its own of the values in a list, where a parameter takes one value."""
    if not any(_is_iterable(value) for value in params.values()):
        return params
    block = kernel.nodes.population_of(nodes.parts[0].first).blocks[0]
    return {
        key: _one_each(value, len(nodes)) if _takes_one(block, key, value) else value
        for key, value in params.items()
    }


def _one_each(values, n):
    if isinstance(values, np.ndarray):
        values = values.tolist()
    return PerNode(values[i] for i in range(n))


def _takes_one(block, key, value):
    if not _is_iterable(value) or not node_status.has_key(block, 0, key):
        return False
    own = node_status.value(block, 0, key)
    # A str counts as iterable here, so that lists of labels are not split.
    return not isinstance(own, str) and not _is_iterable(own)


def _is_iterable(value):
    """Whether a value counts as a list of values: NEST's rule, by which a str does not."""
    if isinstance(value, (str, bytes)) or value is None:
        return False
    try:
        iter(value)
    except TypeError:
        return False
    return True


def by_thread(nodes) -> dict[int, list[int]]:
    """Return the node ids by the thread they live on."""
    require_existing(nodes)
    threads: dict[int, list[int]] = {
        thread: [] for thread in range(kernel.settings["local_num_threads"])
    }
    for _, block, ks in _places(nodes):
        threads[block.vp] += (block.first_id + block.id_step * ks).tolist()
    return threads
