"""The words a model is written in: parameters, state, inputs, receptors.

A model is one class in one file.  It holds declarations and a few functions of named scalars; the
loops around them, the dictionaries users see and the checks are derived from these.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from nestlike.compiler.signatures import argument_names, is_vector
from nestlike.kernel.columns import Column, VectorColumn, lengths
from nestlike.kernel.datatypes import as_bool
from nestlike.kernel.errors import BadProperty, TypeMismatch
from nestlike.kernel.node_keys import VirtualKey
from nestlike.models.nest_numbers import ELEMENT_SIZE, MODEL_ID


@dataclass(frozen=True)
class Parameter:
    """A quantity that belongs to each node and is set by the user.

    Parameters
    ----------
    default : float, int, bool, str, tuple, Integers or Names
        Value after Create; its type is the type users must give.
    unit : str
        Unit, for the documentation.
    doc : str
        What it is.
    relative_to : str
        Name of the parameter (usually ``E_L``) that NEST subtracts before it stores the value.
    readonly : bool
        Shown by ``get``, refused by ``set``.
    hidden : bool
        Kept per node but not part of the dictionaries users see.
    write_only : bool
        Taken by ``set``, not shown by ``get``.
    per : str
        Name of the vector parameter whose length this vector takes on at each Prepare.
    fixed_by : str
        Name of a flag; where it is set, this vector keeps its length.
    drawn : bool
        Whether a random Parameter may be given; NEST takes none for some.
    """

    default: object
    unit: str = ""
    doc: str = ""
    relative_to: str = ""
    readonly: bool = False
    hidden: bool = False
    write_only: bool = False
    per: str = ""
    fixed_by: str = ""
    drawn: bool = True

    @property
    def kind(self) -> type:
        """Python type of the value: float, int, bool, str, tuple (doubles), Integers or Names."""
        return type(self.default)

    @property
    def listed(self) -> bool:
        """Whether the dictionaries users see have it."""
        return not (self.hidden or self.write_only)


class State(Parameter):
    """A quantity that a model's step changes; same fields as `Parameter`."""


@dataclass(frozen=True)
class Spikes:
    """Spike input on receptor `port`, summed per step.

    With two channels, events of positive weight go to the first and all others to the second.
    """

    excitatory: str
    inhibitory: str = ""
    port: int = 0

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.excitatory, self.inhibitory) if self.inhibitory else (self.excitatory,)


@dataclass(frozen=True)
class SpikePorts:
    """Spike input on ports 1..n, one channel each; n is the length of the vector `per`.

    The channel comes last among a model's inputs, so that it can grow.
    """

    name: str
    per: str

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True)
class SpikeCounts:
    """Spike input that counts events and disregards their weights; `ignored` ports are dropped."""

    name: str
    port: int = 0
    ignored: tuple[int, ...] = ()

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True)
class Current:
    """Current input on receptor `port`: the weighted sum of what generators send."""

    name: str
    port: int = 0

    @property
    def channels(self) -> tuple[str, ...]:
        return (self.name,)


@dataclass(frozen=True)
class PerReceptor:
    """Recordables ``<prefix>1`` .. ``<prefix>n``, where n is the length of the vector `per`.

    The last argument of `function` is the position, counted from 0.
    """

    prefix: str
    per: str
    function: Callable

    def names(self, block, k: int) -> list[str]:
        """Return what can be recorded from node `k`."""
        return [f"{self.prefix}{i + 1}" for i in range(len(block.columns[self.per][k]))]

    def position(self, name: str) -> int | None:
        """Return the position of the recordable `name`, or None if it is another quantity."""
        number = name.removeprefix(self.prefix)
        return int(number) - 1 if name.startswith(self.prefix) and number.isdecimal() else None


@dataclass
class Check:
    """A condition on parameters, a function of their names, and what to say where it fails.

    It is asked when one of the quantities `when` is set, by default all that it is about.
    """

    holds: Callable
    says: str
    when: tuple[str, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self):
        self.names = argument_names(self.holds)
        self.when = self.when or self.names


def positive(*names: str) -> list[Check]:
    """Return checks that each named parameter is greater than zero."""
    return [_compare(name, "{0} > 0", "must be strictly positive") for name in names]


def not_negative(*names: str) -> list[Check]:
    """Return checks that each named parameter is zero or greater."""
    return [_compare(name, "{0} >= 0", "must not be negative") for name in names]


def _compare(name: str, condition: str, words: str) -> Check:
    check = eval(f"lambda {name}: {condition.format(name)}")
    return Check(check, f"{name} {words}.")


class NodeModel:
    """What neurons, stimulators and recorders have in common.

    Attributes
    ----------
    parameters, state : dict of str to Parameter
        In the order in which NEST reads them (random values are drawn in this order).
    checks : sequence of Check
        Conditions on the parameters as users see them.
    """

    parameters: dict[str, Parameter] = {}
    state: dict[str, State] = {}
    checks: tuple = ()
    recordables: dict[str, object] = {}
    element_type = "neuron"
    #: One replica on every virtual process instead of one node on one of them.
    replicated = False
    #: Parameters all nodes of this kind share, listed after the model's own.
    common: dict[str, Parameter] = {}
    #: Conditions on the common parameters.
    common_checks: tuple = ()
    #: Entries of the dictionary that are no quantities, by key.
    virtual: dict[str, VirtualKey] = {}
    #: NEST accepts unknown keys in SetDefaults of some models and ignores them.
    lenient_defaults = False
    #: Whether the nodes may be frozen.
    freezable = True

    @classmethod
    def name(cls) -> str:
        """Return the model's name in NEST."""
        return cls.__name__

    @classmethod
    def quantities(cls) -> dict[str, Parameter]:
        """Return every declared parameter and state variable, by name."""
        if "_quantities" not in cls.__dict__:
            cls._quantities = {**cls.parameters, **cls.state, **cls.common}
        return cls._quantities

    @classmethod
    def number(cls) -> int:
        """Return NEST's number of the model; models NEST does not have come after all others."""
        return MODEL_ID.get(cls.name(), max(MODEL_ID.values()) + 1)

    @classmethod
    def element_size(cls) -> int:
        """Return the size in bytes that NEST reports for a node."""
        return ELEMENT_SIZE.get(cls.name(), 0)

    @classmethod
    def created(cls, population) -> None:
        """Do what is to be done when nodes have been made."""

    @classmethod
    def claims(cls, given: dict) -> bool:
        """Return whether `claim` is to be asked about the `given` entries."""
        return not cls.virtual.keys().isdisjoint(given)

    @classmethod
    def claim(cls, proposal, position: int, given: dict) -> dict:
        """Return those of the `given` entries that are no quantities but can be set, checked.

        Parameters
        ----------
        proposal : Proposal
            Tells the block and the nodes.
        position : int
            Which of these nodes.
        given : dict
            All that the user has set for this node.
        """
        block, k = proposal.block, int(proposal.ks[position])
        keys = [key for key in given if key in cls.virtual and cls.virtual[key].set]
        return {key: cls.virtual[key].check(block, k, given[key]) for key in keys}

    @classmethod
    def settle(cls, block, k: int, claimed: dict) -> None:
        """Set the entries that `claim` returned for node `k`."""
        for key, value in claimed.items():
            cls.virtual[key].set(block, k, value)

    @classmethod
    def bases(cls) -> tuple[str, ...]:
        """Return the quantities others are stored relative to."""
        return tuple(
            dict.fromkeys(q.relative_to for q in cls.quantities().values() if q.relative_to)
        )

    @classmethod
    def adjusts(cls) -> bool:
        """Whether the model has an `adjust` of its own."""
        return cls.adjust.__func__ is not NodeModel.adjust.__func__

    @classmethod
    def family(cls) -> str:
        """Return the name NEST uses for this model in messages about freezing."""
        return cls.name()

    @classmethod
    def shows_recordables(cls) -> bool:
        """Whether nodes have an entry ``recordables``."""
        return bool(cls.recordables)

    @classmethod
    def differ_in_recordables(cls) -> bool:
        """Whether what can be recorded depends on the node."""
        return any(isinstance(read, PerReceptor) for read in cls.recordables.values())

    @classmethod
    def recordable_names(cls, block, k: int) -> list[str]:
        """Return what a multimeter can record from node `k`, in ASCII order."""
        names = []
        for name, read in cls.recordables.items():
            names += read.names(block, k) if isinstance(read, PerReceptor) else [name]
        return sorted(names)

    @classmethod
    def defaults_dict(cls, entry) -> dict:
        """Return the defaults of the model `entry`, as GetDefaults shows them."""
        from nestlike.kernel import node_defaults  # it needs the kernel, which is not made yet

        return node_defaults.defaults_dict(entry)

    @classmethod
    def set_defaults(cls, entry, params: dict) -> None:
        """Change defaults of the model `entry`, all or none."""
        from nestlike.kernel import node_defaults

        node_defaults.set_defaults(entry, params)

    @classmethod
    def initial_values(cls) -> dict:
        """Return the values of a new node, as users see them, with nothing given."""
        return {name: quantity.default for name, quantity in cls.quantities().items()}

    @classmethod
    def fill(cls, block, values: dict) -> None:
        """Give every node of a new `block` the user-visible `values`."""
        stored = cls.stored(values)
        scalars = [name for name, q in cls.state.items() if not is_vector(q)]
        block.state = np.empty((len(scalars), block.n))
        for i, name in enumerate(scalars):
            block.state[i] = stored[name]
        for name, quantity in cls.state.items():
            if is_vector(quantity):
                block.vectors[name] = VectorColumn([stored[name]] * block.n)
        for name in (*cls.parameters, *cls.common):
            block.columns[name] = Column(block.n, stored[name])

    @classmethod
    def stored(cls, values: dict) -> dict:
        """Return `values` as NEST stores them: some as differences to another quantity."""
        quantities = cls.quantities()
        return {
            name: value - values[quantities[name].relative_to]
            if quantities[name].relative_to
            else value
            for name, value in values.items()
        }

    @classmethod
    def adjust(cls, values: dict, given: set) -> None:
        """Complete or refuse the proposed `values` of one node; `given` names what the user set."""

    @classmethod
    def verify(cls, values: dict) -> None:
        """Raise BadProperty if `values` (numbers or arrays, by name) break one of the checks."""
        for check in cls.checks:
            held = check.holds(*[values[name] for name in check.names])
            if not (held.all() if hasattr(held, "all") else held):
                shown = ", ".join(f"{name} = {values[name]}" for name in check.names)
                raise BadProperty(f"{check.says} ({shown})")


#: Parameters that all neurons have, in NEST's order of reading.
ARCHIVE = {
    "tau_minus": Parameter(20.0, "ms", "Time constant of the postsynaptic trace", drawn=False),
    "tau_minus_triplet": Parameter(
        110.0, "ms", "Time constant of the slow postsynaptic trace", drawn=False
    ),
    "Ca": Parameter(0.0, "", "Calcium concentration", drawn=False),
    "tau_Ca": Parameter(10000.0, "ms", "Time constant of the calcium concentration", drawn=False),
    "beta_Ca": Parameter(
        0.001, "", "Increment of the calcium concentration per spike", drawn=False
    ),
    "ignore_and_spike": Parameter(
        False, "", "Spike in fixed intervals, whatever the potential", drawn=False
    ),
    "ignore_and_spike_offset": Parameter(1.0, "ms", "Time until the first such spike"),
    "ignore_and_spike_interval": Parameter(100.0, "ms", "Time between such spikes"),
}

ARCHIVE_CHECKS = (
    Check(lambda tau_minus: tau_minus > 0, "All time constants must be strictly positive."),
    Check(
        lambda tau_minus_triplet: tau_minus_triplet > 0,
        "All time constants must be strictly positive.",
    ),
    Check(lambda tau_Ca: tau_Ca > 0, "All time constants must be strictly positive."),
    Check(lambda Ca: Ca >= 0, "Calcium concentration cannot be negative."),
    Check(
        lambda beta_Ca: beta_Ca > 0,
        "For Ca to function as an integrator of the electrical activity, beta_ca needs to be "
        "greater than 0.",
    ),
    Check(
        lambda ignore_and_spike_offset: ignore_and_spike_offset > 0,
        "ignore_and_spike_offset > 0 required.",
    ),
    Check(
        lambda ignore_and_spike_interval: ignore_and_spike_interval > 0,
        "ignore_and_spike_interval > 0 required.",
    ),
)


def _archived(name: str, without):
    """Return the entry for a column of the archive; `without` is shown before there is one."""

    def read(block, k):
        return getattr(block.archive, name)[k].item() if block.archive else without

    return VirtualKey(read)


def _check_elements(block, k, value):
    if not isinstance(value, dict):
        raise TypeMismatch(f"Expected datatype: synaptic_elements takes a dict, not {value!r}.")
    if value:
        raise NotImplementedError(
            "Synaptic elements need growth curves, and growth_curves is empty."
        )
    return value


def _clear(block, k, wanted):
    if wanted and block.archive:
        block.archive.clear(k)


#: Entries all neurons have besides `ARCHIVE`.
ARCHIVE_ENTRIES = {
    "archiver_length": _archived("length", 0),
    "post_trace": _archived("trace", 0.0),
    "t_spike": _archived("last_spike", -1.0),
    "synaptic_elements": VirtualKey(
        lambda block, k: {}, set=lambda block, k, value: None, check=_check_elements
    ),
    # Only ever set: it forgets the spikes so far.
    "clear": VirtualKey(
        lambda block, k: None,
        set=_clear,
        check=lambda block, k, value: as_bool("clear", value),
        shown=lambda block, k: False,
    ),
}


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
    state variable X before it.
    """

    inputs: tuple = (Spikes("spikes_ex", "spikes_in"), Current("current"))
    derived: str = ""
    #: Derived vectors by name, with the parameter that gives the length; `derive` fills them.
    derived_vectors: dict[str, str] = {}
    ode: tuple[str, ...] = ()
    common = ARCHIVE
    common_checks = ARCHIVE_CHECKS
    virtual = ARCHIVE_ENTRIES
    #: (eps_abs, eps_rel, a_y, a_dydt) of the integrator's error control.
    tolerance = (1e-3, 0.0, 1.0, 0.0)
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
    def constants(cls) -> tuple[str, ...]:
        """Return the names in a row of constants: derived ones, then parameters used as they are."""
        derived = tuple(cls.derived.split())
        return derived + tuple(n for n in cls._used_parameters(vectors=False) if n not in derived)

    @classmethod
    def constant_vectors(cls) -> tuple[str, ...]:
        """Return the names of the vectors the loops read: parameters used as they are, derived ones."""
        return (*cls._used_parameters(vectors=True), *cls.derived_vectors)

    @classmethod
    def derive_inputs(cls) -> tuple[str, ...]:
        """Return the names of the scalar parameters that constants are computed from."""
        own = {n: q for n, q in {**cls.parameters, **cls.common}.items() if not is_vector(q)}
        used = dict.fromkeys((*argument_names(cls.derive), *cls.constants()))
        return tuple(name for name in used if name in own)

    @classmethod
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
        return functions + [getattr(f, "function", f) for f in cls.recordables.values()]


INFINITY = math.inf
