"""Defaults of node models: the dictionary of the prototype, with a few entries more."""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.nodes import node_status
from nestlike.kernel.nodes.node_assignment import propose
from nestlike.kernel.nodes.node_table import prototype
from nestlike.kernel.nodes.node_values import require_known

_PROTOTYPE = np.array([0])


def defaults_dict(entry) -> dict:
    """Return the defaults of a model, keys in ASCII order."""
    block = prototype(entry)
    defaults = node_status.dictionary(block, 0)
    if block.options:
        # NEST shows these last, whatever SetDefaults was given.
        last = {key: defaults[key] for key in ("model", "recordables") if key in defaults}
        options = {key: node_status.repeated(value) for key, value in block.options.items()}
        defaults.update(options, **last)
    defaults.update(_bookkeeping(entry))
    return {key: defaults[key] for key in sorted(defaults)}


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
