"""A block of stimulators in the simulation: their targets and their kernel."""

from functools import cache

import numpy as np

from nestlike.compiler.kernels import Kernel
from nestlike.compiler.layouts import DEVICE
from nestlike.compiler.views import address_of
from nestlike.kernel.delivery.pending_spikes import PendingSpikes
from nestlike.kernel.delivery.stretches import stretches
from nestlike.kernel.delivery.target_states import TargetStates
from nestlike.kernel.recording.recorders import fan_out, probe_records
from nestlike.kernel.records import Records
from nestlike.kernel.running.phase_clock import DEVICES

_FOREVER = 1 << 60


@cache
def device_kernel(model) -> Kernel:
    """Return the kernel that runs blocks of the stimulator `model`."""
    return Kernel(model.update(), model.name())


class DeviceRuntime:
    """Some stimulators on one virtual process: replicas, or devices that exist only here.

    See `nestlike.models.stimulator` for what a model declares.

    Attributes
    ----------
    receives : bool
        Whether the devices take spikes, too; then `first_neuron` numbers them among the targets.
    late : ndarray of int8
        Which devices send spikes off the grid of time.
    """

    #: What the time that the driver spends here belongs to.
    phase = DEVICES

    def __init__(self, block, replicated: bool):
        self.block, self.model = block, block.model
        self.receives = hasattr(block.model, "receive")
        self.arrivals = np.zeros((self.block.n, 0), np.int64)
        self.replicated = replicated
        self.n = block.n
        self._prepared_for: tuple | None = None
        self.constants: np.ndarray | None = None
        self.record = Records(DEVICE)
        self.state = np.zeros((len(self.model.variables.split()), self.n))
        self.workspace = np.zeros((self.n, max(1, self.model.workspace)))
        self.record.set(
            n=self.n, first_id=block.first_id, id_step=block.id_step, replicated=replicated,
            state=self.state, workspace=self.workspace,
        )  # fmt: skip
        #: How many entries of its schedule each device is past.
        self.cursor = np.zeros(self.n, np.int64)
        self.record.set(cursor=self.cursor)
        self.targets = _no_targets(self.n, replicated)
        self.target_states = TargetStates(self.model, self.n)
        self.late = np.zeros(self.n, np.int8)
        self.pending = PendingSpikes(self.n if self.model.keeps_pending else 0)
        self.record.set(pending=self.pending.records)
        self.connect_recorders([], gated=False)

    @property
    def prepares_always(self) -> bool:
        """Whether there is something to do at each Prepare, though nothing was set."""
        return self.model.begins

    def values(self, k: int) -> dict:
        """Return the parameters of device `k` by name."""
        return {name: column[k] for name, column in self.block.columns.items()}

    def prepare(self, process, clock, min_delay: int, now: int) -> None:
        """Compute constants and windows, and point the record at them.

        Does nothing if nothing has changed since the last time.
        """
        if not self.n:
            return
        ring = process.ring_address(0)
        engines = process.engine.state, process.synced.state
        present = (ring, process.row_bytes, min_delay, clock.h, *map(address_of, engines))
        unchanged = self._prepared_for == present and not self.block.changed
        if unchanged and not self.prepares_always:
            return
        self._prepared_for, self.block.changed = present, False
        rows = [self.values(k) for k in range(self.n)]
        self.constants = self._constants(rows, clock, now)
        self.record.set(
            constants=self.constants, engine=engines[0], synced=engines[1],
            ring=ring, row_bytes=process.row_bytes, n_slots=process.n_slots,
            event=process.receptions.record,
            min_delay=min_delay,
            outbox_even=process.outboxes.even, outbox_odd=process.outboxes.odd,
        )  # fmt: skip
        if self.receives and self.arrivals.shape[1] != process.n_slots:
            self.arrivals = np.zeros((self.n, process.n_slots), np.int64)
            self.record.set(arrivals=self.arrivals)
        for k, row in enumerate(rows):
            self.model.begin(self.state[:, k], row, clock, now)
        self._set_window(rows, clock)
        self._follow(rows, clock)
        self._note_targets(rows)
        self.target_states.begin(rows, clock, now)
        self.record.set(**self.target_states.fields())

    def _note_targets(self, rows) -> bool:
        """Point the record at the present targets; return whether there are more than before."""
        self.record.set(n_targets=len(self.targets["input"]), **self.targets)
        self.record.set(**stretches(self.targets))
        changed = self.target_states.fit(self.targets["first_target"], rows)
        for k in changed:
            self.model.targets_changed(self.state[:, k])
        return len(changed) > 0

    def renew(self, process, clock, min_delay: int, now: int) -> None:
        """Send to the targets that `connect` was told of after Prepare."""
        if not self.n:
            return
        if self.constants is None:
            self.prepare(process, clock, min_delay, now)
            return
        self.record.set(ring=process.ring_address(0), row_bytes=process.row_bytes)
        rows = [self.values(k) for k in range(self.n)]
        if self._note_targets(rows):
            self.target_states.begin(rows, clock, now)
        self.record.set(**self.target_states.fields())

    def _constants(self, rows, clock, now: int) -> np.ndarray:
        return np.array([self.model.derive(row, clock, now) for row in rows], float).T.copy()

    def _set_window(self, rows, clock) -> None:
        windows = np.array([window(row, clock) for row in rows], np.int64)
        self.record.set(starts=windows[:, 0].copy(), stops=windows[:, 1].copy())

    def refresh(self, clock, now: int) -> None:
        """Follow parameters that were set after Prepare, as far as NEST looks at them in a run."""
        if not self.n or not self.block.changed:
            return
        rows = [self.values(k) for k in range(self.n)]
        new = self._constants(rows, clock, now)
        for i, name in enumerate(self.model.derived.split()):
            if name in self.model.live.split():
                self.constants[i] = new[i]
        if self.model.live_window:
            self._set_window(rows, clock)
        self._follow(rows, clock)

    def _follow(self, rows, clock) -> None:
        """Take over what every run looks at: schedules, origins, and who is frozen."""
        self.late = np.array([self.model.sends_off_grid(row) for row in rows], np.int8)
        self.record.set(
            late=self.late, frozen=self.block.frozen.array().astype(np.int8),
            origins=np.array([steps_from(row["origin"], clock) for row in rows], np.int64),
        )  # fmt: skip
        schedules = [self.model.schedule(row, clock) for row in rows]
        first = np.cumsum([0] + [len(s[0]) for s in schedules])
        joined = [np.concatenate([np.asarray(s[i], float) for s in schedules]) for i in range(4)]
        self.record.set(
            schedule_first=first.astype(np.int64), schedule_step=joined[0].astype(np.int64),
            schedule_weight=joined[1], schedule_count=joined[2].astype(np.int64),
            schedule_offset=joined[3],
        )  # fmt: skip

    def turn(self, steps: int) -> None:
        """Move what is under way to devices that take spikes so many slots on."""
        self.arrivals[:] = np.roll(self.arrivals, steps, axis=1)

    def restart(self, k: int) -> None:
        """Let device `k` start its schedule over."""
        self.cursor[k] = 0
        if self.model.keeps_pending:
            self.pending.clear(k)
        self.model.restart(self.state[:, k], self.target_states.of(k))

    def connect(self, targets: tuple | None) -> None:
        """Take over the targets of the devices, columns as `device_targets` makes them."""
        self._prepared_for = None
        if targets is None:
            self.targets = _no_targets(self.n, self.replicated)
            return
        device, *columns = targets
        order = np.argsort(device, kind="stable")
        names = ("input", "input_in", "weight", "delay", "log", "route", "row")
        kinds = (np.uint32, np.uint32, np.float64, np.int32, np.int64, np.int64, np.int64)
        first = np.searchsorted(device[order], np.arange(self.n + 1))
        self.targets = {"first_target": first.astype(np.int64)}
        for name, kind, column in zip(names, kinds, columns, strict=True):
            self.targets[name] = column[order].astype(kind)

    def receivers(self) -> list:
        """Return (address of the record, number) for each device, see `Receptions`."""
        return [(self.record.address, k) for k in range(self.n)]

    def connect_recorders(self, reports: list, gated: bool) -> None:
        """Take over the logs that devices which exist once report to, as in `NeuronRuntime`."""
        self.record.set(**fan_out(self.n, reports))

    def connect_probes(self, probes: list) -> None:
        """Take over the multimeters' views, as in `NeuronRuntime`."""
        self.record.set(n_probes=len(probes), probes=probe_records(probes))

    def kernels(self) -> tuple[Kernel, ...]:
        """Return the kernel that the driver calls."""
        return (device_kernel(self.model),)

    def entries(self) -> list[tuple[int, int, int]]:
        """Return a row of the addresses the driver calls: update, nothing, and the record."""
        return [(device_kernel(self.model).address, 0, self.record.address)]


def _no_targets(n: int, replicated: bool) -> dict:
    # What exists once sends through the outbox, as if to a single target.
    return {
        "first_target": np.arange(n + 1) * (not replicated),
        "input": np.empty(0, np.uint32),
        "input_in": np.empty(0, np.uint32),
        "weight": np.empty(0),
        "delay": np.empty(0, np.int32),
        "log": np.empty(0, np.int64),
        "route": np.empty(0, np.int64),
        "row": np.empty(0, np.int64),
    }


def window(row: dict, clock) -> tuple[int, int]:
    """Return the steps (start, stop] in which a device is active."""
    origin, start, stop = (steps_from(row[name], clock) for name in ("origin", "start", "stop"))
    return origin + start, origin + stop


def steps_from(ms: float, clock) -> int:
    """Return a time of a device in steps; infinite ones lie beyond all others."""
    if not abs(ms) < clock.max_ms:
        return _FOREVER if ms > 0 else -_FOREVER
    return clock.steps_from_ms(ms)
