"""How chatty NEST is, and messages of one's own."""

import sys

from nestlike.api.deprecation import deprecated
from nestlike.kernel import kernel
from nestlike.kernel.errors import did_you_mean
from nestlike.kernel.verbosity import VerbosityLevel

__all__ = ["VerbosityLevel", "get_verbosity", "message", "set_verbosity"]


def message(
    message: str,
    severity: VerbosityLevel = VerbosityLevel.INFO,
    *,
    function: str | None = None,
    filename: str | None = None,
    lineno: int | None = None,
) -> None:
    """Print a message in the form of NEST's own, if verbosity allows.

    Parameters
    ----------
    message : str
        The text.
    severity : VerbosityLevel, default INFO
        Messages from WARNING on go to standard error.
    function, filename, lineno : optional
        Where the message comes from, by default the caller; shown at verbosity DEBUG and below.

    Raises
    ------
    AttributeError
        If the text is not a str.
    TypeError
        If the severity is no number.
    """
    if not isinstance(message, str):
        raise AttributeError(f"The message must be a str, not {message!r}.")
    if not isinstance(severity, int):
        raise TypeError(f"The severity must be a nest.VerbosityLevel, not {severity!r}.")
    caller = sys._getframe(1)
    kernel.messages.message(
        severity,
        function or caller.f_code.co_name,
        message,
        filename or caller.f_code.co_filename,
        lineno or caller.f_lineno,
    )


@deprecated("Read `nest.verbosity` instead.")
def get_verbosity() -> int:
    """Return the number of the verbosity in force; read ``nest.verbosity`` in new scripts."""
    return int(kernel.settings.verbosity)


@deprecated("Set `nest.verbosity = nest.VerbosityLevel.WARNING` or the like instead.")
def set_verbosity(level: str) -> None:
    """Set the verbosity by its old name; set ``nest.verbosity`` in new scripts.

    Parameters
    ----------
    level : str
        ``"M_"`` and the name of a VerbosityLevel, for example ``"M_WARNING"``.

    Raises
    ------
    AttributeError
        If there is no such level.
    IndexError
        If the name does not have the form ``"M_..."``.
    """
    names = [entry.name for entry in VerbosityLevel]
    legal = f"The old names are {', '.join('M_' + name for name in names)}."
    if not isinstance(level, str):
        raise AttributeError(f"{level!r} is not an old name of a verbosity. {legal}")
    if "_" not in level:
        raise IndexError(f"{level!r} is not an old name of a verbosity. {legal}")
    name = level.split("_")[1]
    if name not in names:
        raise AttributeError(f"There is no verbosity {level!r}. {legal}{did_you_mean(name, names)}")
    kernel.settings.set({"verbosity": VerbosityLevel[name]})
