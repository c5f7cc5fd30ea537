"""Which events nodes send and take, and what is said where two nodes do not fit together.

A node model may name what it sends in ``sends`` (``"spike"``, ``"current"``, ``"data_request"``)
and what it takes in ``receives``; otherwise both follow from its declared inputs and recordables.
What its spikes stand for, events or states of binary neurons, is told by ``means`` and
``understands``.
"""

import numpy as np

from nestlike.kernel.distinct import distinct
from nestlike.kernel.errors import (
    IllegalConnection,
    IncompatibleReceptorType,
    UnknownReceptorType,
)
from nestlike.models.declaration import Current, SpikeCounts, Spikes

#: The largest number, on its thread, of a node that an HPC synapse can reach.
LAST_COMPACT = 2**16 - 2
_REASON = "Creation of connection is not possible because:\n"
_WORDS = {
    "spike": "spike input",
    "current": "current input",
    "data_request": "data logging requests",
}
_DIRECTION = "\n  Note that volt/multimeters must be connected as Connect(meter, neuron)."


def illegal(reason: str) -> IllegalConnection:
    """Return an IllegalConnection with NEST's opening words."""
    return IllegalConnection(_REASON + reason)


def sent_by(model) -> str | None:
    """Return the kind of events that nodes of a model send, None for those that send nothing."""
    return getattr(model, "sends", "spike" if model.element_type == "neuron" else None)


def taken_by(model) -> tuple[str, ...]:
    """Return the kinds of events that nodes of a model take."""
    declared = getattr(model, "receives", None)
    if declared is not None:
        kinds = list(declared)
    else:
        inputs = getattr(model, "inputs", ())
        kinds = ["spike"] if any(not isinstance(i, Current) for i in inputs) else []
        kinds += ["current"] if any(isinstance(i, Current) for i in inputs) else []
    if model.recordables:
        kinds.append("data_request")
    return tuple(dict.fromkeys(kinds))


def ports(model, kind: str):
    """Return the receptor ports at which all nodes of a model take events of a kind."""
    if kind == "data_request":
        return (0,)
    found = []
    for entry in getattr(model, "inputs", ()):
        if isinstance(entry, Current) != (kind == "current"):
            continue
        if isinstance(entry, Spikes | SpikeCounts | Current):
            found.append(entry.port)
            found += getattr(entry, "ignored", ())
    return tuple(found) or (0,)


def require_fit(source, target, synapse, ids, receptors) -> None:
    """Raise unless nodes of two populations can be connected.

    Parameters
    ----------
    source, target : Population
        Where the nodes come from.
    synapse : type
        A `SynapseModel`.
    ids : ndarray of int64
        The nodes of the target population, one for each connection.
    receptors : int or ndarray of int
        Receptor port of each connection, or of all.

    Raises
    ------
    IllegalConnection
        If the source sends nothing, or something that synapse or target do not take.
    UnknownReceptorType, IncompatibleReceptorType
        If the target has no such receptor; the latter where nodes differ in their receptors.
    """
    kind, model = sent_by(source.entry.model), target.entry.model
    taken = taken_by(model)
    if source.replicated and target.replicated and (model.hears_all or not taken):
        raise illegal("We do not allow connection of a device to a global receiver at the moment.")
    if kind is None:
        raise illegal(
            "Source node does not send output."
            "\n  Note that recorders must be connected as Connect(neuron, recorder)."
        )
    to_each = source.replicated or source.entry.model.sends_to_each
    choosy = to_each and not source.entry.model.takes_any_synapse
    from_device = choosy and not synapse.from_any_device
    if kind not in synapse.carries or from_device:
        raise illegal(f"The target node or synapse model does not support {_WORDS[kind]}.")
    if kind not in taken:
        direction = _DIRECTION if kind == "spike" else ""
        words = f"The target node or synapse model does not support {_WORDS[kind]}."
        raise illegal(words + direction)
    _require_receptors(target, kind, ids, receptors)
    if synapse.is_compact:
        _require_compact(target, kind, ids, receptors)
    if set(source.entry.model.means).isdisjoint(model.understands):
        raise illegal("Spikes of the source and of the target mean different things.")
    if model.element_type != "neuron" and synapse.reads_history():
        raise illegal("The target node does not support STDP synapses.")


def _require_receptors(target, kind, ids, receptors) -> None:
    model = target.entry.model
    if kind == "spike" and hasattr(model, "ports_of"):
        _require_counted_ports(target, ids, receptors)
    elif kind == "spike" and not target.replicated and model.spike_ports():
        _require_own_ports(target, ids, receptors)
    else:
        _require_ports(target, kind, receptors)


def _require_compact(target, kind, ids, receptors) -> None:
    """Raise unless a synapse with an index of 16 bits in place of a pointer can reach the nodes."""
    if kind == "data_request" or np.any(receptors):
        raise illegal(
            "HPC synapses reach receptor 0 only, and nothing can be recorded through them. "
            "Use the model without _hpc."
        )
    for _, block, ks in target.locate(ids):
        if block.local_offset + np.max(ks, initial=0) > LAST_COMPACT:
            raise illegal(f"HPC synapses support at most {LAST_COMPACT} nodes per thread.")


def _require_ports(target, kind, receptors) -> None:
    allowed = ports(target.entry.model, kind)
    for receptor in distinct(receptors).tolist():
        if receptor not in allowed:
            raise UnknownReceptorType(
                f"Receptor type {receptor} is not available in {target.entry.name}. "
                f"It has {', '.join(map(str, allowed))}."
            )


def _require_counted_ports(target, ids, receptors) -> None:
    """Raise unless each target has the receptor its connection asks for, counted from 0."""
    receptors = np.broadcast_to(receptors, len(ids))
    for where, block, ks in target.locate(ids):
        asked, n = receptors[where], block.model.ports_of(block, ks)
        wrong = np.flatnonzero((asked < 0) | (asked >= n))
        if len(wrong):
            raise UnknownReceptorType(
                f"Receptor type {asked[wrong[0]]} is not available in {target.entry.name}. "
                f"There are receptors 0 to {n[wrong[0]] - 1}."
            )


def _require_own_ports(target, ids, receptors) -> None:
    """Raise unless each target has the receptor its connection asks for."""
    receptors = np.broadcast_to(receptors, len(ids))
    for where, block, ks in target.locate(ids):
        asked, last = receptors[where], block.model.n_receptors(block)[ks]
        wrong = np.flatnonzero((asked < 1) | (asked > last))
        if len(wrong):
            raise IncompatibleReceptorType(
                f"Receptor type {asked[wrong[0]]} in {target.entry.name} does not accept "
                f"SpikeEvent. There are receptors 1 to {last[wrong[0]]}."
            )
