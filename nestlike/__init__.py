"""nestlike: PyNEST without the C++ build, giving the results of NEST bit for bit.

* ``nest.Create``, ``nest.Connect`` and ``nest.Simulate`` make, connect and run a network.
* ``nest.node_models`` and ``nest.synapse_models`` list the models; ``nest.help("iaf_psc_alpha")``
  describes one.
* ``nest.__version__`` is the release of NEST whose behaviour this is,
  ``nest.nestlike_version`` the release of this package.
* ``nest.nestlike_timers`` tells where the time goes.
* ``python -m nestlike script.py`` runs a script in which ``import nest`` means this package.
"""

import importlib as _importlib
import sys as _sys

from nestlike.api.information import greet as _greet
from nestlike.api.namespace import NestModule
from nestlike.api.namespace import is_built as _is_built
from nestlike.api.namespace import public_names as _public_names
from nestlike.api.timers import nestlike_timers  # noqa: F401
from nestlike.kernel import kernel as _kernel
from nestlike.models import NODE_MODELS as _NODE_MODELS
from nestlike.models import SYNAPSE_MODELS as _SYNAPSE_MODELS
from nestlike.recording import backends as _backends
from nestlike.version import nest_version as __version__  # noqa: F401
from nestlike.version import nestlike_version  # noqa: F401

#: Modules whose public names (``__all__``) are PyNEST's functions and classes, one a line.
_TOPICS = (
    "api.collections",
    "api.connections",
    "api.information",
    "api.kernel_attributes",
    "api.layer_files",
    "api.layer_plots",
    "api.masks",
    "api.models",
    "api.nearest",
    "api.nodes",
    "api.parameters",
    "api.partners",
    "api.positions",
    "api.probability_plots",
    "api.serialization",
    "api.simulation",
    "api.verbosity",
)

#: Submodules that are there from the start, as in PyNEST.
_AT_ONCE = ("logic", "math", "random", "spatial_distributions")


def _gather(topics):
    names = {"NestModule": NestModule}
    for topic in topics:
        module = _importlib.import_module(f"{__name__}.{topic}")
        names.update((name, getattr(module, name)) for name in module.__all__)
    return names


# First of all: to load the module again is refused here, before the kernel loses its models.
_sys.modules[__name__].__class__ = NestModule

_kernel.offer_models(_NODE_MODELS, _SYNAPSE_MODELS)
_kernel.simulation.offer_backends(_backends(_kernel))

_gathered = _gather(_TOPICS)
_submodules = [name for name in _AT_ONCE if _is_built(name)]
for _name in _submodules:
    _importlib.import_module(f"{__name__}.{_name}")

globals().update(_gathered)
__all__ = [*_gathered, *_submodules]
__all__ = _public_names(_sys.modules[__name__])

_greet()
