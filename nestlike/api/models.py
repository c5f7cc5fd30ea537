"""Models: their names, defaults and copies."""

from typing import Any

from nestlike.api.collections import NodeCollection
from nestlike.api.deprecation import deprecated
from nestlike.api.node_access import kernel_value
from nestlike.api.parameters import Parameter
from nestlike.api.serialization import to_json
from nestlike.kernel import kernel
from nestlike.kernel.errors import UnknownComponent, did_you_mean
from nestlike.kernel.nodes.node_defaults import default
from nestlike.models.synapse_declaration import RECORDER

__all__ = ["ConnectionRules", "CopyModel", "GetDefaults", "Models", "SetDefaults"]


@deprecated("Use `nest.node_models` or `nest.synapse_models` instead.")
def Models(mtype: str = "all", sel: str | None = None) -> tuple[str, ...]:
    """Return the names of models, sorted.

    Parameters
    ----------
    mtype : {"all", "nodes", "synapses"}
        Kind of model.
    sel : str, optional
        Only names which contain this.
    """
    if mtype not in ("all", "nodes", "synapses"):
        raise ValueError(f"mtype has to be one of 'all', 'nodes', or 'synapses', not {mtype!r}")
    names = [*kernel.models.nodes] if mtype != "synapses" else []
    names += [*kernel.models.synapses] if mtype != "nodes" else []
    return tuple(sorted(name for name in names if sel is None or sel in name))


@deprecated("Use `nest.connection_rules` instead.")
def ConnectionRules() -> tuple[str, ...]:
    """Return the names of the connection rules, sorted."""
    return tuple(sorted(kernel.settings["connection_rules"]))


def GetDefaults(model: str, keys=None, output: str = "") -> Any:
    """Return what new nodes or connections of a model start with.

    Parameters
    ----------
    model : str
        Name of a node or synapse model, or of a recording backend.
    keys : str or list of str, optional
        One key, several keys or, left out, all.
    output : {"", "json"}
        Return a JSON string instead.

    Returns
    -------
    dict, object or list
        A new dictionary, the value of one key, or a list of values.

    Raises
    ------
    UnknownComponent
        If there is no such model.
    KeyError
        If it has no such key.
    """
    if keys is None:
        result = _defaults(model)
    elif isinstance(keys, str) and isinstance(model, str) and model in kernel.models.nodes:
        result = default(kernel.models.nodes[model], keys)
    elif isinstance(keys, str) or not hasattr(keys, "__iter__"):
        result = _defaults(model)[keys]
    else:
        defaults = _defaults(model)
        result = [defaults[key] for key in keys]
    return to_json(result) if output == "json" else result


def SetDefaults(model: str, params, val=None) -> None:
    """Change what new nodes or connections of a model start with; existing ones stay.

    Parameters
    ----------
    model : str
        Name of a node or synapse model.
    params : dict or str
        New values by key, or one key.
    val : optional
        The value for one key.

    Raises
    ------
    UnknownComponent
        If there is no such model.
    ValueError
        If a value is a random Parameter, or a list for a parameter that takes one number.
    NESTError
        If a key is unknown or a value is refused; nothing is changed then.
    """
    if val is not None:
        if not isinstance(params, str):
            raise TypeError("If val is given, params must be string giving the parameter name.")
        params = {params: val}
    if not isinstance(params, dict):
        raise TypeError("params must be dictionary unless val is given.")
    if not params:
        return
    _entry(model)
    for key, value in params.items():
        if isinstance(value, Parameter) or (
            _is_list(value) and not _is_list(_defaults(model)[key], str)
        ):
            raise ValueError(
                f"SetDefaults() accepts only explicit, single parameter values, not {key}={value}."
            )
    _set_defaults(model, params)


def CopyModel(existing: str, new: str, params: dict | None = None) -> None:
    """Register a copy of a model, with its present defaults, under a new name.

    Parameters
    ----------
    existing, new : str
        Names of a model and of its copy.
    params : dict, optional
        Defaults of the copy that differ.

    Raises
    ------
    UnknownModelName
        If there is no model `existing`.
    NewModelNameExists
        If there is a model `new`.
    KernelException
        If there are ``nest.max_num_syn_models`` synapse models already.
    NESTError
        If a default is refused; the copy has been registered then, without it.
    """
    params = {} if params is None else params
    if not hasattr(params, "items"):
        raise AttributeError(f"Parameters come in a dict, not as {params!r}.")
    _require_name(existing)
    _require_name(new)
    kernel.models.copy(existing, new)
    if params or new in kernel.models.nodes:  # NEST sets none, too, which devices notice
        _set_defaults(new, params)


def _is_list(value, *kinds):
    """Whether a value is iterable; a str only counts where `kinds` names it."""
    return hasattr(value, "__iter__") and (str in kinds or not isinstance(value, str))


def _require_name(model):
    if not isinstance(model, str):
        raise AttributeError(f"The name of a model is a str, not {model!r}.")


def _entry(model):
    """Return the entry of a model, None for a recording backend."""
    _require_name(model)
    for table in (kernel.models.nodes, kernel.models.synapses):
        if model in table:
            return table[model]
    if model in kernel.settings["recording_backends"]:
        return None
    known = [*kernel.models.nodes, *kernel.models.synapses]
    raise UnknownComponent(f"{model} is not a known component.{did_you_mean(model, known)}")


def _defaults(model):
    entry = _entry(model)
    if entry is None:
        return {"element_type": "recording_backend"}
    defaults = entry.model.defaults_dict(entry)
    if model in kernel.models.synapses:
        recorder = entry.defaults[RECORDER]
        defaults[RECORDER] = NodeCollection([recorder]) if recorder else NodeCollection()
    return defaults


def _set_defaults(model, params):
    entry = _entry(model)
    if entry is None:
        return
    values = {key: kernel_value(value) for key, value in params.items()}
    entry.model.set_defaults(entry, values)
    kernel.models.changed = True
