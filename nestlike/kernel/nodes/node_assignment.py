"""Setting parameters of many nodes at once: all, or nothing where something given is illegal."""

import numpy as np

from nestlike.kernel import kernel
from nestlike.kernel.errors import BadParameter
from nestlike.kernel.nodes.node_proposal import (
    Proposal,
    always_asked,
    refuses_everything,
    reject_unknown,
)
from nestlike.kernel.nodes.node_values import PerNode, require_known
from nestlike.kernel.random.random_values import RandomValue
from nestlike.kernel.random.value_columns import columns
from nestlike.kernel.space.places import place_of, places_of

# Types of quantities that a random value is converted to; others take none.
_DRAWN = {float: float, int: int, bool: bool}


def assign(table, random, ids: np.ndarray, given: list[dict]) -> None:
    """Set entries of nodes.

    Parameters
    ----------
    table : NodeTable
    random : Engines
        Random values are drawn from the engine of each node's virtual process.
    ids : ndarray of int
        Ascending ids of existing nodes.
    given : list of dict
        New values by key: one dictionary for all nodes, or one for each.

    Raises
    ------
    NESTError
        If a key is unknown or a value is illegal; no node is changed then.  If a node refuses
        everything because of its own state; the nodes before it are set then.
    """
    if len(given) not in (1, len(ids)):
        raise BadParameter(
            "List of dictionaries must be the same size as the NodeCollection "
            f"({len(ids)}), {len(given)} given."
        )
    table.version += 1
    refusing = _first_that_refuses(table, ids, given)
    if refusing is None:
        _assign_all(table, random, ids, given)
        return
    # NEST goes from node to node: those before the one that takes nothing are set by then.
    for positions in (slice(refusing), slice(refusing, refusing + 1)):
        _assign_all(table, random, ids[positions], _part(given, positions))


def _part(given, positions: slice):
    return [_restrict(given[0], positions)] if len(given) == 1 else given[positions]


def _assign_all(table, random, ids, given):
    proposals = [
        proposal
        for positions, one in _tasks(ids, given)
        for proposal in _propose(table, random, ids[positions], one)
    ]
    for proposal in proposals:
        proposal.accept()


def _first_that_refuses(table, ids, given) -> int | None:
    """Return the position of the first node that will take nothing, if there is one."""
    names = set().union(*given)
    found: list[int] = []
    for positions, population in table.by_population(ids):
        if not always_asked(population.entry.model):
            continue
        places = np.arange(len(ids))[positions]
        for where, block, ks in population.locate(ids[positions]):
            found += places[where][refuses_everything(block, ks, names)].tolist()
    return min(found, default=None)


def _tasks(ids, given):
    """Yield (positions, dictionary): few with many nodes where all dictionaries are alike."""
    if len(given) == 1:
        yield slice(None), given[0]
        return
    names = set(given[0])
    alike = all(entry.keys() == names for entry in given)
    if alike and not any(isinstance(v, RandomValue) for entry in given for v in entry.values()):
        yield slice(None), {name: PerNode(entry[name] for entry in given) for name in given[0]}
        return
    for position, entry in enumerate(given):
        yield slice(position, position + 1), entry


def _propose(table, random, ids, given):
    require_known(given)
    for positions, population in table.by_population(ids):
        here = _restrict(given, positions)
        if population.replicated:
            yield from _propose_replicas(population, ids[positions], here, random)
            continue
        for where, block, ks in population.locate(ids[positions]):
            yield propose(block, ks, _restrict(here, where), random)


def _propose_replicas(population, ids, given, random):
    """Propose values for every replica of some devices, each with random values of its own."""
    names = _random_names(population.entry.model, given)
    blocks = population.blocks
    drawn = np.empty((len(blocks), len(names), len(ids)))
    for column, node_id in enumerate(ids.tolist() if names else ()):
        # All replicas draw as if they lived on the process that would own a single node.
        vp = node_id % len(blocks)
        engine, place = random.vp_specific[vp], place_of(population.layer, node_id)
        for block in blocks:
            for row, name in enumerate(names):
                drawn[block.vp, row, column] = given[name].draw(engine, vp, place)
    for block, rows in zip(blocks, drawn, strict=True):
        own = _converted(block.model, names, rows)
        yield propose(block, ids - population.first_id, {**given, **own}, random)


def _restrict(given, positions):
    return {
        name: value.at(positions) if isinstance(value, PerNode) else value
        for name, value in given.items()
    }


def propose(block, ks: np.ndarray, given: dict, random) -> Proposal:
    """Return the checked proposal to set entries of nodes of one block."""
    block.model.require_settable(block, ks)
    proposal = Proposal(block, ks, _drawn(block, ks, given, random))
    proposal.complete()
    if block.model.accepts_anything and not block.is_prototype:
        proposal.echo(given)
        return proposal
    lenient = block.is_prototype and block.model.lenient_defaults
    if kernel.settings.dict_miss_is_error and not lenient:
        reject_unknown(block, proposal.unknown(given))
    return proposal


def _drawn(block, ks, given, random):
    names = _random_names(block.model, given)
    if not names:
        return given
    # The prototype of a model draws like a node of the first virtual process.
    thread = max(block.vp, 0)
    engine = random.vp_specific[thread]
    places = places_of(block.layer, block.ids()[ks])
    drawn = columns([given[name] for name in names], engine, thread, len(ks), places)
    return {**given, **_converted(block.model, names, drawn)}


def _converted(model, names, drawn):
    quantities = model.quantities()
    values = {name: column.tolist() for name, column in zip(names, drawn, strict=True)}
    return {name: PerNode(map(_DRAWN[quantities[name].kind], values[name])) for name in names}


def _random_names(model, given):
    """Return the keys to draw values for, in the order in which NEST reads them."""
    if not any(isinstance(value, RandomValue) for value in given.values()):
        return []
    return [
        name
        for name, quantity in model.quantities().items()
        if quantity.drawn and quantity.kind in _DRAWN and isinstance(given.get(name), RandomValue)
    ]
