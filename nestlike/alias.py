"""Let ``import nest`` mean nestlike, here and in child processes.

There is one module object under both names: ``sys.modules["nest"] is sys.modules["nestlike"]``,
and ``nest.raster_plot`` is the very module ``nestlike.raster_plot``. A second copy would have
classes of its own, and ``isinstance`` would fail between the two.
"""

import importlib
import importlib.util
import os
import sys

_ALIAS = "nest"
_PACKAGE = "nestlike"

#: Folder with a package ``nest`` which does nothing but install the alias; child processes find
#: it through PYTHONPATH.
SHIM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "shim")


class _SameModule:
    """Loads ``nest.X`` by handing out the module ``nestlike.X``."""

    def __init__(self, own_name: str):
        self._own_name = own_name

    def create_module(self, spec):
        module = importlib.import_module(self._own_name)
        self._own_spec = module.__spec__
        return module

    def exec_module(self, module):
        # The import system has just put the specification of the alias into the module.
        module.__spec__ = self._own_spec


class _AliasFinder:
    """Finds ``nest`` and everything below it in nestlike."""

    def find_spec(self, fullname, path=None, target=None):
        if fullname != _ALIAS and not fullname.startswith(_ALIAS + "."):
            return None
        own_name = _PACKAGE + fullname[len(_ALIAS) :]
        own = importlib.util.find_spec(own_name)
        if own is None:
            return None
        package = own.submodule_search_locations is not None
        return importlib.util.spec_from_loader(
            fullname, _SameModule(own_name), origin=own.origin, is_package=package
        )


def install() -> None:
    """Make ``import nest`` mean nestlike in this process; repeated calls do nothing more.

    Raises
    ------
    ImportError
        If NEST itself has been imported already.
    """
    module = importlib.import_module(_PACKAGE)
    # A shim that is just being imported is under the name too; it is not NEST.
    present = sys.modules.get(_ALIAS)
    if present is not None and present is not module and not _is_shim(present):
        raise ImportError(f"NEST itself has been imported already, from {present.__file__}.")
    if not any(isinstance(finder, _AliasFinder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _AliasFinder())
    sys.modules[_ALIAS] = module


def _is_shim(module):
    return os.path.abspath(module.__file__ or "").startswith(SHIM + os.sep)


def install_in_children() -> None:
    """Make ``import nest`` mean nestlike in Python processes started from this one."""
    paths = [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path]
    if SHIM not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([SHIM, *paths])
    if SHIM not in sys.path:
        # multiprocessing gives the search path of this process to those it spawns.
        sys.path.insert(1, SHIM)
