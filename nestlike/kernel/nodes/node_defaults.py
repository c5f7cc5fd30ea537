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
    # NEST shows these last, whatever SetDefaults was given.
    last = {key: defaults[key] for key in ("model", "recordables") if key in defaults}
    defaults.update({key: node_status.repeated(value) for key, value in block.options.items()})
    defaults.update(_bookkeeping(entry), **last)
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
    # What a device does not know may mean something to a backend, now or later.
    if entry.model.lenient_defaults:
        known = {*entry.model.quantities(), "n_events"}
        block.options.clear()
        block.options.update({k: value for k, value in params.items() if k not in known})


def _bookkeeping(entry):
    n_vp = kernel.settings["total_num_virtual_procs"]
    made = np.zeros(n_vp, np.int64)
    room = np.zeros(n_vp, np.int64)
    for population in kernel.nodes.populations:
        if population.entry is not entry:
            continue
        each = population.n if population.replicated else -(-population.n // n_vp)
        # NEST makes room for an equal share, but as if there were no nodes yet; a vector that is
        # full doubles.
        room = np.maximum(room, each)
        made += [block.n for block in population.blocks]
        while (made > room).any():
            room = np.where(made > room, 2 * room, room)
    return {
        "available": room - made,
        "capacity": room,
        "elementsize": entry.model.element_size(),
        "instantiations": made,
        "type_id": entry.type_id,
    }
