"""Defaults of node models: the dictionary of the prototype, with a few entries more."""

from functools import lru_cache

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.nodes import node_status
from nestlike.kernel.nodes.node_assignment import propose
from nestlike.kernel.nodes.node_table import prototype
from nestlike.kernel.nodes.node_values import require_known

_PROTOTYPE = np.array([0])


def defaults_dict(entry) -> dict:
    """Return the defaults of a model, keys in ASCII order."""
    block, bookkeeping = prototype(entry), _bookkeeping(entry)
    known, readers = {**_settled(entry), **bookkeeping}, node_status.readers(entry.model)
    keys = _in_order(*node_status.keys(block, 0))
    defaults = {key: known[key] if key in known else readers[key](block, 0) for key in keys}
    if not block.options:
        return defaults
    # NEST shows these last, whatever SetDefaults was given.
    last = {key: defaults[key] for key in ("model", "recordables") if key in defaults}
    options = {key: node_status.repeated(value) for key, value in block.options.items()}
    defaults.update(options, **last)
    defaults.update(bookkeeping)
    return {key: defaults[key] for key in sorted(defaults)}


def _settled(entry):
    """Return the entries which only SetDefaults changes, and which users may have themselves."""
    if entry.settled is None:
        block, keys = prototype(entry), node_status.plain_keys(entry.model)
        entry.settled = {key: node_status.value(block, 0, key) for key in keys}
    return entry.settled


@lru_cache(128)
def _in_order(*keys):
    """Return keys of nodes and those of `_bookkeeping` in ASCII order."""
    return sorted({*keys, "available", "capacity", "elementsize", "instantiations", "type_id"})


def default(entry, key: str):
    """Return one entry of the defaults of a model, or raise KeyError."""
    block, model = prototype(entry), entry.model
    if (
        key in model.quantities()
        and key not in block.options
        and node_status.has_key(block, 0, key)
    ):
        return node_status.value(block, 0, key)
    return defaults_dict(entry)[key]


def set_defaults(entry, params: dict) -> None:
    """Change defaults of a model, all or none."""
    require_known(params)
    block = prototype(entry)
    propose(block, _PROTOTYPE, params, kernel.random).accept()
    entry.note_change()
    # What a device does not know may mean something to a backend, now or later.
    if entry.model.lenient_defaults:
        known = {*entry.model.quantities(), "n_events"}
        block.options.clear()
        block.options.update({k: value for k, value in params.items() if k not in known})


def _bookkeeping(entry):
    made, room = np.array(_made_and_room(entry)).T
    return {
        "available": room - made,
        "capacity": room.copy(),
        "elementsize": entry.model.element_size(),
        "instantiations": made.copy(),
        "type_id": entry.type_id,
    }


def _made_and_room(entry):
    """Return, for each virtual process, how many nodes there are, and room for how many."""
    n_vp = kernel.settings["total_num_virtual_procs"]
    made_and_room = [(0, 0)] * n_vp
    for population in kernel.nodes.populations:
        if population.entry is entry:
            # NEST makes room for an equal share, but as if there were no nodes yet.
            each = population.n if population.replicated else -(-population.n // n_vp)
            pairs = zip(made_and_room, population.blocks, strict=True)
            made_and_room = [_more(made, max(room, each), b.n) for (made, room), b in pairs]
    return made_and_room


def _more(made, room, n):
    while made + n > room:
        room *= 2  # a vector that is full doubles
    return made + n, room
