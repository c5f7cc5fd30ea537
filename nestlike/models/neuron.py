"""Models with spike output: a scalar step, and the names of its arguments."""

from __future__ import annotations

from functools import cache

import numpy as np

from nestlike.compiler.signatures import argument_names, is_vector
from nestlike.kernel.columns import lengths
from nestlike.models.archiving import ARCHIVE, ARCHIVE_CHECKS, ARCHIVE_ENTRIES
from nestlike.models.inputs import Current, PerReceptor, SpikePorts, Spikes
from nestlike.models.node_model import NodeModel


class Neuron(NodeModel):
    """A model with spike output.

    Besides what is listed below, `step` may ask for ``now``, the number of the step; it may return
    -1 spikes, a flush event.

    A neuron declares `inputs`, `derived` (names of constants), `derive` (parameters to constants)
    and `step` (state, inputs and constants to new state and number of spikes).  The arguments of
    these functions are looked up by name: state variables, parameters, derived constants, input
    channels; in `derive` also ``h`` (resolution in ms) and ``tics`` (tics per step).

    A model with differential equations names the variables in `ode` and adds `rhs`, which returns
    their derivatives; then `step` runs after the integration, and ``X_before`` is the value of
    state variable X before it.  A model that acts within a step names the variables it changes in
    `substep` and adds `after_substep`, which is called after each sub-step of the integrator and
    returns these variables and the number of spikes, negative if the neuron has become unstable;
    `step` gets the sum of the spikes as ``fired``.
    """

    inputs: tuple = (Spikes("spikes_ex", "spikes_in"), Current("current"))
    derived: str = ""
    #: Derived vectors by name, with the parameter that gives the length; `derive` fills them.
    derived_vectors: dict[str, str] = {}
    #: Names of derived constants that follow parameters set between Prepare and Run; parameters
    #: that the step gets as they are always do.
    live: str = ""
    ode: tuple[str, ...] = ()
    common = ARCHIVE
    common_checks = ARCHIVE_CHECKS
    virtual = ARCHIVE_ENTRIES
    #: (eps_abs, eps_rel, a_y, a_dydt) of the integrator's error control; the first two may be the
    #: name of a parameter, whose value at the first Prepare counts.
    tolerance: tuple = (1e-3, 0.0, 1.0, 0.0)
    #: The variables that `after_substep` returns.
    substep: tuple[str, ...] = ()
    #: Name of the constant that is non-zero where a step needs a random number; `step` gets it as
    #: the argument ``uniform``.
    draws = ""
    #: Names of constants that are zero in most networks.  Blocks in which they all are run a loop
    #: that was compiled without what depends on them; the others go neuron by neuron.
    rare: tuple[str, ...] = ()

    @staticmethod
    def derive(h):
        """Return the constants named in `derived`."""
        return ()

    @classmethod
    def channels(cls) -> tuple[str, ...]:
        """Return the names of the input channels in the order of the ring buffer's rows."""
        return tuple(name for entry in cls.inputs for name in entry.channels)

    @classmethod
    def vector_channels(cls) -> tuple[str, ...]:
        """Return the names of the input channels that exist once per receptor."""
        return tuple(name for e in cls.inputs if isinstance(e, SpikePorts) for name in e.channels)

    @classmethod
    def spike_ports(cls) -> SpikePorts | None:
        """Return the declared input that has one port per receptor, if there is one."""
        return next((entry for entry in cls.inputs if isinstance(entry, SpikePorts)), None)

    @classmethod
    def n_receptors(cls, block) -> np.ndarray:
        """Return how many of these ports each node of `block` has."""
        ports = cls.spike_ports()
        return lengths(block.columns[ports.per]) if ports else np.zeros(block.n, np.int64)

    @classmethod
    @cache
    def constants(cls) -> tuple[str, ...]:
        """Return the names in a row of constants: derived ones, then parameters as they are."""
        derived = tuple(cls.derived.split())
        return derived + tuple(n for n in cls._used_parameters(vectors=False) if n not in derived)

    @classmethod
    @cache
    def constant_vectors(cls) -> tuple[str, ...]:
        """Return the names of the vectors that loops read: parameters, then derived ones."""
        return (*cls._used_parameters(vectors=True), *cls.derived_vectors)

    @classmethod
    @cache
    def derive_inputs(cls) -> tuple[str, ...]:
        """Return the names of the scalar parameters that constants are computed from."""
        own = {n: q for n, q in {**cls.parameters, **cls.common}.items() if not is_vector(q)}
        used = dict.fromkeys((*argument_names(cls.derive), *cls.constants()))
        return tuple(name for name in used if name in own)

    @classmethod
    @cache
    def _used_parameters(cls, vectors: bool) -> tuple[str, ...]:
        functions = cls.scalar_functions()
        if vectors:
            functions.append(cls.derive)
        used = dict.fromkeys(n for f in functions for n in argument_names(f))
        own = {**cls.parameters, **cls.common}
        return tuple(n for n in used if n in own and is_vector(own[n]) == vectors)

    @classmethod
    def recordable_number(cls, name: str, block) -> int:
        """Return the number under which compiled code knows the recordable `name`."""
        for number, (declared, read) in enumerate(cls.recordables.items()):
            if declared == name:
                return number
            if isinstance(read, PerReceptor) and (position := read.position(name)) is not None:
                return number + position * len(cls.recordables)
        raise KeyError(name)

    @classmethod
    def scalar_functions(cls) -> list:
        """Return the functions whose arguments come from state, constants and inputs."""
        functions = [cls.step]
        if cls.ode:
            functions.append(cls.rhs)
        if cls.substep:
            functions.append(cls.after_substep)
        return functions + [getattr(f, "function", f) for f in cls.recordables.values()]
