"""Where the time goes: always measured, by phase, and what the kernel status tells of it."""

import time
from math import inf

import numpy as np

from nestlike.compiler.clocks import system_clock
from nestlike.compiler.layouts import PHASES
from nestlike.kernel.records import Records
from nestlike.kernel.running.phase_clock import N_PHASES

#: What the driver does, in the order of the numbers of `nestlike.kernel.running.phase_clock`.
PHASE_NAMES = ("update", "devices", "delivery", "recording", "communication")


class Stopwatch:
    """Adds up the time of ``with`` blocks.

    Attributes
    ----------
    wall, cpu : float
        Seconds, of the clock on the wall and of the processor in this thread.
    """

    __slots__ = ("wall", "cpu", "_wall_started", "_cpu_started")

    def __init__(self):
        self.reset()

    def reset(self) -> None:
        """Forget what was measured."""
        self.wall = self.cpu = 0.0

    def __enter__(self):
        self._wall_started, self._cpu_started = time.perf_counter(), time.thread_time()

    def __exit__(self, *error):
        self.cpu += time.thread_time() - self._cpu_started
        self.wall += time.perf_counter() - self._wall_started


class PhaseClock:
    """The clock of one thread of the driver; see `nestlike.kernel.running.phase_clock`."""

    def __init__(self):
        self._clock = system_clock()
        self.record = Records(PHASES)
        argument, place = self._clock.arguments(self.record.address)
        self.record.set(
            function=self._clock.function, multiple=self._clock.multiple,
            argument=argument, place=place, interval=1,
            spent=np.zeros(N_PHASES), window=np.zeros(N_PHASES), settled=np.zeros(N_PHASES),
        )  # fmt: skip

    @property
    def address(self) -> int:
        """Address of the record that the driver keeps."""
        return self.record.address

    def reset(self) -> None:
        """Forget what was measured."""
        for name in ("spent", "window", "settled"):
            self.record.kept[0, name][:] = 0.0
        names = ("wait", "elapsed", "sampled", "n_timed", "usual", "shortest", "longest")
        self.record.set(interval=1, **dict.fromkeys(names, 0))

    def limit(self, seconds: float) -> None:
        """Let the driver stop after a cycle that took longer."""
        ticks = seconds / self._clock.tick
        self.record.set(limit=max(1, int(ticks)) if ticks < 2.0**62 else 0)

    def seconds(self) -> dict[str, float]:
        """Return the seconds spent by phase."""
        settled, window = self.record.kept[0, "settled"], self.record.kept[0, "window"]
        shares = np.maximum(window if self.record.get("sampled") else settled, 0.0)
        pending = self.record.get("elapsed") / max(1.0, shares.sum()) * shares
        return dict(
            zip(PHASE_NAMES, ((settled + pending) * self._clock.tick).tolist(), strict=True)
        )

    def extremes(self) -> tuple[float, float]:
        """Return the shortest and the longest cycle that was timed, in s."""
        if not self.record.get("n_timed"):
            return inf, -inf
        return tuple(self.record.get(name) * self._clock.tick for name in ("shortest", "longest"))


class Timers:
    """The timers of a kernel, all of them from the last reset on.

    Attributes
    ----------
    prepare, run, flush : float
        Seconds in Prepare; in Run; and there, in handing recorded data to backends.
    create, connect : Stopwatch
        Making nodes, and connections.
    arrange : Stopwatch
        Sorting connections and building the tables that spikes are delivered by.
    simulate : Stopwatch
        What runs since the last Prepare have taken.
    """

    def __init__(self, settings):
        self._settings = settings
        self._clocks: list[PhaseClock] = []
        self.create, self.connect, self.arrange, self.simulate = (Stopwatch() for _ in range(4))
        self.prepare = self.run = self.flush = 0.0
        self._provide(settings)

    def _provide(self, settings) -> None:
        self._tell("time_construction_create", self.create)
        self._tell("time_construction_connect", self.connect)
        self._tell("time_simulate", self.simulate)
        self._tell("time_communicate_prepare", self.arrange, self._for_all_threads)
        settings.provide("min_update_time", lambda: self.clocks(1)[0].extremes()[0])
        settings.provide("max_update_time", lambda: self.clocks(1)[0].extremes()[1])

    def _tell(self, name: str, watch: Stopwatch, form=float) -> None:
        self._settings.provide(name, lambda: form(watch.wall))
        self._settings.provide(f"{name}_cpu", lambda: form(watch.cpu))

    def _for_all_threads(self, seconds: float) -> np.ndarray:
        return np.full(self._settings.local_num_threads, seconds)

    def clocks(self, n_threads: int) -> list[PhaseClock]:
        """Return the clocks of the driver's threads, the main thread's first."""
        while len(self._clocks) < n_threads:
            self._clocks.append(PhaseClock())
        return self._clocks[:n_threads]

    def reset(self) -> None:
        """Forget what was measured."""
        self.prepare = self.run = self.flush = 0.0
        for part in (*self._clocks, self.create, self.connect, self.arrange, self.simulate):
            part.reset()

    def by_thread(self) -> list[dict[str, float]]:
        """Return the seconds that each thread of the driver has spent, by phase."""
        return [clock.seconds() for clock in self._clocks]

    def seconds(self) -> dict[str, float]:
        """Return the seconds that have passed, by phase; in runs, those of the main thread."""
        driver = self.clocks(1)[0].seconds()
        driver["recording"] += self.flush
        other = max(0.0, self.run - sum(driver.values()))
        create, connect = self.create.wall, self.connect.wall
        return {
            "create": create, "connect": connect, "prepare": self.prepare, **driver, "other": other
        }  # fmt: skip
