"""What recorders have in common: where their data go, and the entries a backend adds."""

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadProperty, TypeMismatch, did_you_mean
from nestlike.kernel.nodes.node_keys import VirtualKey
from nestlike.kernel.random.random_values import RandomValue
from nestlike.kernel.recording.recorders import recorder_of
from nestlike.models.declaration import Parameter
from nestlike.models.device_declaration import Device


def _backend(block, k):
    return kernel.simulation.backends[block.columns["record_to"][k]]


def _declared(block, k, key):
    """Return an entry that the backend of recorder `k` shows while it has no data."""
    if key == "n_events":
        return 0
    backend = _backend(block, k)
    return (
        backend.defaults[key] if key in backend.defaults else backend.declare(block.entry.name)[key]
    )


def _read(key):
    def get(block, k):
        if block.is_prototype:
            return _declared(block, k, key)
        kernel.simulation.collect()
        recorder, backend = recorder_of(block, k), _backend(block, k)
        backend.enroll(recorder)
        if key in recorder.options:
            return recorder.options[key]
        return recorder.n_events if key == "n_events" else backend.status(recorder)[key]

    return get


def _entry(key):
    return VirtualKey(_read(key), shown=lambda block, k: key in _backend(block, k).shown)


class RecordingDevice(Device):
    """A device that records what it is connected to.

    Most of its entries belong to the backend named by ``record_to``.
    """

    element_type = "recorder"
    writes = True
    #: Quantities that come with each event, floats and ints, where users do not choose them.
    value_names: tuple[str, ...] = ()
    integer_names: tuple[str, ...] = ()
    common = {
        **Device.common,
        "record_to": Parameter("memory", "", "Recording backend: memory, ascii or screen"),
    }
    virtual = {
        key: _entry(key)
        for key in (
            "events",
            "file_extension",
            "filenames",
            "n_events",
            "precision",
            "time_in_steps",
        )  # fmt: skip
    }

    @classmethod
    def created(cls, population) -> None:
        """Enroll new recorders with their backends."""
        for k in range(population.n):
            cls.settle(population.blocks[0], k, dict(cls.inherited(population.entry)))

    @classmethod
    def inherited(cls, entry) -> dict:
        """Return the parameters of the backend which defaults prescribe; a label is none."""
        return entry.prototype.options if entry.prototype is not None else {}

    @classmethod
    def require_settable(cls, block, ks):
        """Raise between Prepare and Cleanup; what was recorded goes where it was meant to go."""
        if kernel.simulation.prepared:
            raise BadProperty(
                "Recorder parameters cannot be changed while inside a Prepare/Run/Cleanup context: "
                f"{block.entry.name}."
            )
        kernel.simulation.collect()

    @classmethod
    def claims(cls, given) -> bool:
        """Return that every change is reported: backends need to know them all."""
        return True

    @classmethod
    def claim(cls, proposal, position, given):
        """Return what the backend takes of the `given` entries, checked."""
        wanted = given.get("record_to", proposal.block.columns["record_to"][proposal.ks[position]])
        backends = kernel.simulation.backends
        if not isinstance(wanted, str):
            return {}
        if wanted not in backends:
            raise BadProperty(
                f"Unknown recording backend '{wanted}'{did_you_mean(wanted, backends)} "
                f"There are {', '.join(sorted(backends))}."
            )
        for name in backends[wanted].accepts.intersection(given):
            if isinstance(given[name], RandomValue):
                raise TypeMismatch(f"Expected datatype: {name} takes no random Parameter.")
        return _checked(backends[wanted], proposal, position, given)

    @classmethod
    def settle(cls, block, k, claimed) -> None:
        """Tell the backend what has been set."""
        if not block.is_prototype and block is block.replicas[0]:
            _enroll(recorder_of(block, k), _backend(block, k), claimed)


def _checked(backend, proposal, position, given):
    block, k = proposal.block, int(proposal.ks[position])
    if block.is_prototype:
        return backend.checked(given, backend.defaults)
    same = block.columns["record_to"][k] == given.get("record_to", block.columns["record_to"][k])
    recorder = recorder_of(block, k)
    current = recorder.options if same and recorder.options else backend.defaults
    return backend.checked(given, current)


def _enroll(recorder, backend, params):
    for other in kernel.simulation.backends.values():
        if other is not backend:
            other.withdraw(recorder)
    backend.enroll(recorder, params)
