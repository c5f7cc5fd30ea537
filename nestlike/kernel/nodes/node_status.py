"""Reading and setting the entries of nodes' dictionaries, for many nodes at a time.

Values are those users see; a quantity that is `relative_to` another one is stored as a difference,
as in NEST, because its rounding shows.
"""

from collections.abc import Sequence
from copy import deepcopy

import numpy as np

from nestlike.compiler.signatures import is_vector
from nestlike.kernel.nodes.node_keys import (
    NODE_KEYS,
    NODE_KEYS_OF_ONE,
    Integers,
    Names,
    Nodes,
    always,
    never,
)


def declared_keys(model) -> tuple[str, ...]:
    """Return the keys of the dictionary of a model's nodes, in ASCII order."""
    if "_declared_keys" not in model.__dict__:
        shown = {name for name, q in model.quantities().items() if q.listed}
        keys = shown.union(NODE_KEYS, model.virtual)
        if model.shows_recordables():
            keys.add("recordables")
        model._declared_keys = tuple(sorted(keys))
    return model._declared_keys


def keys(block, k: int) -> Sequence[str]:
    """Return the keys of the dictionary of node `k`, in ASCII order."""
    common, special = _common_and_special_keys(block.model)
    if not special and not block.echo:
        return common
    virtual = block.model.virtual
    own = [key for key in special if virtual[key].shown(block, k)]
    return sorted({*common, *own, *block.echo})


def _common_and_special_keys(model):
    """Return the keys that all nodes of a model show, and those that some show at times."""
    if "_key_groups" not in model.__dict__:
        virtual = model.virtual.items()
        hidden = {key for key, entry in virtual if entry.shown is not always}
        special = [key for key in hidden if model.virtual[key].shown is not never]
        common = tuple(key for key in declared_keys(model) if key not in hidden)
        model._key_groups = common, special
    return model._key_groups


def plain_keys(model) -> list[str]:
    """Return the keys of entries which are kept by the nodes, and do not change by themselves."""
    quantities = model.quantities()
    plain = {name for name in quantities if quantities[name].kind in _PLAIN}
    kept = plain.union(NODE_KEYS) - model.virtual.keys()
    return [key for key in declared_keys(model) if key in kept]


def has_key(block, k: int, key: str) -> bool:
    """Whether the dictionary of node `k` has an entry `key`."""
    virtual = block.model.virtual
    if key in block.echo:
        return True
    if key in virtual:
        return virtual[key].shown(block, k)
    return key in declared_keys(block.model)


def value(block, k: int, key: str):
    """Return one entry of one node, a new object where it is mutable; the entry must exist."""
    if key in block.echo:
        return repeated(block.echo[key])
    return readers(block.model)[key](block, k)


def readers(model) -> dict:
    """Return, by key, what reads an entry of one node: ``read(block, k)``."""
    if "_readers" not in model.__dict__:
        found = {name: _quantity_reader(model, name) for name in model.quantities()}
        found["recordables"] = model.recordable_names
        found.update(NODE_KEYS_OF_ONE)
        model._readers = {**found, **{key: entry.get for key, entry in model.virtual.items()}}
    return model._readers


def _quantity_reader(model, name):
    quantity = model.quantities()[name]
    stored = _stored_reader(model, name)
    if quantity.relative_to:
        stored_base = _stored_reader(model, quantity.relative_to)
        return lambda block, k: stored(block, k) + stored_base(block, k)
    if quantity.kind in _PLAIN:
        return stored
    return lambda block, k: _as_user_sees(stored(block, k))


def _stored_reader(model, name):
    """Return what reads a quantity of one node in the form in which it is kept."""
    if name not in model.state:
        return lambda block, k: block.columns[name][k]
    if is_vector(model.state[name]):
        return lambda block, k: block.vectors[name].take((k,))[0]
    row = row_of(model, name)
    return lambda block, k: block.state.item(row, k)


#: Types of quantities that users may have themselves, being immutable.
_PLAIN = {float, int, bool, str}


def dictionary(block, k: int) -> dict:
    """Return the dictionary of one node."""
    if block.echo:
        return {key: value(block, k, key) for key in keys(block, k)}
    read = readers(block.model)
    return {key: read[key](block, k) for key in keys(block, k)}


def values(block, ks: np.ndarray, key: str) -> list:
    """Return the entry `key` of the nodes `ks` as a list; the entry must exist."""
    model = block.model
    if key in block.echo:
        return [repeated(block.echo[key]) for _ in ks]
    if key in model.virtual:
        return [model.virtual[key].get(block, k) for k in ks.tolist()]
    if key in NODE_KEYS:
        return NODE_KEYS[key](block, ks)
    if key == "recordables":
        return [model.recordable_names(block, k) for k in ks.tolist()]
    return shown(visible(block, ks, key))


def repeated(entry):
    """Return what was given as NEST shows it."""
    entry = np.array(entry) if isinstance(entry, (list, tuple)) else entry
    return entry.item() if isinstance(entry, np.generic) else deepcopy(entry)


def shown(column) -> list:
    """Return a column of values as users see them: plain numbers, new arrays and lists."""
    if isinstance(column, np.ndarray) and column.ndim == 1:
        return column.tolist()
    return [_as_user_sees(entry) for entry in column]


def _as_user_sees(entry):
    if isinstance(entry, Nodes):
        return entry
    if isinstance(entry, Names):
        return list(entry)
    if isinstance(entry, Integers) and entry:
        return np.array(entry, np.int64)
    return np.array(entry, float) if isinstance(entry, (tuple, np.ndarray)) else deepcopy(entry)


def visible(block, ks: np.ndarray, name: str):
    """Return quantity `name` of the nodes `ks`: an array with one row per node, or a list."""
    column = stored(block, ks, name)
    base = block.model.quantities()[name].relative_to
    return column + stored(block, ks, base) if base else column


def stored(block, ks: np.ndarray, name: str):
    """Return quantity `name` in the form in which the nodes `ks` keep it."""
    if name in block.columns:
        return block.columns[name].take(ks)
    if name in block.vectors:
        return block.vectors[name].take(ks)
    return block.state[row_of(block.model, name)][ks]


def one_for_all(block, name: str):
    """Return the stored value of `name` if all nodes of the block have the same, else None."""
    column = block.columns.get(name)
    return column.constant if column is not None and column.is_constant else None


def row_of(model, name: str) -> int:
    """Return the row of a scalar state variable in `Block.state`."""
    if "_rows" not in model.__dict__:
        scalars = [n for n, quantity in model.state.items() if not is_vector(quantity)]
        model._rows = {n: row for row, n in enumerate(scalars)}
    return model._rows[name]


def store(block, ks: np.ndarray, name: str, column) -> None:
    """Keep new stored values (one for all, or one per node) of quantity `name`."""
    if name in block.columns:
        block.columns[name].put(ks, column)
    elif name in block.vectors:
        block.vectors[name].put(ks, column)
    else:
        block.state[row_of(block.model, name)][ks] = column
