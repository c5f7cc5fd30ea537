"""Whether nodes are connected by their positions, and what a specification then may have."""

from nestlike.api.parameters import CreateParameter, Parameter
from nestlike.kernel.errors import BadProperty

__all__: list[str] = []

_CONN_SPEC = (
    "mask",
    "allow_multapses",
    "allow_autapses",
    "rule",
    "indegree",
    "outdegree",
    "p",
    "pairwise_avg_num_conns",
    "use_on_source",
    "allow_oversized_mask",
)
_NUMBERS = {"fixed_indegree": "indegree", "fixed_outdegree": "outdegree"}


def goes_by_positions(conn_spec: dict, syn_spec) -> bool:
    """Return whether rule or synapses ask for positions.

    Parameters
    ----------
    conn_spec : dict
    syn_spec : dict, list of dict or None
    """
    if _has_spatial(conn_spec):
        return True
    rule = str(conn_spec["rule"])
    if "mask" in conn_spec or "use_on_source" in conn_spec:
        return True
    if "p" in conn_spec and "pairwise_bernoulli" not in rule:
        return True
    if "pairwise_avg_num_conns" in conn_spec and "pairwise_poisson" not in rule:
        return True
    collocated = syn_spec if isinstance(syn_spec, list) else [syn_spec or {}]
    return any(_has_spatial(spec) for spec in collocated)


def _has_spatial(specification: dict) -> bool:
    values = specification.values()
    return any(isinstance(value, Parameter) and value.is_spatial() for value in values)


def connect_by_positions(pre, post, conn_spec: dict, syn_spec) -> None:
    """Connect nodes that have positions.

    Parameters
    ----------
    pre, post : NodeCollection
    conn_spec : dict
    syn_spec : dict, list of dict or None

    Raises
    ------
    TypeError
        If nodes have no positions.
    ValueError
        If the specifications have an entry that is of no use here.
    KeyError
        If a rule lacks its number.
    NESTError
        See `nestlike.connect.spatial.builder.connect_layers`.
    """
    from nestlike.connect.spatial.builder import connect_layers
    from nestlike.connect.spatial.specification import ALLOWED

    for nodes, which in ((pre, "Presynaptic"), (post, "Postsynaptic")):
        if nodes._datum.layer is None:
            raise TypeError(f"{which} NodeCollection must have spatial information")
    specs = syn_spec if isinstance(syn_spec, list) else [syn_spec or {}]
    for name in conn_spec:
        if name not in _CONN_SPEC:
            raise ValueError(
                f"'{name}' is not allowed in conn_spec when connecting with mask or kernel"
            )
    for spec in specs:
        for name in spec.keys():
            if name not in ALLOWED:
                raise ValueError(
                    f"'{name}' is not allowed in syn_spec when connecting with mask or kernel"
                )
    _require_rule(conn_spec)
    given = [{name: _value(name, v) for name, v in s.items()} for s in (conn_spec, *specs)]
    connect_layers(pre._datum, post._datum, given[0], given[1:])


def _require_rule(conn_spec: dict) -> None:
    rule = conn_spec["rule"]
    if rule not in ("pairwise_bernoulli", "pairwise_poisson", *_NUMBERS):
        raise ValueError(
            "When using kernel or mask, the only possible connection rules are "
            f"'pairwise_bernoulli', 'pairwise_poisson', 'fixed_indegree' and 'fixed_outdegree', "
            f"not {rule!r}"
        )
    if "use_on_source" in conn_spec and rule != "pairwise_bernoulli":
        raise ValueError("'use_on_source' can only be set when using pairwise_bernoulli")
    if rule in _NUMBERS and _NUMBERS[rule] not in conn_spec:
        raise KeyError(_NUMBERS[rule])


def _value(name: str, value):
    """Return a Parameter in place of a dictionary that describes one."""
    if name == "mask" or not isinstance(value, dict):
        return value
    if len(value) != 1:
        raise BadProperty("Parameter definition dictionary must contain one single key only.")
    ((kind, specs),) = value.items()
    return CreateParameter(kind, specs)
