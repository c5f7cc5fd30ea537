"""Connect nodes, find connections, and remove them."""

from typing import Any

import numpy as np

from nestlike.api.collections import NodeCollection
from nestlike.api.node_access import require_existing
from nestlike.api.projections import connect_by_positions, goes_by_positions
from nestlike.api.synapse_collection import SynapseCollection
from nestlike.connect import RULES, arrays, builder, disconnection, precedents, tripartite
from nestlike.connect.parameter_arrays import flattened
from nestlike.connect.selection import UNLABELLED, find
from nestlike.kernel import kernel
from nestlike.kernel.datatypes import as_string

__all__ = [
    "CollocatedSynapses",
    "Connect",
    "Disconnect",
    "GetConnections",
    "SynapseCollection",
    "TripartiteConnect",
]

kernel.settings.provide("connection_rules", lambda: sorted(RULES))


class CollocatedSynapses:
    """Several synapses for each pair that a connection rule chooses.

    Parameters
    ----------
    *args : dict
        Synapse specifications.
    """

    def __init__(self, *args: dict):
        self.syn_specs = args

    def __len__(self) -> int:
        return len(self.syn_specs)


def Connect(
    pre: Any,
    post: Any,
    conn_spec: str | dict | None = None,
    syn_spec: Any = None,
    return_synapsecollection: bool = False,
) -> "SynapseCollection | None":
    """Connect sources to targets by a rule.

    Parameters
    ----------
    pre, post : NodeCollection or array_like of int
        Sources and targets.  Arrays with repeated ids are connected pair by pair and need the
        rule ``one_to_one``.
    conn_spec : str or dict, default ``"all_to_all"``
        Name of the rule, or a dict with ``rule``, its parameters, and ``allow_autapses`` (bool,
        default True), ``allow_multapses`` (bool, default True), ``make_symmetric`` (bool,
        default False).  Nodes with positions are connected by these if there is a ``mask``
        (dict, see Notes), ``use_on_source``, a ``p`` for a rule with a fixed degree, or a value
        that depends on positions.
    syn_spec : str, dict or CollocatedSynapses, default ``"static_synapse"``
        Name of the synapse model, or a dict with ``synapse_model``, ``weight``, ``delay`` (ms),
        ``receptor_type`` and parameters of the model: numbers, distributions of ``nest.random``,
        or arrays.  Arrays have shape (n,) for one_to_one, (n_targets, n_sources) for all_to_all
        and (n_targets, indegree) for fixed_indegree.
    return_synapsecollection : bool, default False
        Whether to return the connections between `pre` and `post`.

    Returns
    -------
    SynapseCollection or None

    Raises
    ------
    TypeError, ValueError, KeyError
        If an argument has the wrong type or shape, or `conn_spec` lacks its rule.
    NESTError
        If rule, model, parameter, receptor or delay do not exist or do not fit.

    Notes
    -----
    By positions, the rules are pairwise_bernoulli, pairwise_poisson, fixed_indegree and
    fixed_outdegree.  A mask is ``{"circular": {"radius": 0.5}, "anchor": [0.1, 0.0]}`` or of
    another kind of `CreateMask`; it lies around the source and holds the targets, for
    pairwise_poisson, fixed_indegree and with ``use_on_source`` it lies around the target and
    holds the sources.  ``allow_oversized_mask`` (bool, default False) lets it be wider than a
    layer whose edges wrap.  Of synapses, ``synapse_model``, ``weight``, ``delay``,
    ``receptor_type`` and ``synapse_label`` may be specified.
    """
    if type(pre) is type(post) is NodeCollection and not return_synapsecollection:
        given = pre._datum, post._datum, conn_spec, syn_spec
        with kernel.timers.connect:
            if precedents.connect_again(*given):
                return None
        _connect(pre, post, conn_spec, syn_spec, False)
        precedents.note(*given)
        return None
    return _connect(pre, post, conn_spec, syn_spec, return_synapsecollection)


def _connect(pre, post, conn_spec, syn_spec, return_synapsecollection: bool):
    as_arrays, pre, post = _nodes(pre, post, conn_spec)
    conn_spec = _connection_specification(conn_spec)
    syn_spec = _synapse_specification(syn_spec, conn_spec, len(pre), len(post), as_arrays)
    with kernel.timers.connect:
        if as_arrays:
            _connect_arrays(pre, post, syn_spec or {}, return_synapsecollection)
            return None
        if goes_by_positions(conn_spec, syn_spec):
            connect_by_positions(pre, post, conn_spec, syn_spec)
        else:
            builder.connect(_ids(pre), _ids(post), conn_spec, syn_spec)
    return GetConnections(pre, post) if return_synapsecollection else None


def TripartiteConnect(
    pre: NodeCollection,
    post: NodeCollection,
    third: NodeCollection,
    conn_spec: dict,
    third_factor_conn_spec: dict,
    syn_specs: dict | None = None,
) -> None:
    """Connect sources to targets, and third nodes to some of these connections.

    Parameters
    ----------
    pre, post, third : NodeCollection
        Sources, targets, and the nodes that third ones are chosen from.
    conn_spec : dict
        Rule that connects `pre` to `post`, as for `Connect`; without ``make_symmetric``.
    third_factor_conn_spec : dict
        ``rule`` ``"third_factor_bernoulli_with_pool"``: for each connection, with probability
        ``p`` (float, default 1), a node of the target's pool is connected to the target, and the
        source to it.  ``pool_size`` (int, default all) nodes of `third` are a pool; ``pool_type``
        ``"random"`` (default) draws a pool for each target, ``"block"`` divides `third` between
        the targets in their order, or, with ``pool_size`` 1, the targets between the nodes.
    syn_specs : dict, optional
        Synapse specifications as for `Connect`, but without arrays: ``primary`` from `pre` to
        `post`, ``third_in`` from `pre` to `third`, ``third_out`` from `third` to `post`; each
        ``"static_synapse"`` by default.

    Raises
    ------
    TypeError
        If `pre`, `post` or `third` is not a NodeCollection.
    ValueError
        If a synapse specification has an array.
    NESTError
        If a rule, model or parameter does not exist or does not fit.
    """
    nodes = {"Presynaptic": pre, "Postsynaptic": post, "Third-factor": third}
    for name, population in nodes.items():
        if not isinstance(population, NodeCollection):
            raise TypeError(f"{name} nodes must be a NodeCollection")
    specs = _specifications_of_three(syn_specs or {})
    for spec in (conn_spec, third_factor_conn_spec):
        if not isinstance(spec, dict):
            raise AttributeError(f"A connection specification must be a dict, not {spec!r}.")
    ids = [_ids(population) for population in nodes.values()]
    with kernel.timers.connect:
        tripartite.connect(*ids, conn_spec, third_factor_conn_spec, specs)


def GetConnections(
    source: NodeCollection | None = None,
    target: NodeCollection | None = None,
    synapse_model: str | None = None,
    synapse_label: int | None = None,
) -> SynapseCollection:
    """Return connections, all or those that pass every filter given.

    Parameters
    ----------
    source, target : NodeCollection, optional
        Nodes at either end.
    synapse_model : str, optional
        Name of the synapse model.
    synapse_label : int, optional
        Label, for models whose name ends in ``_lbl``.

    Returns
    -------
    SynapseCollection
        Ordered by synapse model, virtual process and source.

    Raises
    ------
    TypeError
        If `source` or `target` is not a NodeCollection.
    UnknownSynapseType, TypeMismatch
        If there is no such synapse model, or `synapse_model` is no str.
    """
    for name, nodes in (("source", source), ("target", target)):
        if nodes is not None and not isinstance(nodes, NodeCollection):
            raise TypeError(f"{name} must be NodeCollection.")
    entry = None
    if synapse_model is not None:
        entry = kernel.models.synapse(as_string("synapse_model", synapse_model))
    label = UNLABELLED if synapse_label is None else synapse_label
    sources, targets = (None if nodes is None else _ids(nodes) for nodes in (source, target))
    return SynapseCollection(find(sources, targets, entry, label))


def Disconnect(
    *args, conn_spec: str | dict | None = None, syn_spec: str | dict | None = None
) -> None:
    """Remove connections.

    Parameters
    ----------
    *args : SynapseCollection, or NodeCollection and NodeCollection
        The connections, or the nodes at both ends.
    conn_spec : str or dict, default ``"one_to_one"``
        Rule that pairs the nodes, ``one_to_one`` or ``all_to_all``.
    syn_spec : str or dict, default ``"static_synapse"``
        Synapse model.

    Raises
    ------
    TypeError, ValueError
        If the arguments are of other types, or a rule is given with a SynapseCollection.
    InexistentConnection
        If there is no such connection, or it belongs to a device.
    """
    if len(args) == 1 and isinstance(args[0], SynapseCollection):
        if conn_spec is not None or syn_spec is not None:
            raise ValueError(
                "When disconnecting with a SynapseCollection, conn_spec and syn_spec cannot be "
                "specified"
            )
        args[0].disconnect()
        return
    if len(args) != 2 or not all(isinstance(nodes, NodeCollection) for nodes in args):
        raise TypeError("Arguments must be either a SynapseCollection or two NodeCollections")
    conn_spec = "one_to_one" if conn_spec is None else conn_spec
    syn_spec = "static_synapse" if syn_spec is None else syn_spec
    conn_spec = {"rule": conn_spec} if isinstance(conn_spec, str) else conn_spec
    syn_spec = {"synapse_model": syn_spec} if isinstance(syn_spec, str) else syn_spec
    disconnection.disconnect(_ids(args[0]), _ids(args[1]), conn_spec, syn_spec)


def _ids(nodes: NodeCollection):
    nodes._datum.require_valid()
    if nodes:
        require_existing(nodes._datum)
    return nodes._datum.ids


def _nodes(pre, post, conn_spec):
    """Return whether to connect arrays, and nodes as collections or as arrays of int."""
    rule = conn_spec.get("rule", "all_to_all") if isinstance(conn_spec, dict) else conn_spec
    pair_by_pair = rule == "one_to_one"
    pre, post = (_collected(nodes, pair_by_pair) for nodes in (pre, post))
    if isinstance(pre, NodeCollection) and isinstance(post, NodeCollection):
        return False, pre, post
    if len(pre) != len(post):
        raise ValueError(
            "If 'pre' or 'post' contain non-unique IDs, then they must have the same length."
        )
    pre, post = np.asarray(pre), np.asarray(post)
    for name, ids in (("pre", pre), ("post", post)):
        if ids.dtype.kind not in "iu":
            raise TypeError(f"'{name}' node IDs must be integers.")
    if pre.ndim != 1 or post.ndim != 1:
        raise ValueError("Sources and targets must be 1-dimensional arrays")
    if not pair_by_pair:
        raise ValueError(
            "When connecting two arrays with non-unique IDs, `conn_spec` must be 'one_to_one'."
        )
    return True, pre, post


def _collected(nodes, pair_by_pair: bool):
    if isinstance(nodes, NodeCollection) or pair_by_pair or len(set(nodes)) != len(nodes):
        return nodes
    return NodeCollection(nodes)


def _connection_specification(conn_spec) -> dict:
    if conn_spec is None or isinstance(conn_spec, str):
        return {"rule": conn_spec or "all_to_all"}
    if not isinstance(conn_spec, dict):
        raise TypeError("conn_spec must be a string or dict")
    return conn_spec


def _synapse_specification(syn_spec, conn_spec: dict, n_pre: int, n_post: int, as_arrays: bool):
    """Return a dict, a list of dicts, or None where nothing was given."""
    if isinstance(syn_spec, CollocatedSynapses):
        return list(syn_spec.syn_specs)
    if syn_spec is None:
        syn_spec = {"synapse_model": "static_synapse"} if as_arrays else None
        return syn_spec
    if isinstance(syn_spec, str):
        return {"synapse_model": syn_spec}
    rule = conn_spec["rule"]
    if not isinstance(syn_spec, dict):
        raise TypeError("syn_spec must be a string, dict or CollocatedSynapses object")
    if not isinstance(syn_spec.get("synapse_model", ""), str):
        raise TypeError("'synapse_model' must be specified by a 'str'.")
    specified = {
        name: flattened(name, value, rule, conn_spec, n_pre, n_post)
        for name, value in syn_spec.items()
    }
    if as_arrays:
        specified.setdefault("synapse_model", "static_synapse")
    return specified


def _specifications_of_three(syn_specs: dict) -> dict:
    """Return lists of synapse specifications by what they connect."""
    names = ("primary", "third_in", "third_out")
    found = {name: _collocated(name, syn_specs.get(name, "static_synapse")) for name in names}
    unknown = [name for name in syn_specs if name not in names]
    if unknown:
        raise AttributeError(f"syn_specs has {', '.join(names)}, but no {unknown[0]!r}.")
    return found


def _collocated(name: str, syn_spec) -> list:
    if isinstance(syn_spec, str):
        syn_spec = {"synapse_model": syn_spec}
    specs = syn_spec.syn_specs if isinstance(syn_spec, CollocatedSynapses) else (syn_spec,)
    for spec in specs:
        if not isinstance(spec, dict):
            raise AttributeError(f"syn_specs[{name}] must be a str or dict, not {spec!r}.")
        for entry, value in spec.items():
            if isinstance(value, list | tuple | np.ndarray):
                raise ValueError(
                    "Tripartite connections do not accept parameter lists, but "
                    f"'syn_specs[{name}][{entry}]' is a list or similar."
                )
    return list(specs)


def _connect_arrays(pre, post, syn_spec: dict, return_synapsecollection: bool) -> None:
    if return_synapsecollection:
        raise ValueError(
            "SynapseCollection cannot be returned when connecting two arrays of node IDs"
        )
    for wrong, right in (("weights", "weight"), ("delays", "delay")):
        if wrong in syn_spec:
            raise ValueError(f"To specify {wrong}, use '{right}' in syn_spec.")
    for name in ("weight", "delay"):
        if np.ndim(syn_spec.get(name, pre)) != 1:
            raise TypeError(f"{name}s must be a 1-dimensional NumPy array, one for each pair.")
    arrays.connect_arrays(pre, post, syn_spec)
