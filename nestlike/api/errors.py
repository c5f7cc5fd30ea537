"""NEST's errors as users see them: ``nest.NESTErrors.BadProperty`` and ``nest.NESTError``."""

import types

from nestlike.kernel import errors

__all__ = ["NESTError", "NESTErrors"]

#: The class above all of NEST's errors.
NESTError = errors.KernelException

#: All of NEST's error classes, by name, in an object that looks like a module.
NESTErrors = types.ModuleType("NESTErrors", "The error classes of NEST.")
NESTErrors.__dict__.update(
    sorted((cls.__name__, cls) for cls in (NESTError, *NESTError.__subclasses__()))
)
