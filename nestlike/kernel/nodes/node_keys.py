"""Entries that every node's dictionary has, whatever its model."""

from collections.abc import Callable

from nestlike.declared import Declared


class Integers(tuple):
    """The value of a quantity that is a vector of ints; a plain tuple holds floats."""


class Names(tuple):
    """The value of a quantity that is a list of str."""


class Nodes(tuple):
    """The value of a quantity that is a collection of nodes: their ids, ascending."""


def always(block, k) -> bool:
    """Return True: every node has the entry."""
    return True


def never(block, k) -> bool:
    """Return False: the entry is only ever set."""
    return False


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
    shown: Callable = always


#: Readers by key for one node: ``reader(block, k)``.
NODE_KEYS_OF_ONE: dict[str, Callable] = {
    "element_type": lambda block, k: block.model.element_type,
    "frozen": lambda block, k: block.frozen[k],
    "global_id": lambda block, k: block.first_id + block.id_step * k,
    "local": lambda block, k: True,
    "model": lambda block, k: block.entry.name,
    "model_id": lambda block, k: block.entry.number,
    "node_uses_wfr": lambda block, k: False,
    "thread": lambda block, k: block.vp,
    "thread_local_id": lambda block, k: block.thread_local_id(k),
    "vp": lambda block, k: block.vp,
}


def _repeated(read):
    return lambda block, ks: [read(block, 0)] * len(ks)


#: Readers by key: ``reader(block, ks)`` returns a list of values for the nodes `ks` (int array).
NODE_KEYS: dict[str, Callable] = {
    **{key: _repeated(read) for key, read in NODE_KEYS_OF_ONE.items()},
    "frozen": lambda block, ks: block.frozen.take(ks).tolist(),
    "global_id": lambda block, ks: (block.first_id + block.id_step * ks).tolist(),
    "thread_local_id": lambda block, ks: block.thread_local_ids(ks),
}
