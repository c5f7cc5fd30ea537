"""What a user wants of connections between layers."""

from nestlike.connect.masks import create_mask
from nestlike.connect.quantities import Drawn, Scalar, random_value
from nestlike.connect.spatial.fixed_indegree import FixedIndegree
from nestlike.connect.spatial.fixed_outdegree import FixedOutdegree
from nestlike.connect.spatial.pairwise import (
    Poisson,
    SourceDrivenBernoulli,
    TargetDrivenBernoulli,
)
from nestlike.connect.spatial.specification import SpatialSpecification, value_of
from nestlike.kernel.datatypes import as_bool, as_dictionary, as_long
from nestlike.kernel.errors import BadProperty
from nestlike.models.synapse_declaration import refuse_unaccessed

_FLAGS = {"allow_autapses": True, "allow_multapses": True, "allow_oversized_mask": False}


class Projection:
    """Rule, mask, probability and synapses of connections between layers.

    Parameters
    ----------
    conn_spec : dict
        ``rule``; ``allow_autapses``, ``allow_multapses``, ``allow_oversized_mask``; ``mask``;
        ``p`` or ``pairwise_avg_num_conns``; ``indegree`` or ``outdegree``; ``use_on_source``.
    syn_specs : list of dict
        One, or several for collocated synapses.

    Attributes
    ----------
    rule : type
        A `SpatialRule`.
    allow_autapses, allow_multapses, allow_oversized : bool
    mask : Mask, GridMask or None
    probability, number : Scalar, Drawn or None
    specs : list of SpatialSpecification

    Raises
    ------
    TypeMismatch, BadProperty, UnaccessedDictionaryEntry, UnknownSynapseType
        If an entry has the wrong type or value, or means nothing to the rule.
    """

    def __init__(self, conn_spec: dict, syn_specs: list[dict]):
        rest = dict(conn_spec)
        self.rule, number = _rule(rest)
        flags = [as_bool(name, rest.pop(name, default)) for name, default in _FLAGS.items()]
        self.allow_autapses, self.allow_multapses, self.allow_oversized = flags
        self.number = None if number is None else _number(rest.pop(number))
        self.mask = None
        if "mask" in rest:
            self.mask = create_mask(as_dictionary("mask", rest.pop("mask")))
        self.probability = _probability(rest)
        if not syn_specs:
            raise BadProperty("synapse_parameters must be list of dictionaries, at least one.")
        self.specs = [SpatialSpecification(spec) for spec in syn_specs]
        refuse_unaccessed("ConnectionCreator", "synapse_specs", list(rest), ("p", *_FLAGS))


def _rule(rest: dict):
    """Return the rule, and the name of its number of connections; remove what chooses them."""
    name = rest.pop("rule")
    if name == "fixed_indegree":
        return FixedIndegree, "indegree"
    if name == "fixed_outdegree":
        return FixedOutdegree, "outdegree"
    if name == "pairwise_poisson":
        return Poisson, None
    from_sources = rest.pop("use_on_source", False)
    return (SourceDrivenBernoulli if from_sources else TargetDrivenBernoulli), None


def _number(value) -> Scalar | Drawn:
    drawn = random_value(value)
    if drawn is not None:
        return Drawn(drawn)
    number = as_long("number_of_connections", value)
    if number < 0:
        raise BadProperty(f"Number of connections cannot be less than zero, and is {number}.")
    return Scalar(number)


def _probability(rest: dict) -> Scalar | Drawn | None:
    for name in ("p", "pairwise_avg_num_conns"):
        if name in rest:
            return value_of(name, rest.pop(name))
    return None
