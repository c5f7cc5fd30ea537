"""Functions that PyNEST keeps for old scripts: they work, and say once what to use instead."""

import functools
import warnings
from collections.abc import Callable


def deprecated(advice: str) -> Callable[[Callable], Callable]:
    """Return a decorator for a function that warns at its first call.

    The warning is a ``UserWarning`` as in PyNEST, where ``DeprecationWarning`` would mostly be
    hidden.

    Parameters
    ----------
    advice : str
        What to use instead.
    """

    def decorate(function):
        warned = False

        @functools.wraps(function)
        def warn_and_call(*args, **keywords):
            nonlocal warned
            if not warned:
                warned = True
                warnings.warn(f"\n{function.__name__} is deprecated. {advice}", stacklevel=2)
            return function(*args, **keywords)

        return warn_and_call

    return decorate
