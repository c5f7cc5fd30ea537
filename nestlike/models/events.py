"""Which events nodes send and take, and what is said where two nodes do not fit together.

A node model may name what it sends in ``sends`` (``"spike"``, ``"current"``, ``"data_request"``)
and what it takes in ``receives``; otherwise both follow from its declared inputs and recordables.
"""

from nestlike.kernel.errors import IllegalConnection, UnknownReceptorType
from nestlike.models.declaration import Current, SpikeCounts, SpikePorts, Spikes

_REASON = "Creation of connection is not possible because:\n"
_WORDS = {"spike": "spike input", "current": "current input", "data_request": "data logging requests"}
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


def ports(block, kind: str):
    """Return the receptor ports at which the nodes of a block take events of a kind."""
    if kind == "data_request":
        return (0,)
    found = []
    for entry in getattr(block.model, "inputs", ()):
        if isinstance(entry, Current) != (kind == "current"):
            continue
        if isinstance(entry, SpikePorts):
            found += range(1, len(block.columns[entry.per][0]) + 1)
        elif isinstance(entry, Spikes | SpikeCounts | Current):
            found.append(entry.port)
            found += getattr(entry, "ignored", ())
    return tuple(found) or (0,)


def require_fit(source, target, synapse, receptors) -> None:
    """Raise unless nodes of two populations can be connected.

    Parameters
    ----------
    source, target : Population
        Where the nodes come from.
    synapse : type
        A `SynapseModel`.
    receptors : iterable of int
        Receptor ports in use.

    Raises
    ------
    IllegalConnection
        If the source sends nothing, or something that synapse or target do not take.
    UnknownReceptorType
        If the target has no such receptor.
    """
    kind, model = sent_by(source.entry.model), target.entry.model
    taken = taken_by(model)
    if source.replicated and target.replicated and not taken:
        raise illegal("We do not allow connection of a device to a global receiver at the moment.")
    if kind is None:
        raise illegal(
            "Source node does not send output."
            "\n  Note that recorders must be connected as Connect(neuron, recorder)."
        )
    from_device = source.replicated and not synapse.from_any_device
    if kind not in synapse.carries or from_device:
        raise illegal(f"The target node or synapse model does not support {_WORDS[kind]}.")
    if kind not in taken:
        direction = _DIRECTION if kind == "spike" else ""
        raise illegal(f"The target node or synapse model does not support {_WORDS[kind]}.{direction}")
    if target.replicated and not synapse.from_any_device:
        raise illegal("The target node does not support STDP synapses.")
    _require_ports(target, kind, receptors)


def _require_ports(target, kind, receptors) -> None:
    allowed = ports(target.blocks[0], kind)
    for receptor in receptors:
        if receptor not in allowed:
            raise UnknownReceptorType(
                f"Receptor type {receptor} is not available in {target.entry.name}. "
                f"It has {', '.join(map(str, allowed))}."
            )
