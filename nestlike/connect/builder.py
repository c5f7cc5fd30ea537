"""Carry out a rule: on every process, make what is possible up to the first thing that is not."""

import numpy as np

from nestlike.connect import RULES
from nestlike.connect.batches import Gathered, of_specifications
from nestlike.connect.interruption import (
    Start,
    connect_until_impossible,
    one_by_one,
    require_proxies,
)
from nestlike.connect.pieces import Pieces
from nestlike.connect.populations import looked_at_once
from nestlike.connect.synapse_specification import specifications
from nestlike.kernel import errors, kernel
from nestlike.kernel.datatypes import require_known_type
from nestlike.kernel.errors import BadProperty, did_you_mean
from nestlike.kernel.running.parallel import for_each_process
from nestlike.models.events import illegal

#: What says that a connection is impossible, or that a kernel running as Python left the numbers.
_IMPOSSIBLE = (errors.KernelException, ArithmeticError, ValueError)


def connect(sources, targets, conn_spec: dict, syn_spec) -> None:
    """Connect nodes by a rule.

    Parameters
    ----------
    sources, targets : ndarray of int64
        Node ids, ascending.
    conn_spec : dict
        ``rule`` and its parameters.
    syn_spec : dict, list of dict or None
        One synapse specification, collocated ones, or the default.

    Raises
    ------
    NESTError
        If anything does not fit.  What is wrong with the specifications is said before anything
        is done; where a single connection is impossible, its process keeps those made before
        and has drawn its random numbers, and other processes go on, as in NEST.
    """
    require_known_types(conn_spec, syn_spec)
    kernel.nodes.number_locally()
    require_nodes(Presynaptic=sources, Postsynaptic=targets)
    specs = specifications(syn_spec)
    rule = read_rule(sources, targets, conn_spec, specs)
    rule.require_all_known()
    for spec in specs:
        spec.require_all_known()
    # What is refused from here on makes NEST sort all connections again.
    kernel.connections.note_change()
    require_symmetry(rule, specs)
    failures = make(rule, specs)
    if rule.make_symmetric and not rule.connects_back:
        rule.sources, rule.targets = targets, sources
        failures.update(make(rule, specs))
    raise_first(failures)


def require_known_types(*specs) -> None:
    """Raise AttributeError if specifications, or lists of them, hold what NEST has no type for."""
    for spec in specs:
        if isinstance(spec, dict):
            for name, value in spec.items():
                require_known_type(name, value)
        elif spec is not None:
            require_known_types(*spec)


def require_nodes(**populations) -> None:
    """Raise IllegalConnection if one of several populations, given by name, is empty."""
    for name, nodes in populations.items():
        if not len(nodes):
            raise illegal(f"{name} nodes cannot be an empty NodeCollection")


def raise_first(failures: dict) -> None:
    """Raise the error of the first process that has one (`failures`: errors by process)."""
    if failures:
        raise failures[min(failures)]


def rule_class(name: str) -> type:
    """Return the rule called `name`, or raise BadProperty."""
    if name not in RULES:
        raise BadProperty(f"Unknown connectivity rule: {name}." + did_you_mean(name, RULES))
    return RULES[name]


def read_rule(sources, targets, conn_spec: dict, specs):
    """Return the rule that `conn_spec` describes."""
    rule = rule_class(conn_spec["rule"])(sources, targets, conn_spec)
    # NEST says this before it looks at what the rule itself needs.
    if rule.make_symmetric and any(spec.drawn for spec in specs):
        raise errors.NotImplemented("Symmetric connections require parameters that can be reset.")
    rule.has_arrays = any(spec.has_arrays for spec in specs)
    rule.read(rule.unknown)
    return rule


def require_symmetry(rule, specs) -> None:
    """Raise unless synapses that must be symmetric are, and ``make_symmetric`` is possible."""
    if any(spec.entry.model.requires_symmetric for spec in specs):
        scalar = all(spec.all_scalar for spec in specs)
        if not (rule.make_symmetric or (rule.is_symmetric() and scalar)):
            raise BadProperty(
                "Connections with this synapse model can only be created as one-to-one "
                'connections with "make_symmetric" set to true or as all-to-all connections '
                "with equal source and target populations and default or scalar parameters."
            )
    if rule.make_symmetric and not rule.can_be_symmetric:
        raise errors.NotImplemented("This connection rule does not support symmetric connections.")


def make(rule, specs, third=None) -> dict:
    """Make all connections; return the error that stopped a process, by process.

    Parameters
    ----------
    rule : Rule
    specs : list of SynapseSpecification
    third : ThirdFactor, optional
        What else to connect whenever a pair has been connected.
    """
    failures: dict = {}
    for stage in rule.stages():
        failures.update(_make(stage, specs, third))
    return failures


def _make(rule, specs, third) -> dict:
    n_vp = kernel.connections.n_vp
    starts = [Start(rule, specs, vp, third) for vp in range(n_vp)]
    work = rule.n_visited * (1 + 2 * sum(len(spec.drawn) for spec in specs))
    made = for_each_process(lambda vp: _attempt(rule, specs, vp, third), n_vp, work)
    failures = {}
    for vp, gathered in enumerate(made):
        if gathered is not None:
            gathered.commit()
        elif error := connect_until_impossible(rule, specs, vp, starts[vp], third):
            failures[vp] = error
    return failures


def _attempt(rule, specs, vp: int, third):
    """Return all connections on one process, or None if one of them is impossible."""
    try:
        if third is not None:
            from nestlike.connect import tripartite_pieces

            gathered = tripartite_pieces.gather(rule, specs, vp, third)
            if gathered is None:
                gathered = Gathered()
                gathered.add(one_by_one(rule, specs, vp, third))
            return gathered
        return _gather(rule, specs, vp)
    except _IMPOSSIBLE:  # the second, slower attempt raises it where NEST does
        return None


def _gather(rule, specs, vp: int) -> Gathered:
    visited = _visit(rule, specs, vp)
    gathered = Gathered(visited.expected)
    for (sources, targets, numbers), columns in visited.pieces:
        drawn = iter(columns)
        draws = [[next(drawn) for _ in spec.drawn] for spec in specs]
        with looked_at_once():
            require_proxies(rule, targets)
            gathered.add(of_specifications(vp, specs, sources, targets, numbers, draws))
    return gathered


def _visit(rule, specs, vp: int) -> Pieces:
    """Return the pairs of a process, and columns of all that the specifications draw for them."""
    engine = rule.engine(vp)
    drawn = [quantity for spec in specs for quantity in spec.drawn]
    compiled = rule.compiled(drawn, vp, engine)
    if compiled is not None:
        return compiled
    if not drawn or not rule.draws:
        found = rule.all_pairs(vp, engine)
        columns = _columns(drawn, engine, vp, len(found[0]))
    else:
        found, columns = _alternate(rule, drawn, vp, engine)
    return Pieces(len(found[0]), iter([(found, columns)]))


def _columns(drawn: list, engine, vp: int, n: int) -> list:
    if not drawn:
        return []
    from nestlike.connect.drawn_columns import draw_columns

    return draw_columns(drawn, engine, vp, n)


def _alternate(rule, drawn: list, vp: int, engine):
    """Choose a pair, draw its quantities, and so on; return pairs and columns."""
    pairs, rows = [], []
    for pair in rule.pairs(vp, engine):
        pairs.append(pair)
        rows.append([quantity.draw(engine, vp) for quantity in drawn])
    found = np.array(pairs, np.int64).reshape(-1, 3)
    return found.T, np.array(rows, float).reshape(-1, len(drawn)).T
