"""Entries that every node's dictionary has, whatever its model."""

from collections.abc import Callable

from nestlike.declared import Declared


class Integers(tuple):
    """The value of a quantity that is a vector of ints; a plain tuple holds floats."""


class Names(tuple):
    """The value of a quantity that is a list of str."""


class Nodes(tuple):
    """The value of a quantity that is a collection of nodes: their ids, ascending."""


class VirtualKey(Declared):
    """An entry of a node's dictionary that is not a declared quantity.

    Parameters
    ----------
    get : callable
        ``get(block, k)`` returns the value for node `k` of `block`.
    set : callable, optional
        ``set(block, k, value)`` takes a new value; without it the entry is read-only.
    check : callable, optional
        ``check(block, k, value)`` returns the value to be set, converted, or raises; nothing has
        been changed yet when it is called.
    shown : callable, optional
        ``shown(block, k)`` tells whether node `k` has the entry at present.
    """

    get: Callable
    set: Callable | None = None
    check: Callable = lambda block, k, value: value
    shown: Callable = lambda block, k: True


def _constant(read):
    def values(block, ks):
        return [read(block)] * len(ks)

    values.of_block = read
    return values


def _global_ids(block, ks):
    return (block.first_id + block.id_step * ks).tolist()


def _thread_local_ids(block, ks):
    return block.thread_local_ids(ks)


#: Readers by key: ``reader(block, ks)`` returns a list of values for the nodes `ks` (int array).
NODE_KEYS: dict[str, Callable] = {
    "element_type": _constant(lambda block: block.model.element_type),
    "frozen": lambda block, ks: block.frozen.take(ks).tolist(),
    "global_id": _global_ids,
    "local": _constant(lambda block: True),
    "model": _constant(lambda block: block.entry.name),
    "model_id": _constant(lambda block: block.entry.number),
    "node_uses_wfr": _constant(lambda block: False),
    "thread": _constant(lambda block: block.vp),
    "thread_local_id": _thread_local_ids,
    "vp": _constant(lambda block: block.vp),
}
