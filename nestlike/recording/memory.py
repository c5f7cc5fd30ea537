"""The backend ``memory``: keeps events in memory and shows them as ``events``."""

from collections.abc import Iterable

import numpy as np

from nestlike.recording.backend import RecordingBackend, integer_names

# Joining many small chunks now and then bounds both their number and the copying.
_JOIN_FROM = 512
_SMALL_ROWS = 4096


class Columns:
    """Equally long columns of numbers that grow by chunks of rows."""

    def __init__(self):
        self._large: list[tuple] = []
        self._small: list[tuple] = []

    def append(self, chunk: tuple) -> None:
        """Take over a chunk: one array per column; the arrays are not copied."""
        if len(chunk[0]) >= _SMALL_ROWS:
            self._settle()
            self._large.append(chunk)
            return
        self._small.append(chunk)
        if len(self._small) == _JOIN_FROM:
            self._settle()

    def _settle(self) -> None:
        if self._small:
            self._large.append(_joined(self._small))
            self._small = []

    def chunks(self) -> list[tuple]:
        """Return all chunks in their order."""
        return self._large + self._small


def _joined(chunks: list[tuple]) -> tuple:
    """Return new columns with the rows of all chunks."""
    return tuple(np.concatenate(column) for column in zip(*_equally_wide(chunks), strict=True))


def _equally_wide(chunks: list[tuple]) -> list[tuple]:
    """Return chunks with a last column of zeros where it is missing: no offsets mean none."""
    width = max(map(len, chunks))
    return [c if len(c) == width else (*c, np.zeros(len(c[0]))) for c in chunks]


class _Data:
    """The names of one recorder's quantities, and its rows by virtual process."""

    def __init__(self):
        self.names: tuple[str, ...] = ()
        self.rows: dict[int, Columns] = {}

    def chunks(self) -> list[tuple]:
        """Return all chunks, virtual process by virtual process."""
        return [chunk for vp in sorted(self.rows) for chunk in self.rows[vp].chunks()]


def _filled(chunks: Iterable[tuple], n_rows: int) -> list:
    """Return new columns with the rows of all chunks, holding one chunk at a time."""
    columns: list = []
    row = 0
    for chunk in chunks:
        columns = columns or [np.empty(n_rows, part.dtype) for part in chunk]
        for column, part in zip(columns, chunk, strict=True):
            column[row : row + len(part)] = part
        row += len(chunk[0])
    return columns


class MemoryBackend(RecordingBackend):
    """Keeps events in memory, where ``get("events")`` finds them.

    Parameters of a recorder
    ------------------------
    time_in_steps : bool, default False
        Whether times are whole steps (``times``) and offsets in ms (``offsets``) instead of ms.
        It cannot be set after Simulate (BadProperty).
    n_events : int
        Number of events; setting it to 0 drops them all, any other value is a BadProperty.
    events : dict of arrays, read-only
        ``senders`` (int64), ``times`` (float64 in ms, or int64 in steps), and one array for each
        recorded quantity. Without data all arrays are float64. Events of one virtual process
        follow those of the one before.
    """

    def __init__(self, kernel):
        super().__init__(kernel)
        self._data: dict[int, _Data] = {}

    def declare(self, model_name):
        return {**self.defaults, "events": _events(("senders", "times"), [])}

    def _require_changeable(self, wanted, current):
        # Unlike with files, here NEST refuses even the value that holds.
        if "time_in_steps" in wanted:
            self._refuse_after_simulate()

    def _welcome(self, recorder):
        self._data[recorder.node_id] = _Data()

    def withdraw(self, recorder):
        super().withdraw(recorder)
        self._data.pop(recorder.node_id, None)

    def clear(self, recorder):
        self._data[recorder.node_id].rows.clear()

    def prepare(self, recorders):
        for recorder in self._known(recorders):
            names = (*recorder.value_names, *integer_names(recorder))
            self._data[recorder.node_id].names = names

    def _take(self, recorder, vp, steps, senders, values, offsets, integers):
        # Steps are kept, not ms: they are as exact, and both forms follow from them.
        columns = [] if values is None else list(np.asarray(values).T)
        columns += [] if integers is None else list(np.asarray(integers).T)
        first = () if offsets is None else (offsets,)
        rows = self._data[recorder.node_id].rows
        rows.setdefault(vp, Columns()).append((steps, senders, *columns, *first))

    def reset(self):
        super().reset()
        self._data.clear()

    def status(self, recorder):
        return {**super().status(recorder), "events": self._events(recorder)}

    def _events(self, recorder) -> dict:
        """Return the arrays of `events`, which belong to the caller."""
        data = self._data[recorder.node_id]
        times = ("times", "offsets") if recorder.options["time_in_steps"] else ("times",)
        chunks = data.chunks()
        shown = (self._shown(recorder, chunk, len(data.names)) for chunk in chunks)
        columns = _filled(shown, sum(len(chunk[0]) for chunk in chunks))
        return _events(("senders", *times, *data.names), columns)

    def _shown(self, recorder, chunk: tuple, n_values: int) -> tuple:
        steps, senders, *rest = chunk
        offsets = rest[n_values] if len(rest) > n_values else None
        return (senders, *self.times(recorder, steps, offsets), *rest[:n_values])


def _events(names, columns) -> dict:
    """Return columns by name, in ASCII order; without columns, empty ones."""
    columns = columns or [np.empty(0) for _ in names]
    return dict(sorted(zip(names, columns, strict=True)))
