"""What all recording backends have in common."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np

from nestlike.kernel.computed import computed
from nestlike.kernel.datatypes import as_bool, as_long, as_string
from nestlike.kernel.errors import BadProperty

_CONVERSIONS = {
    "file_extension": as_string,
    "label": as_string,
    "n_events": as_long,
    "precision": as_long,
    "time_in_steps": as_bool,
}


#: No parameters.
NOTHING: Mapping = MappingProxyType({})


class RecordingBackend:
    """A place where recorders leave their data; see :mod:`nestlike.recording`.

    Parameters
    ----------
    kernel : Kernel
        Read for the clock, the settings and the number of nodes.
    """

    #: Whether data must arrive before a Run ends, and each Prepare, Run and Cleanup be told of.
    follows_runs = False

    #: The backend's own parameters of a recorder, with their defaults.
    defaults: dict = {"time_in_steps": False}

    def __init__(self, kernel):
        self.kernel = kernel
        self._enrolled: set[int] = set()

    @property
    def accepts(self) -> frozenset:
        """Names this backend takes in `set_status`; any other was not meant for it."""
        return frozenset(self.defaults) | {"n_events"}

    @computed
    def shown(self) -> frozenset:
        """The names of all that recorders show while they record to this backend."""
        return frozenset({"n_events", *self.declare("")})

    def declare(self, model_name: str) -> dict:
        """Return what the defaults of a recorder model show while it records to this backend."""
        return dict(self.defaults)

    def checked(self, params: Mapping, current: Mapping = NOTHING) -> dict:
        """Return those of the wanted `params` that belong to this backend, in the right types.

        Raises
        ------
        TypeMismatch
            If a value has the wrong type.
        BadProperty
            If `n_events` is not 0, or if a value can no longer be changed.
        """
        wanted = {name: params[name] for name in params if name in self.accepts}
        wanted = {name: _CONVERSIONS[name](name, value) for name, value in wanted.items()}
        if wanted.get("n_events", 0) != 0:
            raise BadProperty(
                "Property n_events can only be set to 0 (which clears all stored events), not to "
                f"{wanted['n_events']}."
            )
        self._require_changeable(wanted, current)
        return wanted

    def _require_changeable(self, wanted: Mapping, current: Mapping) -> None:
        """Raise BadProperty for a change that comes too late."""

    def _refuse_after_simulate(self) -> None:
        if self.kernel.settings.fact("simulated"):
            raise BadProperty(
                "Property time_in_steps cannot be set after Simulate has been called."
            )

    def enroll(self, recorder, params: Mapping = NOTHING) -> None:
        """Take in a recorder, with the backend's defaults; one that is enrolled keeps its own.

        Parameters
        ----------
        recorder : Recorder
            Its `options` are replaced by those of this backend, unless it is enrolled already.
        params : mapping
            What the user gave along with ``record_to``; checked before anything is changed.
        """
        if recorder.node_id in self._enrolled:
            self.set_status(recorder, params)
            return
        wanted = self.checked(params, self.defaults)
        self._enrolled.add(recorder.node_id)
        recorder.options = dict(self.defaults)
        self._welcome(recorder)
        self._apply(recorder, wanted)

    def _welcome(self, recorder) -> None:
        """Set up what is kept for a new recorder."""

    def set_status(self, recorder, params: Mapping) -> None:
        """Set parameters of a recorder, all or none; other names are left alone."""
        self._known([recorder])
        self._apply(recorder, self.checked(params, recorder.options))

    def _apply(self, recorder, wanted: dict) -> None:
        if "n_events" in wanted:
            recorder.n_events = wanted.pop("n_events")
            self.clear(recorder)
        recorder.options.update(wanted)

    def _known(self, recorders: Iterable) -> list:
        """Return the recorders; those that nobody enrolled are enrolled now."""
        recorders = list(recorders)
        for recorder in recorders:
            if recorder.node_id not in self._enrolled:
                self.enroll(recorder)
        return recorders

    def clear(self, recorder) -> None:
        """Forget the recorder's data, as far as they are kept here."""

    def withdraw(self, recorder) -> None:
        """Let a recorder go that writes elsewhere from now on; its data here are dropped."""
        self._enrolled.discard(recorder.node_id)

    def prepare(self, recorders: Iterable) -> None:
        """Make ready for the recorders that will write; called by Prepare."""
        self._known(recorders)

    def write(self, recorder, vp, steps, senders, values=None, offsets=None, integers=None) -> None:
        """Take a chunk of data; see :mod:`nestlike.recording` for the arrays."""
        recorder.n_events = n_events(recorder) + len(steps)
        if len(steps):
            self._take(recorder, vp, steps, senders, values, offsets, integers)

    def _take(self, recorder, vp, steps, senders, values, offsets, integers) -> None:
        raise NotImplementedError

    def post_run(self) -> None:
        """Make all data written so far visible; called at the end of Run."""

    def cleanup(self) -> None:
        """Finish; called by Cleanup."""

    def reset(self) -> None:
        """Forget everything; called by ResetKernel."""
        self._enrolled.clear()

    def status(self, recorder) -> dict:
        """Return this backend's entries in the recorder's dictionary."""
        self._known([recorder])
        return {**recorder.options, "n_events": n_events(recorder)}

    def times(self, recorder, steps, offsets) -> list:
        """Return the column (ms) or columns (steps, offsets in ms) that tell the time of events."""
        if recorder.options["time_in_steps"]:
            return [steps, np.zeros(len(steps)) if offsets is None else offsets]
        times = self.kernel.time.ms_from_steps(steps)
        return [times if offsets is None else times - offsets]


def n_events(recorder) -> int:
    """Return how many events a recorder has taken, wherever they went."""
    return getattr(recorder, "n_events", 0)


def integer_names(recorder) -> tuple[str, ...]:
    """Return the names of the recorded quantities that are integers."""
    return tuple(getattr(recorder, "integer_names", ()))
