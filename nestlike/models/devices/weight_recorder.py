"""Recorder of the weights with which synapses send spikes."""

from nestlike.kernel.nodes.node_keys import Nodes, VirtualKey
from nestlike.kernel.nodes.node_values import as_nodes
from nestlike.models.declaration import Parameter
from nestlike.models.recorder_declaration import RecordingDevice

_FILTERS = ("senders", "targets")


def _filter(name):
    return VirtualKey(
        get=lambda block, k: block.columns[name][k],
        set=lambda block, k, value: block.columns[name].put([k], [value]),
        check=lambda block, k, value: as_nodes(name, value),
        shown=lambda block, k: not block.is_prototype,
    )


class weight_recorder(RecordingDevice):
    """Recorder of the spikes that reach neurons through some synapses, and of their weights.

    It is not connected, but named in the defaults of a synapse model:
    ``nest.CopyModel("stdp_synapse", "recorded", {"weight_recorder": recorder})``.  For each spike
    delivered it takes down ``senders``, ``targets``, ``times`` (of the spike), ``weights`` (as
    sent), ``receptors`` and ``ports`` (number of the connection on its process).

    Parameters
    ----------
    senders, targets : NodeCollection or list of int, default empty
        Only spikes of these senders, or to these targets; without nodes, of and to all.
    """

    receives = ("weight",)
    value_names = ("weights",)
    integer_names = ("targets", "receptors", "ports")
    parameters = {name: Parameter(Nodes(), hidden=True) for name in _FILTERS}
    virtual = {**RecordingDevice.virtual, **{name: _filter(name) for name in _FILTERS}}

    @classmethod
    def claim(cls, proposal, position, given):
        """Take the filters besides what the backend takes."""
        filters = {n: cls.virtual[n].check(None, 0, given[n]) for n in _FILTERS if n in given}
        return {**super().claim(proposal, position, given), **filters}

    @classmethod
    def settle(cls, block, k, claimed) -> None:
        """Keep the filters, and tell the backend the rest."""
        for name in _FILTERS:
            if name in claimed:
                cls.virtual[name].set(block, k, claimed.pop(name))
        super().settle(block, k, claimed)
