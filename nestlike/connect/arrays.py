"""Connect arrays of node ids pair by pair; ids may repeat."""

import numpy as np

from nestlike.connect.builder import fill
from nestlike.connect.populations import is_replicated
from nestlike.connect.synapse_specification import SynapseSpecification
from nestlike.kernel import kernel
from nestlike.kernel.errors import BadParameter, UnknownNode

_INTEGERS = ("receptor_type", "synapse_label")


def connect_arrays(sources, targets, syn_spec: dict) -> None:
    """Connect ``sources[i]`` to ``targets[i]``.

    Parameters
    ----------
    sources, targets : ndarray of int, shape (n,)
        Node ids.
    syn_spec : dict
        ``synapse_model``, and scalars or arrays of shape (n,) for weight, delay, parameters.

    Raises
    ------
    UnknownNode
        If an id is not that of a node.
    BadParameter
        If the synapse model lacks a parameter, or a value should be an integer.
    """
    sources, targets = np.asarray(sources, np.int64), np.asarray(targets, np.int64)
    spec = _specification(syn_spec, len(sources))
    kernel.nodes.number_locally()
    kernel.connections.note_change()
    for ids in (sources, targets):
        unknown = (ids < 1) | (ids > kernel.nodes.size)
        if unknown.any():
            raise UnknownNode(f"Node with id {ids[unknown][0]} does not exist.")
    vps = range(kernel.connections.n_vp)
    fill([batch for vp in vps for batch in _batch(spec, sources, targets, vp)])


def _specification(syn_spec: dict, n: int) -> SynapseSpecification:
    values = {}
    for name, value in syn_spec.items():
        values[name] = value
        if name != "synapse_model":
            values[name] = np.broadcast_to(np.asarray(value, np.float64), n)
        if name in _INTEGERS:
            values[name] = _as_integers(name, values[name])
    model = kernel.models.synapse(syn_spec["synapse_model"])
    known = model.model.defaults_dict(model)
    for name in values:
        if name not in known:
            raise BadParameter(f"{model.name} does not have parameter {name}")
    return SynapseSpecification(values)


def _as_integers(name: str, values):
    rounded = values.astype(np.int64)
    if (rounded != values).any():
        raise BadParameter(f"Expected integer value for {name}, but got double.")
    return rounded


def _batch(spec, sources, targets, vp: int) -> list:
    local = np.flatnonzero((targets % kernel.connections.n_vp == vp) | is_replicated(targets))
    if not len(local):
        return []
    return [(vp, spec.entry, sources[local], targets[local], spec.columns(local, []))]
