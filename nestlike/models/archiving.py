"""What all neurons remember of their spikes, as entries of their dictionaries."""

from nestlike.kernel import errors
from nestlike.kernel.datatypes import as_bool
from nestlike.kernel.errors import TypeMismatch
from nestlike.kernel.nodes.node_keys import VirtualKey, never
from nestlike.models.quantities import Check, Parameter

#: Parameters that all neurons have, in NEST's order of reading.
ARCHIVE = {
    "tau_minus": Parameter(20.0, "ms", "Time constant of the postsynaptic trace", drawn=False),
    "tau_minus_triplet": Parameter(
        110.0, "ms", "Time constant of the slow postsynaptic trace", drawn=False
    ),
    "Ca": Parameter(0.0, "", "Calcium concentration", drawn=False),
    "tau_Ca": Parameter(10000.0, "ms", "Time constant of the calcium concentration", drawn=False),
    "beta_Ca": Parameter(
        0.001, "", "Increment of the calcium concentration per spike", drawn=False
    ),
    "ignore_and_spike": Parameter(
        False, "", "Spike in fixed intervals, whatever the potential", drawn=False
    ),
    "ignore_and_spike_offset": Parameter(1.0, "ms", "Time until the first such spike"),
    "ignore_and_spike_interval": Parameter(100.0, "ms", "Time between such spikes"),
}

ARCHIVE_CHECKS = (
    Check(lambda tau_minus: tau_minus > 0, "All time constants must be strictly positive."),
    Check(
        lambda tau_minus_triplet: tau_minus_triplet > 0,
        "All time constants must be strictly positive.",
    ),
    Check(lambda tau_Ca: tau_Ca > 0, "All time constants must be strictly positive."),
    Check(lambda Ca: Ca >= 0, "Calcium concentration cannot be negative."),
    Check(
        lambda beta_Ca: beta_Ca > 0,
        "For Ca to function as an integrator of the electrical activity, beta_ca needs to be "
        "greater than 0.",
    ),
    Check(
        lambda ignore_and_spike_offset: ignore_and_spike_offset > 0,
        "ignore_and_spike_offset > 0 required.",
    ),
    Check(
        lambda ignore_and_spike_interval: ignore_and_spike_interval > 0,
        "ignore_and_spike_interval > 0 required.",
    ),
)


def _archived(name: str, without):
    """Return the entry for a column of the archive; `without` is shown before there is one."""

    def read(block, k):
        return getattr(block.archive, name)[k].item() if block.archive else without

    return VirtualKey(read)


def _check_elements(block, k, value):
    if not isinstance(value, dict):
        raise TypeMismatch(f"Expected datatype: synaptic_elements takes a dict, not {value!r}.")
    if value:
        raise errors.NotImplemented(
            f"synaptic_elements = {value} needs growth curves, and growth_curves is empty."
        )
    return value


def _clear(block, k, wanted):
    if not wanted:
        return
    block.columns["Ca"].dense()[k] = 0.0
    if block.archive:
        block.archive.clear(k)


#: Entries all neurons have besides `ARCHIVE`.
ARCHIVE_ENTRIES = {
    "archiver_length": _archived("length", 0),
    "post_trace": _archived("trace", 0.0),
    "t_spike": _archived("last_spike", -1.0),
    "synaptic_elements": VirtualKey(
        lambda block, k: {}, set=lambda block, k, value: None, check=_check_elements
    ),
    # It forgets the spikes so far.
    "clear": VirtualKey(
        lambda block, k: None,
        set=_clear,
        check=lambda block, k, value: as_bool("clear", value),
        shown=never,
    ),
}
