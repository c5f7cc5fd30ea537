"""Recorders in the simulation: logs of spikes, samples of multimeters, and where they go."""

import numpy as np

from nestlike.compiler.kernels import Callback
from nestlike.compiler.layouts import LOG, PROBE, SAMPLER
from nestlike.kernel.records import Records

_LOG_ROWS = 1 << 12
_MOST_LOG_ROWS = 1 << 20
_STORE_BYTES = 1 << 20


class Recorder:
    """A recording device, as its backend sees it.

    Attributes
    ----------
    node_id : int
    model_name : str
    value_names : tuple of str
        Recorded quantities in the order of ``record_from``; empty for spike recorders.
    integer_names : tuple of str
        Those that are integers, as weight recorders have them.
    options : dict
        The backend's own parameters of this recorder.
    """

    def __init__(self, blocks: list, k: int):
        self.blocks, self.k = blocks, k
        self.options: dict = {}
        self.n_events = 0

    @property
    def block(self):
        return self.blocks[0]

    @property
    def node_id(self) -> int:
        return self.block.first_id + self.k

    @property
    def model_name(self) -> str:
        return self.block.entry.name

    @property
    def n_vp(self) -> int:
        return len(self.blocks)

    @property
    def label(self) -> str:
        return self.block.columns["label"][self.k]

    @property
    def backend_name(self) -> str:
        return self.block.columns["record_to"][self.k]

    def parameters(self) -> dict:
        """Return the recorder's parameters by name."""
        return {name: column[self.k] for name, column in self.block.columns.items()}

    @property
    def integer_names(self) -> tuple[str, ...]:
        """Names of recorded integers."""
        return self.block.model.integer_names

    @property
    def value_names(self) -> tuple[str, ...]:
        columns = self.block.columns
        if "record_from" in columns:
            return tuple(columns["record_from"][self.k])
        return self.block.model.value_names


def recorder_of(block, k: int) -> Recorder:
    """Return the one `Recorder` of the recording device `k` of a block or of its replicas."""
    first = block.replicas[0]
    if k not in first.recorders:
        first.recorders[k] = Recorder(first.replicas, k)
    return first.recorders[k]


class Log:
    """Events that a spike recorder received on one virtual process since the last flush."""

    def __init__(self):
        self.record = Records(LOG)
        self._callback = Callback(self._grow, 4)
        self.record.set(grow=self._callback.address)
        self._reserve(_LOG_ROWS)

    def _reserve(self, rows: int) -> None:
        self.columns = {name: np.empty(rows, np.int64) for name in ("step", "sender", "count")}
        self.columns["offset"] = np.empty(rows)
        self.record.set(capacity=rows, **self.columns)

    def _grow(self, *unused) -> int:
        """Make room for more; compiled code calls this when a slice holds more than expected."""
        old, used = self.columns, self.record.get("used")
        self._reserve(2 * used)
        for name, column in self.columns.items():
            column[:used] = old[name][:used]
        return 0

    def expect(self, worst: int) -> None:
        """Make room for `worst` events a slice, as many as there usually are at most."""
        self.record.set(worst=worst)
        if self.record.get("capacity") < 2 * worst:
            self._reserve(2 * worst)

    def flush(self, start: int, stop: int):
        """Return (steps, senders, None, offsets) of events in (start, stop]; empty the log."""
        step, sender, count, offset = self._take()
        keep = np.flatnonzero((step > start) & (step <= stop))
        keep = np.repeat(keep, count[keep])
        return step[keep], sender[keep], None, offset[keep]

    def _take(self) -> list[np.ndarray]:
        """Empty the log and return its columns, which hold until it is used again."""
        used, capacity = self.record.get("used"), self.record.get("capacity")
        columns = [column[:used] for column in self.columns.values()]
        self.record.set(used=0)
        if 2 * used > capacity and capacity < _MOST_LOG_ROWS:
            self._reserve(2 * capacity)  # it may have stopped the driver
        return columns


class DecodedLog(Log):
    """What a recorder that takes events one by one makes of them: events with an integer each.

    The integer stands in the column of counts.
    """

    def listen(self, receptions, number: int) -> None:
        """Let events that are reported to this log go to the reception of this number."""
        self.record.set(reception=number + 1, event=receptions.record)

    def flush(self, start: int, stop: int):
        """Return (steps, senders, None, offsets, integers) of all events; empty the log."""
        step, sender, integer, offset = (column.copy() for column in self._take())
        return step, sender, None, offset, integer[:, None]


class Sampler:
    """What a multimeter sampled on one virtual process since the last flush.

    Parameters
    ----------
    senders : list of int
        Ids of the nodes it records from, in order of connection.
    n_values : int
        Number of recorded quantities.
    interval, first : int
        Steps between samples, and the time stamp (step) of the first one.
    min_delay : int
        Steps in a slice.
    """

    def __init__(self, senders, n_values: int, interval: int, first: int, min_delay: int):
        self.senders = np.array(senders, np.int64)
        self.n_values, self.n_targets = n_values, len(senders)
        self.interval, self.first = interval, first
        self.per_slice = min_delay // interval + 1
        self.record = Records(SAMPLER)
        self.out = np.zeros(n_values * self.n_targets * self.per_slice)
        #: First time stamp of each target; later than that of the others for those added later.
        self.since = np.zeros(self.n_targets, np.int64)
        self.filled = np.zeros((self.n_targets, self.per_slice), np.int8)
        worst = self.n_targets * self.per_slice
        self._reserve(max(2 * worst, _STORE_BYTES // (8 * max(1, n_values) + 16)))
        self.record.set(
            worst=worst, n_targets=self.n_targets, n_values=n_values, interval=interval,
            first=first, per_slice=self.per_slice, out=self.out,
            filled=self.filled, since=self.since,
        )  # fmt: skip

    def skip_to(self, now: int, min_delay: int) -> None:
        """Take the next sample where it was due after step `now`, though time starts anew.

        NEST keeps samples of even and odd slices apart: those of an odd one are handed over after
        the next odd one only.
        """
        self.record.set(hold=min_delay * ((now - 1) // min_delay % 2))
        passed = max(0, (now - self.first) // self.interval + 1)
        self.first += passed * self.interval
        self.record.set(first=self.first)
        self.since[:] = 0

    def _reserve(self, rows: int) -> None:
        self.store = np.empty((rows, self.n_values))
        self.stamps, self.places = np.empty(rows, np.int64), np.empty(rows, np.int64)
        self.record.set(capacity=rows, store=self.store, stamps=self.stamps, seen=self.places)

    def grown(self, senders, min_delay: int, since: int) -> "Sampler":
        """Return a sampler with further senders that keeps the samples of the present slice.

        The new ones are sampled from the time stamp `since` on.
        """
        new = Sampler(senders, self.n_values, self.interval, self.first, min_delay)
        shape = (self.n_values, -1, self.per_slice)
        new.out.reshape(shape)[:, : self.n_targets] = self.out.reshape(shape)
        new.filled[: self.n_targets] = self.filled
        new.since[: self.n_targets], new.since[self.n_targets :] = self.since, since
        for name in ("n_samples", "first_in_slice"):
            new.record.set(**{name: self.record.get(name)})
        return new

    def flush(self, start: int, stop: int):
        """Return (steps, senders, values, None) in start < step <= stop; empty the store."""
        used = self.record.get("used")
        stamps, places, values = self.stamps[:used], self.places[:used], self.store[:used]
        keep = (stamps > start) & (stamps <= stop)
        self.record.set(used=0)
        return stamps[keep], self.senders[places[keep]], values[keep], None


def probe_records(probes: list) -> Records:
    """Return the PROBE records of views: (sampler, local indices, places, recordable numbers)."""
    records = Records(PROBE, max(1, len(probes)))
    for p, (sampler, nodes, places, which) in enumerate(probes):
        records.set(
            p, n=len(nodes), nodes=np.array(nodes, np.int32), places=np.array(places, np.int32),
            n_values=len(which), which=np.array(which, np.int32), out=sampler.out,
            n_targets=sampler.n_targets, sampler=sampler.record,
        )  # fmt: skip
    return records


def fan_out(n: int, reports: list) -> dict:
    """Return the fields of a record that tell which logs each of `n` nodes reports to.

    `reports` holds local indices and addresses of logs: pairs of arrays, in NEST's order.
    """
    nothing = np.empty(0, np.int64)
    local, logs = (np.concatenate([nothing, *[part[i] for part in reports]]) for i in range(2))
    counts = np.bincount(local.astype(np.int64), minlength=n)
    return {
        "fan_first": np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)]),
        "fan_out": logs[np.argsort(local, kind="stable")] if len(logs) else np.zeros(1, np.int64),
        "n_fan": len(logs),
    }


def first_sample(interval: int, offset: int, now: int) -> int:
    """Return the time stamp (step) of a multimeter's first sample after `now`."""
    if offset == 0:
        return (now // interval + 1) * interval
    # NEST compares with one step more than the time: a sample at the very next step is left out.
    first = offset
    while first <= now + 1:
        first += interval
    return first
