"""Kernel attributes: ``nest.resolution``, ``nest.set(...)``, ``GetKernelStatus`` and kin."""

import warnings
from collections.abc import Iterable
from typing import Any

from nestlike.kernel import kernel
from nestlike.kernel.errors import did_you_mean
from nestlike.kernel.settings.attributes import ATTRIBUTES

__all__ = [
    "GetKernelStatus",
    "GetLocalVPs",
    "NumProcesses",
    "Rank",
    "ResetKernel",
    "SetKernelStatus",
    "SyncProcesses",
]


class KernelAttribute:
    """Descriptor of one kernel attribute on the class of the module."""

    def __init__(self, name: str):
        declared = ATTRIBUTES[name]
        self._name = name
        self._readonly = declared.readonly
        self._localonly = declared.local_only
        self._default = declared.default
        self.__doc__ = declared.documentation

    def __get__(self, instance, cls=None):
        return self if instance is None else kernel.settings[self._name]

    def __set__(self, instance, value):
        if self._readonly:
            raise AttributeError(f"`{self._name}` is a read only kernel attribute.")
        kernel.settings.set({self._name: value})

    def __delete__(self, instance):
        raise AttributeError(f"`{self._name}` is a kernel attribute and cannot be deleted.")


def SetKernelStatus(params: dict[str, Any]) -> None:
    """Set kernel attributes, all of them or, if one is refused, none.

    Parameters
    ----------
    params : dict
        New values by name of kernel attribute.

    Raises
    ------
    ValueError
        If a name is unknown or read-only; with ``dict_miss_is_error=False`` such entries are
        taken out of `params` with a warning instead.
    NESTError
        If a value has the wrong type, is out of range or can no longer be changed.
    """
    if not hasattr(params, "get"):
        raise AttributeError(f"Kernel attributes come in a dict, not as {params!r}.")
    is_error = params.get("dict_miss_is_error", kernel.settings.dict_miss_is_error)
    for name in list(params):
        objection = _objection(name)
        if objection and is_error:
            raise ValueError(objection)
        if objection:
            warnings.warn(f"{objection} `{name}` has been ignored.", stacklevel=2)
            del params[name]
    kernel.settings.set(params)


def _objection(name):
    if name not in ATTRIBUTES:
        names = ", ".join(repr(known) for known in sorted(ATTRIBUTES))
        hint = did_you_mean(name, ATTRIBUTES)
        return f"`{name}` is not a valid kernel parameter.{hint} Valid parameters are: {names}."
    if ATTRIBUTES[name].readonly:
        return f"`{name}` is a readonly kernel parameter."
    return None


def GetKernelStatus(keys: str | Iterable[str] | None = None) -> Any:
    """Return kernel attributes and counters.

    Parameters
    ----------
    keys : str or iterable of str, optional
        One name, several names, or all if left out.

    Returns
    -------
    dict, object or tuple
        Everything in a new dictionary; one value; a tuple of values.

    Raises
    ------
    KeyError
        If a name is unknown.
    TypeError
        If `keys` is neither a str nor an iterable.
    """
    if keys is None:
        return kernel.settings.status()
    if isinstance(keys, str):
        return kernel.settings[keys]
    try:
        names = iter(keys)
    except TypeError:
        raise TypeError(
            f"keys should be either a string or an iterable of strings, not {keys!r}"
        ) from None
    return tuple(kernel.settings[str(name)] for name in names)


def ResetKernel() -> None:
    """Return to the state after ``import nest``: no nodes, no connections, no copied models.

    Time, random numbers and kernel attributes start again too, but for ``verbosity``,
    ``data_path``, ``data_prefix``, the attributes of e-prop and sizes of communication buffers.
    """
    kernel.reset()


def Rank() -> int:
    """Return the number of this process among the MPI processes."""
    return kernel.settings["mpi_rank"]


def NumProcesses() -> int:
    """Return the number of MPI processes."""
    return kernel.settings["num_processes"]


def SyncProcesses() -> None:
    """Wait until all MPI processes have come here."""


def GetLocalVPs() -> range:
    """Return the virtual processes that this process simulates."""
    return range(Rank(), kernel.settings["total_num_virtual_procs"], NumProcesses())
