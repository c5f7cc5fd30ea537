"""The class of the module ``nestlike``: kernel attributes are descriptors, the rest is frozen."""

import importlib
import importlib.util
import os
import types
from typing import Any

from nestlike.api.errors import NESTError, NESTErrors
from nestlike.api.kernel_attributes import (
    GetKernelStatus,
    KernelAttribute,
    SetKernelStatus,
)
from nestlike.kernel.settings.attributes import ATTRIBUTES

#: Public submodules which PyNEST imports when they are first used; those not built are absent.
ON_DEMAND = ("raster_plot", "server", "spatial", "visualization", "voltage_trace")

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def is_built(name: str) -> bool:
    """Whether the package has a public submodule of this name."""
    path = os.path.join(_PACKAGE, name)
    return os.path.isfile(path + ".py") or os.path.isfile(os.path.join(path, "__init__.py"))


class NestModule(types.ModuleType):
    """A module whose kernel attributes read and set the kernel.

    Assigning anything but a kernel attribute raises ``AttributeError``, so that a misspelt
    attribute is noticed and no function is overwritten.
    """

    NESTError = NESTError
    NESTErrors = NESTErrors

    #: For whatever a script wants to keep with the kernel; survives ``ResetKernel``.
    userdict: dict[str, Any] = {}

    def set(self, **kwargs: Any) -> None:
        """Set kernel attributes given as keywords, all or none; see ``SetKernelStatus``."""
        SetKernelStatus(kwargs)

    def get(self, *args: Any) -> Any:
        """Return all kernel attributes, one, or a tuple of several; see ``GetKernelStatus``."""
        if not args:
            return GetKernelStatus()
        return GetKernelStatus(args[0] if len(args) == 1 else args)

    def __getattr__(self, name: str) -> Any:
        if name in ON_DEMAND and is_built(name):
            return importlib.import_module(f"{self.__name__}.{name}")
        raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ATTRIBUTES:
            type(self).__dict__[name].__set__(self, value)
        elif isinstance(value, types.ModuleType) or name in ("__spec__", "__loader__"):
            # The import system binds submodules, and looks after the specification.
            self.__dict__[name] = value
        else:
            raise AttributeError(f"Cannot set attribute {name!r} on module {self.__name__!r}")

    def __dir__(self) -> list[str]:
        return sorted({*self.__dict__, *self.__dict__["__all__"]})


for _name in ATTRIBUTES:
    setattr(NestModule, _name, KernelAttribute(_name))


def public_names(module: types.ModuleType) -> list[str]:
    """Return what ``from nest import *`` gives: functions, kernel attributes, submodules."""
    own = (name for name in module.__dict__["__all__"] if not name.startswith("_"))
    of_class = (name for name in vars(NestModule) if not name.startswith("_"))
    return sorted({*own, *of_class, *filter(is_built, ON_DEMAND)})
