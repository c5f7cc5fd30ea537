"""Help and the greeting."""

import os
import sys

from nestlike.kernel import kernel
from nestlike.version import nest_version, nestlike_version

__all__ = ["help"]

_GREETING = f"""
             -- nestlike --

 Version {nestlike_version}, gives the results of NEST {nest_version}
 Free software under the GPL, version 2 or later, AS IS and with NO WARRANTY.

 Type 'nest.help()' to find out more.
"""


def greet() -> None:
    """Print the greeting, unless PYNEST_QUIET is set or ``--quiet`` is an argument."""
    if "PYNEST_QUIET" not in os.environ and "--quiet" not in sys.argv:
        print(_GREETING)


def help(obj: object = None, return_text: bool = False) -> str | None:
    """Show the description of a model, or of the package if nothing is named.

    Parameters
    ----------
    obj : str, optional
        Name of a node or synapse model.
    return_text : bool, default False
        Whether to return the text instead of printing it.

    Returns
    -------
    str or None
        The text; None if it was printed or there is none.
    """
    text = _package_text() if obj is None else _model_text(str(obj))
    if obj is not None and text is None:
        print(f"Sorry, there is no help for model '{obj}'. Python's help() describes functions.")
    elif return_text and obj is not None:
        return text
    else:
        print(text)
    return None


def _package_text():
    return sys.modules["nestlike"].__doc__


def _model_text(name):
    models = kernel.models
    entry = models.nodes.get(name) or models.synapses.get(name)
    import inspect  # takes longer than all else here

    return inspect.getdoc(entry.model) if entry else None
