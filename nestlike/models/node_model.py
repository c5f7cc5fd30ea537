"""What neurons, stimulators and recorders have in common."""

from __future__ import annotations

import numpy as np

from nestlike.compiler.signatures import is_vector
from nestlike.kernel.errors import BadProperty
from nestlike.kernel.nodes.model_table import Origin
from nestlike.kernel.nodes.node_keys import VirtualKey
from nestlike.models.inputs import PerReceptor
from nestlike.models.nest_numbers import ELEMENT_SIZE, number_of
from nestlike.models.quantities import Parameter, State


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
    #: What spikes stand for that it sends, and that it takes: events ("spike"), or states of binary
    #: neurons ("binary").
    means: tuple[str, ...] = ("spike",)
    understands: tuple[str, ...] = ("spike",)
    #: One replica on every virtual process instead of one node on one of them.
    replicated = False
    #: Whether each replica is connected to all sources, not only to those of its process.
    hears_all = False
    #: Whether it hands what it records to a backend.
    writes = False
    #: Whether it is a device that sends of itself, see `nestlike.models.stimulator`.
    acts = False
    #: Name of the flag among the defaults that decides about replicas where a model leaves it open.
    replicated_if = ""
    #: Whether it sends to each target by itself also where it exists once; plastic synapses refuse.
    sends_to_each = False
    #: Whether a device may be connected by synapses that most devices are refused.
    takes_any_synapse = False
    #: Whether it passes on spikes with some probability, after the synapse has acted.
    dilutes = False
    #: Whether nodes take any entry, and show those that mean nothing to them.
    accepts_anything = False
    #: Whether nodes work on a single virtual process only.
    single_process = False
    #: Whether spikes have times off the grid.
    off_grid = False
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
        return number_of(cls.name())

    @classmethod
    def element_size(cls) -> int:
        """Return the size in bytes that NEST reports for a node."""
        return ELEMENT_SIZE.get(cls.name(), 0)

    @classmethod
    def created(cls, population) -> None:
        """Do what is to be done when nodes have been made."""

    @classmethod
    def require_settable(cls, block, ks) -> None:
        """Raise BadProperty if nothing can be set now on the nodes `ks` of a block."""

    @classmethod
    def refuse(cls, block, given: dict) -> None:
        """Raise BadProperty if some of the `given` keys cannot be set, whatever their values."""

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
        return tuple(dict.fromkeys(cls.relative().values()))

    @classmethod
    def relative(cls) -> dict[str, str]:
        """Return what each quantity that is stored as a difference is relative to."""
        if "_relative" not in cls.__dict__:
            quantities = cls.quantities().items()
            cls._relative = {name: q.relative_to for name, q in quantities if q.relative_to}
        return cls._relative

    @classmethod
    def adjusts(cls) -> bool:
        """Whether the model has an `adjust` of its own."""
        return cls.adjust.__func__ is not NodeModel.adjust.__func__

    @classmethod
    def spike_ports(cls):
        """Return the declared input that has one port per receptor, if there is one."""
        return None

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
        from nestlike.kernel.nodes import (
            node_defaults,
        )  # it needs the kernel, which is not made yet

        return node_defaults.defaults_dict(entry)

    @classmethod
    def set_defaults(cls, entry, params: dict) -> None:
        """Change defaults of the model `entry`, all or none."""
        from nestlike.kernel.nodes import node_defaults

        node_defaults.set_defaults(entry, params)

    @classmethod
    def initial_values(cls) -> dict:
        """Return the values of a new node, as users see them, with nothing given."""
        return {name: quantity.default for name, quantity in cls.quantities().items()}

    @classmethod
    def origin(cls, values: dict) -> Origin:
        """Return the user-visible `values` as nodes that have them store them."""
        stored = cls.stored(values)
        parameters = {name: stored[name] for name in (*cls.parameters, *cls.common)}
        vectors = {name: stored[name] for name, q in cls.state.items() if is_vector(q)}
        scalars = [stored[name] for name in cls.state if name not in vectors]
        return Origin(parameters, np.array(scalars, float)[:, None], vectors)

    @classmethod
    def stored(cls, values: dict) -> dict:
        """Return `values` as NEST stores them: some as differences to another quantity."""
        differences = {name: values[name] - values[base] for name, base in cls.relative().items()}
        return {**values, **differences}

    @classmethod
    def adjust(cls, values: dict, given: set) -> None:
        """Complete or refuse the proposed `values` of one node; `given` names what the user set."""

    @classmethod
    def verify(cls, values: dict) -> None:
        """Raise BadProperty if `values` (numbers or arrays, by name) break one of the checks."""
        for check in cls.checks:
            held = check.holds(*[values[name] for name in check.names])
            if not (held.all() if hasattr(held, "all") else held):
                shown = check.shown(values)
                raise BadProperty(f"{check.says} ({shown})")
