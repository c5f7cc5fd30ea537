"""Carry out a rule: draw, check everything, and only then fill the tables."""

import numpy as np

from nestlike.connect import RULES
from nestlike.connect.compatibility import require_compatible
from nestlike.connect.destinations import split
from nestlike.connect.populations import is_replicated
from nestlike.connect.quantities import draw_columns
from nestlike.connect.synapse_specification import specifications
from nestlike.kernel import errors, kernel
from nestlike.kernel.errors import BadProperty, did_you_mean
from nestlike.kernel.parallel import WORTH_THREADS, for_each_process
from nestlike.models.events import illegal


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
        If anything does not fit; then no connection was made, only random numbers were drawn.
    """
    kernel.nodes.number_locally()
    for nodes, which in ((sources, "Presynaptic"), (targets, "Postsynaptic")):
        if not len(nodes):
            raise illegal(f"{which} nodes cannot be an empty NodeCollection")
    specs = specifications(syn_spec)
    rule = rule_class(conn_spec["rule"])(sources, targets, conn_spec)
    _check(rule, specs)
    kernel.connections.note_change()
    batches = _batches(rule, specs)
    if rule.make_symmetric:
        rule.sources, rule.targets = targets, sources
        batches += _batches(rule, specs)
    fill(batches)


def rule_class(name: str) -> type:
    """Return the rule called `name`, or raise BadProperty."""
    if name not in RULES:
        raise BadProperty(f"Unknown connectivity rule: {name}." + did_you_mean(name, RULES))
    return RULES[name]


def _check(rule, specs) -> None:
    if rule.make_symmetric and any(spec.drawn for spec in specs):
        raise errors.NotImplemented("Symmetric connections require parameters that can be reset.")
    rule.require_all_known()
    for spec in specs:
        spec.require_all_known()
        if spec.entry.model.requires_symmetric:
            scalar = all(s.all_scalar for s in specs)
            if not (rule.make_symmetric or (rule.is_symmetric() and scalar)):
                raise BadProperty(
                    "Connections with this synapse model can only be created as one-to-one "
                    'connections with "make_symmetric" set to true or as all-to-all connections '
                    "with equal source and target populations and default or scalar parameters."
                )
    if rule.make_symmetric and not rule.can_be_symmetric:
        raise errors.NotImplemented("This connection rule does not support symmetric connections.")


def _batches(rule, specs) -> list:
    """Return (vp, entry, sources, targets, columns) for each process and specification."""
    if rule.loop is not None and rule.n_visited > WORTH_THREADS:
        rule.loop.address  # noqa: B018  (made ready before threads want it)
    batches = for_each_process(
        lambda vp: _batches_of(rule, specs, vp), kernel.connections.n_vp, rule.n_visited
    )
    return [batch for of_process in batches for batch in of_process]


def _batches_of(rule, specs, vp: int) -> list:
    engine = kernel.random.vp_specific[vp]
    sources, targets, numbers, draws = _visit(rule, specs, vp, engine)
    if rule.requires_proxies and is_replicated(targets).any():
        raise illegal(
            "Cannot use this rule to connect to nodes without proxies (usually devices)."
        )
    batches = [
        (vp, spec.entry, sources, targets, spec.columns(numbers, drawn))
        for spec, drawn in zip(specs, draws, strict=True)
    ]
    return _interleaved(batches)


def _visit(rule, specs, vp: int, engine):
    """Return sources, targets and numbers of connections, and what each specification drew."""
    drawn = [quantity for spec in specs for quantity in spec.drawn]
    compiled = rule.compiled(drawn, vp, engine)
    if compiled is not None:
        found, columns = compiled
    elif not drawn or not rule.draws:
        found = rule.all_pairs(vp, engine)
        columns = draw_columns(drawn, engine, vp, len(found[0]))
    else:
        found, columns = _alternate(rule, drawn, vp, engine)
    columns = iter(columns)
    return *found, [[next(columns) for _ in spec.drawn] for spec in specs]


def _alternate(rule, drawn: list, vp: int, engine):
    """Choose a pair, draw its quantities, and so on; return pairs and columns."""
    pairs, rows = [], []
    for pair in rule.pairs(vp, engine):
        pairs.append(pair)
        rows.append([quantity.draw(engine, vp) for quantity in drawn])
    found = np.array(pairs, np.int64).reshape(-1, 3)
    return found.T, np.array(rows, float).reshape(-1, len(drawn)).T


def _interleaved(batches: list) -> list:
    """Merge collocated batches of one synapse model: pair by pair, not batch by batch."""
    by_entry: dict = {}
    for batch in batches:
        by_entry.setdefault(batch[1], []).append(batch)
    return [b[0] if len(b) == 1 else _merged(b) for b in by_entry.values()]


def _merged(batches: list):
    vp, entry, sources, targets, _ = batches[0]
    n, m = len(sources), len(batches)
    columns = {
        name: np.stack([np.broadcast_to(b[4][name], n) for b in batches], axis=1).ravel()
        for name in batches[0][4]
    }
    return vp, entry, np.repeat(sources, m), np.repeat(targets, m), columns


def fill(batches: list) -> None:
    """Check batches (vp, entry, sources, targets, columns) and append them to the tables."""
    parts = [part for batch in batches for part in split(*batch)]
    require_compatible(parts)
    delays = kernel.settings.delays
    for group, vp, entry, sources, targets, columns in parts:
        steps = columns["delay"]
        delays.widen(int(np.min(steps)), int(np.max(steps)))
        kernel.connections.table(group, vp, entry).append(sources, targets, **columns)
