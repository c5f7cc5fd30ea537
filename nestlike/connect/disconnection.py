"""Remove connections."""

from nestlike.connect.builder import raise_first, read_rule
from nestlike.connect.synapse_specification import SynapseSpecification
from nestlike.kernel import errors, kernel
from nestlike.kernel.errors import BadProperty, InexistentConnection

_POSSIBLE = ("all_to_all", "one_to_one")


def disconnect(sources, targets, conn_spec: dict, syn_spec: dict) -> None:
    """Remove one connection for each pair a rule names.

    Raises
    ------
    InexistentConnection
        If a pair is not connected by the synapse model; its process has disconnected the pairs
        before it then, other processes all of theirs.
    """
    kernel.nodes.number_locally()
    kernel.connections.sort_if_changed()
    rule_name = conn_spec.get("rule")
    if rule_name is None:
        raise BadProperty("Disconnection spec must contain disconnection rule.")
    spec = SynapseSpecification(syn_spec)
    rule = read_rule(sources, targets, conn_spec, [spec])
    rule.require_all_known()
    spec.require_all_known()
    if rule_name not in _POSSIBLE:
        kernel.connections.note_change()
        words = " and ".join(_POSSIBLE)
        raise errors.NotImplemented(f"Disconnection by {rule_name} is not possible; {words} are.")
    rule.allow_autapses = True  # whatever the user says
    failures = {}
    for vp in range(kernel.connections.n_vp):
        found, targets_there, _ = rule.all_pairs(vp, None)
        try:
            remove(vp, spec.entry.number, found.tolist(), targets_there.tolist())
        except InexistentConnection as error:
            failures[vp] = error
    kernel.connections.note_change()
    raise_first(failures)


def remove(vp: int, number: int, sources: list, targets: list) -> None:
    """Disable, for each pair, the first enabled connection in the list of one process and model."""
    table = kernel.connections.tables[vp].get(number)
    for source, target in zip(sources, targets, strict=True):
        row = None if table is None else _first_enabled(table, source, target)
        if row is None:
            raise InexistentConnection(
                "Deletion of connection is not possible because it does not exist: "
                f"from node {source} to node {target}."
            )
        table.disable(row)
        kernel.connections.version += 1


def _first_enabled(table, source: int, target: int):
    begin, end = 0, len(table)
    if kernel.connections.compressed and not kernel.connections.changed:
        begin, end = table.endpoints.run_of(source)
        where = table.endpoints.targets_of(slice(begin, end)) == target
    else:
        where = (table.source == source) & (table.target == target)
    if table.disabled is not None:
        where &= ~table.disabled[begin:end]
    found = where.nonzero()[0]
    return begin + int(found[0]) if len(found) else None
