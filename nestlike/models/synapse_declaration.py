"""The words a synapse model is written in, and what follows from them.

A synapse model is one class in one file.  It names the parameters that each connection has and
those that all connections of the model share; dictionaries, checks and tables follow.
"""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.datatypes import (
    as_double,
    as_int32,
    as_int64,
    as_size,
    require_known_type,
)
from nestlike.kernel.errors import (
    BadProperty,
    TypeMismatch,
    UnaccessedDictionaryEntry,
    did_you_mean,
)
from nestlike.kernel.nodes.node_keys import Nodes
from nestlike.models.declaration import Parameter, State

UNLABELLED = -1
#: NEST has this many built-in synapse models; copies are numbered from here.
BUILT_IN_MODELS = 77

WEIGHT = Parameter(1.0, "", "Synaptic weight")
_DEFAULT_DELAY = 1.0
#: Name of the entry for the weight recorder; kept as its node id.
RECORDER = "weight_recorder"
NO_RECORDER = 0


class SynapseModel:
    """What all synapse models have in common.

    Attributes
    ----------
    parameters : dict of str to Parameter
        What each connection has besides ``weight`` and ``delay``, in NEST's order of reading.
    state : dict of str to State
        What spikes change; hidden entries are not part of the dictionaries users see.
    common : dict of str to Parameter
        What all connections of the model share; set by ``SetDefaults`` and ``CopyModel`` alone.
        A ``weight`` here replaces that of each connection.
    modelid : int
        NEST's number of the model.
    sizeof : int or None
        The bytes NEST takes for one connection, None where it does not tell.
    has_delay, requires_symmetric, has_label : bool
        Whether connections have a delay, are only allowed in pairs, have a label.
    is_compact : bool
        Whether connections reach receptor 0 only, and few nodes, for the sake of memory in NEST.
    from_any_device : bool
        Whether every generator may be the source, also those that send each target spikes of
        its own.
    learns, unreliable : bool
        Whether spikes change the weight, and whether some are not sent; both decide what
        `on_spike` returns, see `nestlike.kernel.delivery.synapse_events`.
    """

    parameters: dict[str, Parameter] = {}
    state: dict[str, State] = {}
    common: dict[str, Parameter] = {}
    modelid = -1
    sizeof: int | None = None
    has_delay = True
    requires_symmetric = False
    has_label = is_compact = False
    from_any_device = True
    learns = unreliable = False
    #: Kinds of events it carries, see `nestlike.models.events`.
    carries = ("spike", "current", "data_request")

    @classmethod
    def name(cls) -> str:
        """Return the model's name in NEST."""
        return cls.__name__

    @classmethod
    def individual(cls) -> dict[str, Parameter]:
        """Return what each connection has besides weight, delay and label, by name."""
        return {**cls.parameters, **cls.state}

    @staticmethod
    def on_spike(weight):
        """Return the weight that a spike is sent with."""
        return weight

    @classmethod
    def acts(cls) -> bool:
        """Return whether there is more to be done for a spike than sending the weight."""
        return cls.on_spike is not SynapseModel.on_spike

    @classmethod
    def reads_history(cls) -> bool:
        """Return whether the spikes of the target matter."""
        return hasattr(cls, "on_post_spike")

    @classmethod
    def columns_used(cls) -> list[str]:
        """Return the names of the quantities that `on_spike` and `on_post_spike` may ask for."""
        return [name for name in (*cls.individual(), *cls.common) if name != "weight"]

    @classmethod
    def visible(cls) -> list[str]:
        """Return the names of `individual` quantities that users see."""
        return [name for name, quantity in cls.individual().items() if not quantity.hidden]

    @classmethod
    def initial_values(cls) -> dict:
        """Return the defaults of the model with nothing set."""
        values = {"weight": WEIGHT.default, "delay": _DEFAULT_DELAY, "receptor_type": 0}
        values[RECORDER] = NO_RECORDER
        for name, quantity in {**cls.individual(), **cls.common}.items():
            values[name] = quantity.default
        if cls.has_label:
            values["synapse_label"] = UNLABELLED
        return values

    @classmethod
    def accepts(cls) -> dict[str, object]:
        """Return the conversions of what ``SetDefaults`` takes, by name."""
        if "_accepts" not in cls.__dict__:
            cls._accepts = cls._conversions()
        return cls._accepts

    @classmethod
    def _conversions(cls):
        conversions = {"weight": as_double, "receptor_type": as_size}
        if cls.has_delay:
            conversions["delay"] = as_double
        if cls.has_label:
            conversions["synapse_label"] = as_int64
        for name, quantity in {**cls.individual(), **cls.common}.items():
            if not quantity.hidden and not quantity.readonly:
                conversions[name] = as_int32 if quantity.kind is int else as_double
        return conversions

    @classmethod
    def verify(cls, values: dict) -> None:
        """Raise BadProperty if `values` (numbers or arrays, by name) do not go together."""

    @classmethod
    def defaults_dict(cls, entry) -> dict:
        """Return what ``GetDefaults`` shows, keys in ASCII order.

        ``weight_recorder`` is left to the caller, which knows node collections.
        """
        shown = {name: entry.defaults[name] for name in cls.accepts()}
        if cls.has_delay:
            shown["delay"] = kernel.time.delay_ms(default_delay_steps(entry))
        shown.update(
            element_type="synapse",
            has_delay=cls.has_delay,
            num_connections=kernel.connections.num_connections_of(entry),
            requires_symmetric=cls.requires_symmetric,
            synapse_model=entry.name,
            synapse_modelid=modelid(entry),
        )
        if cls.sizeof is not None:
            shown["sizeof"] = cls.sizeof
        return {name: shown[name] for name in sorted(shown)}

    @classmethod
    def set_defaults(cls, entry, params: dict) -> None:
        """Change the defaults of the model `entry`, all or none.

        Raises
        ------
        UnaccessedDictionaryEntry
            If a name is unknown or read-only.
        BadProperty, BadDelay, TypeMismatch
            If a value is out of range or of the wrong type.
        """
        conversions = {**cls.accepts(), RECORDER: _as_recorder}
        given = {n: conversions[n](n, v) for n, v in params.items() if n in conversions}
        require_legal_labels(given.get("synapse_label", 0))
        cls.verify({**entry.defaults, **given})
        unknown = [name for name in params if name not in conversions]
        refuse_unaccessed("params", "ModelManager::set_synapse_defaults_", unknown, conversions)
        if "delay" in given:
            steps = checked_delay_steps(given["delay"])
            given["delay"] = kernel.time.delay_ms(steps)
        entry.defaults.update(given)
        # What all connections share takes effect at once.
        kernel.connections.version += 1


def first_where(condition, *values) -> tuple | None:
    """Return the values for which a condition holds first, None if it never does.

    Each is a number, or an array with one for each connection; so is what is returned of them.
    """
    if not np.any(condition):
        return None
    k = int(np.argmax(condition))
    return tuple(value[k] if np.ndim(value) else value for value in values)


def require_legal_labels(labels) -> None:
    """Raise BadProperty if a label, or one in an array of them, is negative."""
    if wrong := first_where(np.asarray(labels) < 0, labels):
        raise BadProperty(
            f"Connection label must not be negative, and synapse_label is {wrong[0]}."
        )


def _as_recorder(name: str, ids) -> int:
    """Return the id of the one node in `ids`, which must be a weight recorder."""
    require_known_type(name, ids)
    if not isinstance(ids, Nodes):
        raise TypeMismatch(f"Expected datatype: {name} takes a NodeCollection, not {ids!r}.")
    if len(ids) != 1:
        raise BadProperty(
            f"Property {name} must be a single element NodeCollection, not one of {len(ids)}."
        )
    found = kernel.nodes.population_of(ids[0]).entry.type_id
    if found != RECORDER:
        raise BadProperty(f"Property {name} must be set to a node of type {RECORDER}, not {found}.")
    return ids[0]


def refuse_unaccessed(what: str, where: str, names: list, known) -> None:
    """Raise NEST's error for dictionary entries that nobody asked for, if there are any.

    With the kernel attribute ``dict_miss_is_error`` False they are passed over in silence.
    """
    if not names or not kernel.settings.dict_miss_is_error:
        return
    hint = did_you_mean(names[0], known)
    listed = " ".join(sorted(map(str, names)))
    raise UnaccessedDictionaryEntry(
        f"Unaccessed elements in {what}, in function {where}:  {listed}{'.' if hint else ''}{hint}"
    )


def default_delay_steps(entry) -> int:
    """Return the default delay of a model in steps at the present resolution."""
    delay = entry.defaults["delay"]
    if delay == _DEFAULT_DELAY:
        # NEST rounds the built-in default up, and what users give to the nearest step.
        return max(1, kernel.time.steps_from_ms(delay))
    return kernel.time.delay_steps(delay)


def checked_delay_steps(delay: float) -> int:
    """Return a delay in ms as steps, or raise BadDelay if connections may not have it."""
    steps = kernel.time.delay_steps(delay)
    simulated = kernel.settings.fact("simulated")
    kernel.settings.delays.require_valid(steps, kernel.time, simulated)
    return steps


def modelid(entry) -> int:
    """Return NEST's number of a synapse model; copies follow the built-in models."""
    if entry.name == entry.model.name():
        return entry.model.modelid
    return BUILT_IN_MODELS + entry.number - kernel.models.synapses.n_built_in


def variant(base: type, suffix: str, modelid: int, sizeof: int | None, **changes) -> type:
    """Return `base` under the name with `suffix`, with attributes changed.

    NEST has most synapses in variants: with a label (``_lbl``), and with indices of 16 bits in
    place of pointers (``_hpc``).
    """
    attributes = {
        "modelid": modelid,
        "sizeof": sizeof,
        "__doc__": base.__doc__,
        "__module__": base.__module__,
        **changes,
    }
    return type(base.__name__ + suffix, (base,), attributes)


def labelled(base: type, modelid: int, sizeof: int) -> type:
    """Return the variant of `base` whose connections have a ``synapse_label``."""
    return variant(base, "_lbl", modelid, sizeof, has_label=True)


def compact(base: type, modelid: int, sizeof: int | None) -> type:
    """Return the variant of `base` which takes less memory in NEST, and reaches fewer nodes."""
    return variant(base, "_hpc", modelid, sizeof, is_compact=True)
