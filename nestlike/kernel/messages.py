"""Messages in the form of NEST: ``[INFO] [2026-01-31 12:00:00] text``, by verbosity."""

import sys
import time

from nestlike.kernel.verbosity import VerbosityLevel


class Messages:
    """Prints what the kernel has to say.

    Messages below WARNING go to standard output, the others to standard error, as with NEST.

    Parameters
    ----------
    settings : KernelSettings
        Read for the attribute ``verbosity``.
    """

    def __init__(self, settings):
        self._settings = settings
        # NEST's progress line is padded with zeros once a date was printed, and with blanks
        # before: the padding character of a C++ stream stays.
        self._padding = " "

    def message(
        self,
        level: VerbosityLevel,
        where: str,
        text: str,
        filename: str | None = None,
        lineno: int | None = None,
    ) -> None:
        """Print a message if its level is at least the verbosity.

        Parameters
        ----------
        level : VerbosityLevel
            Severity.
        where : str
            Function that speaks, shown at verbosity DEBUG and below.
        text : str
            The message; it is not wrapped.
        filename, lineno : optional
            Place in the source, by default that of the caller.
        """
        if level < self._settings.verbosity:
            return
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        if self._settings.verbosity <= VerbosityLevel.DEBUG:
            stamp += f" {_place(filename, lineno)} @ {where}"
        to_output = level < VerbosityLevel.WARNING
        if to_output:
            self._padding = "0"
        stream = sys.stdout if to_output else sys.stderr
        print(f"[{_name(level)}] [{stamp}] {text}", file=stream, flush=True)

    def informs(self) -> bool:
        """Return whether messages of the level INFO are shown."""
        return VerbosityLevel.INFO >= self._settings["verbosity"]

    def preparing(self, nodes: int) -> None:
        """Say how many nodes are made ready."""
        noun = "node" if nodes == 1 else "nodes"
        text = f"Preparing {nodes} {noun} for simulation."
        self.message(VerbosityLevel.INFO, "NodeManager::prepare_nodes", text)

    def simulation_started(self, nodes: int, duration: float, threads: int) -> None:
        """Say what is simulated: number of nodes, ms of model time, number of threads."""
        lines = (
            f"Number of local nodes: {nodes}",
            f"Simulation time (ms): {duration:g}",
            f"Number of OpenMP threads: {threads}",
            "Not using MPI",
        )
        where = "SimulationManager::start_updating_"
        self.message(VerbosityLevel.INFO, where, "\n".join(lines))

    def simulation_finished(self) -> None:
        """Say that a simulation has reached its end."""
        self.message(VerbosityLevel.INFO, "SimulationManager::run", "Simulation finished.")

    def progress_started(self) -> None:
        """Begin the line which ``print_time`` shows and rewrites."""
        print(flush=True)

    def progress(self, model_time: float, percent: int, real_time_factor: float) -> None:
        """Rewrite the line of ``print_time``.

        Parameters
        ----------
        model_time : float
            Time of the kernel in ms.
        percent : int
            Part of the present simulation that is done.
        real_time_factor : float
            Wall-clock time over model time of the present simulation; 0 at its start.
        """
        shown = str(percent).rjust(3, self._padding)
        line = f"\r[ {shown}% ] Model time: {model_time:.1f} ms, "
        print(line + f"Real-time factor: {real_time_factor:.4f}", end="", flush=True)

    def progress_finished(self) -> None:
        """End the line of ``print_time``."""
        print(flush=True)


def _name(level):
    try:
        return VerbosityLevel(level).name
    except ValueError:
        return f"Undefined ({int(level)})"


def _place(filename, lineno):
    frame = sys._getframe(2)
    while frame.f_back is not None and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    return f"{filename or frame.f_code.co_filename}:{lineno or frame.f_lineno}"
