"""Running a network: ``Simulate``, or ``Prepare``, ``Run`` ... ``Run``, ``Cleanup``."""

from collections.abc import Iterator
from contextlib import contextmanager

from nestlike.kernel import kernel

__all__ = ["Cleanup", "Prepare", "Run", "RunManager", "Simulate"]


def Simulate(t: float) -> None:
    """Simulate the network for `t` ms: `Prepare`, `Run` and `Cleanup` in one.

    Parameters
    ----------
    t : float
        Duration in ms, a multiple of the resolution, from 0.

    Raises
    ------
    BadParameter
        If the duration is negative, infinite or no multiple of the resolution.
    KernelException
        If the kernel is prepared already, or unusable after an earlier error.
    KeyboardInterrupt
        On Ctrl-C, after the present slice: what was recorded so far is there, and the next
        `Simulate` goes on from ``nest.biological_time``.

    Notes
    -----
    ``nest.print_time = True`` shows the progress.  A program can follow it with a function of the
    model time in ms and the part that is done, 0 to 1, called about every 50 ms and at the end::

        from nestlike.kernel import kernel
        kernel.simulation.progress = lambda now, done: bar.update(done)
    """
    kernel.simulation.simulate(_duration(t))


def Prepare() -> None:
    """Make the network ready for `Run`.

    Raises
    ------
    KernelException
        If it is ready already.
    """
    kernel.simulation.prepare()


def Run(t: float) -> None:
    """Simulate for `t` ms between `Prepare` and `Cleanup`.

    Parameters
    ----------
    t : float
        Duration in ms, a multiple of the resolution, from 0.

    Raises
    ------
    BadParameter
        As `Simulate`.
    KernelException
        If `Prepare` was not called.
    """
    kernel.simulation.run(_duration(t))


def Cleanup() -> None:
    """End a series of `Run` calls; files of recorders are closed.

    Raises
    ------
    KernelException
        If `Prepare` was not called.
    """
    kernel.simulation.cleanup()


@contextmanager
def RunManager() -> Iterator[None]:
    """Call `Prepare` at the beginning and `Cleanup` at the end of a ``with`` block."""
    Prepare()
    try:
        yield
    finally:
        Cleanup()


def _duration(t):
    if not hasattr(t, "__float__") and not hasattr(t, "__index__"):
        raise TypeError(f"must be real number, not {type(t).__name__}: {t!r}")
    return float(t)
