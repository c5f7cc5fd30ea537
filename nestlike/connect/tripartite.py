"""Connect three populations: pairs by a rule, and third nodes to some of the pairs."""

import numpy as np

from nestlike.connect import RULES, THIRD_RULES
from nestlike.connect.builder import (
    make,
    raise_first,
    read_rule,
    require_known_types,
    require_nodes,
    require_symmetry,
)
from nestlike.connect.listed_pairs import PairsInTurn
from nestlike.connect.rule import Rule
from nestlike.connect.synapse_specification import specifications
from nestlike.kernel import errors, kernel
from nestlike.kernel.datatypes import as_string
from nestlike.kernel.errors import BadProperty, did_you_mean
from nestlike.models.events import illegal


def connect(sources, targets, third, conn_spec: dict, third_conn_spec: dict, syn_specs: dict):
    """Connect sources to targets, sources to third nodes, and third nodes to targets.

    Parameters
    ----------
    sources, targets, third : ndarray of int64
        Node ids, ascending.
    conn_spec, third_conn_spec : dict
        Rules for pairs and for third nodes, with their parameters.
    syn_specs : dict of str to list of dict
        Specifications ``primary``, ``third_in`` (to third nodes), ``third_out`` (from them).

    Raises
    ------
    NESTError
        If anything does not fit; see `nestlike.connect.builder.connect`.  Connections to third
        nodes are made when all others have been, and not at all if one of those is impossible.
    """
    require_known_types(conn_spec, third_conn_spec, *syn_specs.values())
    require_nodes(Presynaptic=sources, Postsynaptic=targets, **{"Third-factor": third})
    names = _rule(conn_spec, "connection"), _rule(third_conn_spec, "third-factor connection")
    kernel.nodes.number_locally()
    third_in = _ThirdIn(sources, third, third_conn_spec, specifications(syn_specs["third_in"]))
    factor = _third_factor(names[1], third, targets, third_conn_spec, syn_specs["third_out"])
    rule, specs = _primary(names[0], sources, targets, conn_spec, syn_specs["primary"])
    rule.require_all_known()
    for spec in specs + third_in.specs + factor.specs:
        spec.require_all_known()
    kernel.connections.note_change()
    require_symmetry(rule, specs)
    raise_first(make(rule, specs, factor))
    third_in.connect(factor.found)


def _rule(conn_spec: dict, words: str) -> str:
    if "rule" not in conn_spec:
        raise BadProperty(f"The {words} specification must contain a connection rule.")
    return as_string("rule", conn_spec["rule"])


def _third_factor(name: str, third, targets, conn_spec: dict, syn_spec: list):
    _require_known(name, THIRD_RULES, "third-factor connection")
    return THIRD_RULES[name](third, targets, conn_spec, specifications(syn_spec))


def _primary(name: str, sources, targets, conn_spec: dict, syn_spec: list):
    _require_known(name, RULES, "connection")
    if Rule(sources, targets, conn_spec).make_symmetric:
        raise BadProperty("Third-factor connectivity cannot be used with 'make_symmetric == True'.")
    specs = specifications(syn_spec)
    return read_rule(sources, targets, conn_spec, specs), specs


def _require_known(name: str, rules: dict, words: str) -> None:
    if name not in rules:
        raise illegal(f"Unknown {words} rule '{name}'." + did_you_mean(name, rules))


class _ThirdIn:
    """The connections from sources to third nodes."""

    def __init__(self, sources, third, conn_spec: dict, specs: list):
        # NEST reads the flags of the third factor's rule, and uses one.
        self.flags = Rule(sources, third, conn_spec)
        self.specs = specs
        if self.flags.make_symmetric and any(spec.drawn for spec in specs):
            raise errors.NotImplemented(
                "Symmetric connections require parameters that can be reset."
            )

    def connect(self, found: list) -> None:
        """Connect pairs (source, third node), of each process in turn."""
        require_symmetry(self.flags, self.specs)
        pairs = np.array([pair for of_process in found for pair in of_process], np.int64)
        raise_first(make(PairsInTurn(*pairs.reshape(-1, 2).T), self.specs))
