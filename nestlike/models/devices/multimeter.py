"""Recorder of quantities of neurons and other nodes."""

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.nodes.node_keys import Names
from nestlike.models.declaration import Parameter
from nestlike.models.recorder_declaration import RecordingDevice


class multimeter(RecordingDevice):
    """Recorder that samples quantities of the nodes it is connected to.

    ``GetDefaults(model)["recordables"]`` lists what a model offers. Every `interval` a sample of
    each quantity in `record_from` is taken, the first one at `offset`, or after one interval where
    the offset is 0.
    """

    parameters = {
        "interval": Parameter(1.0, "ms", "Time between samples"),
        "offset": Parameter(0.0, "ms", "Time of the first sample, 0 for one interval"),
        "record_from": Parameter(Names(), "", "Names of the recorded quantities"),
    }
    sends = "data_request"
    means = ("spike", "binary")
    freezable = False

    @classmethod
    def family(cls):
        """Return the name NEST uses for this model in messages about freezing."""
        return "multimeter"

    @classmethod
    def claim(cls, proposal, position, given):
        """Refuse a change of what is recorded once the multimeter is connected."""
        if not {"interval", "offset", "record_from"}.isdisjoint(given) and _has_targets(
            proposal.block, int(proposal.ks[position])
        ):
            raise BadProperty(
                "The recording interval, the interval offset and the list of properties to record "
                "cannot be changed after the multimeter has been connected to nodes."
            )
        return super().claim(proposal, position, given)

    @classmethod
    def adjust_own(cls, values, given):
        """Put interval and offset on the grid."""
        if "interval" in given:
            values["interval"] = _interval(values["interval"])
        if "offset" in given:
            values["offset"] = _offset(values["offset"])


def _has_targets(block, k):
    node_id = block.first_id + k
    if block.is_prototype or not kernel.connections.num_connections:
        return False
    tables = (t for by_model in kernel.connections.from_devices for t in by_model.values())
    return any((table.source == node_id).any() for table in tables)


def _tics(ms):
    clock = kernel.time
    if not abs(ms) < clock.max_ms:
        raise BadProperty(f"The time between samples must be finite, not {ms} ms.")
    return clock.tics_from_ms(ms)


def _interval(ms):
    clock = kernel.time
    tics = _tics(ms)
    if tics < clock.tics_per_step:
        raise BadProperty(
            "The sampling interval must be at least as long as the simulation resolution. "
            f"({ms} ms, resolution {clock.resolution} ms)"
        )
    if tics % clock.tics_per_step:
        raise BadProperty(
            "The sampling interval must be a multiple of the simulation resolution. "
            f"({ms} ms, resolution {clock.resolution} ms)"
        )
    return clock.ms_from_tics(tics)


def _offset(ms):
    clock = kernel.time
    if ms != 0 and _tics(ms) < clock.tics_per_step:
        raise BadProperty(
            "The offset for the sampling interval must be at least as long as the simulation "
            f"resolution. ({ms} ms, resolution {clock.resolution} ms)"
        )
    # Unlike an interval, an offset off the grid goes to the end of its step.
    return clock.ms_from_steps(clock.steps_from_tics(_tics(ms)))
