"""``nest.nestlike_timers``: where the time goes, by phase."""

from collections.abc import Iterator, Mapping

from nestlike.kernel import kernel


class PhaseTimers(Mapping):
    """Seconds of wall-clock time by phase since the start or the last `ResetKernel`.

    Measured always; it costs less than 1 % of the time.  What is read is up to date, also between
    `Run` calls.  ``print(nest.nestlike_timers)`` shows a table.

    Keys
    ----
    create, connect, prepare : float
        `Create`, `Connect` and `TripartiteConnect`, and what `Prepare` or `Simulate` do before the
        first step: constants, buffers, and the tables that spikes are delivered by.
    update : float
        Neurons: their equations, multimeters' samples, and the spikes they send.
    devices : float
        Generators and detectors.
    delivery : float
        Spikes on their way to their targets, synapses included.
    recording : float
        Recorded data on their way to where they are kept.
    communication : float
        Waiting for the other threads.
    other : float
        The rest of `Run`: messages, starting threads, settling accounts.

    Notes
    -----
    The phases of `Run` are those of the main thread, so that all values add up to the time that
    the calls took; `by_thread` tells of the others.  Where cycles of simulation take less than some
    30 us, only some are timed, chosen at random, and stand for the others: their parts are then
    estimates, their sum is not.
    """

    def __getitem__(self, phase: str) -> float:
        return kernel.timers.seconds()[phase]

    def __iter__(self) -> Iterator[str]:
        return iter(kernel.timers.seconds())

    def __len__(self) -> int:
        return len(kernel.timers.seconds())

    @property
    def by_thread(self) -> list[dict[str, float]]:
        """Seconds by phase of the driver for each operating-system thread, the main one first."""
        return kernel.timers.by_thread()

    def __repr__(self) -> str:
        seconds = kernel.timers.seconds()
        rows = [*seconds.items(), ("total", sum(seconds.values()))]
        return "\n".join(["seconds since ResetKernel", *(f"{n:>13}  {s:.6f}" for n, s in rows)])


nestlike_timers = PhaseTimers()
