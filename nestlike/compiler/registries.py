"""What numba knows of when it compiles a kernel.

Before it compiles anything, numba learns a thousand functions and imports scipy for some of them,
which takes a third of a second.  Kernels are made of numbers, tuples, arrays and the functions of
`math`.  Other code that is compiled with numba in the same process finds all that numba offers:
that is looked for when such code is compiled.
"""

from numba.core.base import BaseContext
from numba.core.cpu import CPUContext
from numba.core.registry import cpu_target
from numba.core.runtime import rtsys
from numba.core.typing.context import BaseContext as TypingContext

_all_there_is = CPUContext.load_additional_registries


def what_kernels_use(context) -> None:
    """Learn how to compile what kernels are made of, in place of all that numba offers."""
    # Some of these modules make themselves known when they are imported.
    from numba.cpython import builtins, iterators, mathimpl, numbers, rangeobj, tupleobj  # noqa: F401
    from numba.np import arrayobj  # noqa: F401

    rtsys.initialize(context)
    # Where other code has been compiled before, numba declares new forms in what that code uses.
    for registry in (*context._registries, mathimpl.registry):
        context.install_registry(registry)


def _if_there_is_more(look):
    """Return ``look(context)``, which finds what has been declared, done only if something has.

    numba does it before every function.
    """
    seen: dict = {}

    def look_if_there_is_more(context) -> None:
        kind = type(context)
        if _n_declared(context) != seen.get(kind):
            look(context)
            seen[kind] = _n_declared(context)

    return look_if_there_is_more


def _n_declared(context) -> int:
    """Return how much has been declared in the registries that a context knows."""
    parts = (part for registry in context._registries for part in vars(registry).values())
    return sum(len(part) for part in parts if isinstance(part, list))


LOOKS = {place: _if_there_is_more(place.refresh) for place in (BaseContext, TypingContext)}


def look() -> None:
    """Have numba learn what has been declared since it last looked."""
    cpu_target.typing_context.refresh()
    cpu_target.target_context.refresh()


def look_for_everything() -> None:
    """Have numba learn all that it offers, for a kernel that is made of something else."""
    _all_there_is(cpu_target.target_context)
    look()
