"""Check that nodes fit together before they are connected, and number the devices that record."""

import numpy as np

from nestlike.connect.populations import combinations
from nestlike.kernel import kernel
from nestlike.kernel.distinct import distinct
from nestlike.kernel.errors import KernelException
from nestlike.models.events import illegal, require_fit, sent_by

_ONE_SYNAPSE = "All outgoing connections from a device must use the same synapse type."


def require_compatible(parts: list, asked: dict[int, list]) -> None:
    """Raise unless every connection in `parts` (see `batches`), all of one process, is possible.

    Connections of recording devices get their receptor number, counted at each target; `asked`
    remembers them, by target, from one call to the next.
    """
    reached = []
    for _, vp, entry, sources, targets, columns in parts:
        for where, source, target in combinations(sources, targets):
            ids, kind = targets[where], sent_by(source.entry.model)
            if _keeps_to_one_model(source):
                _require_one_synapse(vp, entry, source, sources[where], parts)
            require_fit(source, target, entry.model, ids, _at(columns["receptor"], where))
            if kind == "data_request":
                _require_recordables(sources[where], target, ids)
            if kind == "spike" and "has_connections" in target.entry.model.parameters:
                reached.append((target, ids))
        columns["receptor"] = _loggers(vp, sources, targets, columns["receptor"], asked)
    for target, ids in reached:
        _note_connected(target, distinct(ids))


def _note_connected(target, ids) -> None:
    for _, block, ks in target.locate(ids):
        block.columns["has_connections"].put(ks, True)


def _at(value, where):
    return value[where] if isinstance(value, np.ndarray) else value


def _require_recordables(sources, target, ids) -> None:
    _require_recordable_here(target.entry)
    known = _recordables(target, ids)
    for node in distinct(sources).tolist():
        population = kernel.nodes.population_of(node)
        columns = population.blocks[0].columns
        for name in columns["record_from"][node - population.first_id]:
            if name not in known:
                listed = ", ".join(sorted(known))
                raise illegal(
                    f"Cannot connect with unknown recordable {name}. "
                    f"{target.entry.name} has {listed or 'none'}."
                )


def _require_recordable_here(entry) -> None:
    # Each replica of a noise generator knows the currents of its own targets only.
    threads = kernel.settings.local_num_threads
    if getattr(entry.model, "recorded_by_one_thread", False) and threads > 1:
        raise KernelException(
            f"Recording from a {entry.name} is only possible in single-threaded mode, "
            f"not with local_num_threads = {threads}."
        )


def _recordables(target, ids) -> set:
    """Return what can be recorded from all of these nodes."""
    model = target.entry.model
    if not model.differ_in_recordables():
        return set(model.recordables)
    located = ((block, k) for _, block, ks in target.locate(ids) for k in ks)
    return set.intersection(*(set(model.recordable_names(block, k)) for block, k in located))


def _keeps_to_one_model(population) -> bool:
    """Return whether the nodes are generators, which take one synapse model each."""
    model = population.entry.model
    return model.element_type == "stimulator" and sent_by(model) in ("spike", "current")


def _memories(vp: int, population, sources):
    """Yield, for generators connected on process `vp`, where each remembers its synapse model.

    Where a generator that exists once has only a stand-in, NEST asks the prototype of its model.
    """
    first_model, n_vp = kernel.connections.first_model, kernel.connections.n_vp
    for source in distinct(sources).tolist():
        if population.replicated or source % n_vp == vp:
            yield first_model[vp], source
        else:
            yield first_model[0], -1 - population.entry.number


def _require_one_synapse(vp: int, entry, population, sources, parts: list) -> None:
    """Raise if a generator is, or is about to be, connected by another synapse model too."""
    others = [part[3] for part in parts if part[2] is not entry]
    for memory, key in _memories(vp, population, sources):
        if memory.get(key, entry.number) != entry.number:
            raise illegal(_ONE_SYNAPSE)
    if any(np.isin(sources, other).any() for other in others):
        raise illegal(_ONE_SYNAPSE)


def may_hold_generators(group) -> bool:
    """Return whether there may be generators among the sources of a group of tables."""
    return group is kernel.connections.from_devices or any(
        _keeps_to_one_model(p) and not p.replicated for p in kernel.nodes.populations
    )


def note_models(parts: list) -> None:
    """Note which synapse model the generators in `parts` have been connected by first.

    A generator remembers the model of an attempt that failed, too.
    """
    for group, vp, entry, sources, _, _ in parts:
        if not may_hold_generators(group):
            continue
        for where, population, _ in combinations(sources, sources):
            if _keeps_to_one_model(population):
                for memory, key in _memories(vp, population, sources[where]):
                    memory.setdefault(key, entry.number)


def _loggers(vp: int, sources, targets, receptor, asked: dict):
    """Return receptors where those of recording devices are numbered 1, 2, ... at each target."""
    found = combinations(sources, sources)
    meters = [where for where, p, _ in found if sent_by(p.entry.model) == "data_request"]
    if not meters:
        return receptor
    if not asked:
        asked.update(_connected_meters(vp))
    receptor = np.broadcast_to(receptor, len(sources)).copy()
    everywhere = np.arange(len(sources))
    for k in np.sort(np.concatenate([everywhere[where] for where in meters])).tolist():
        meters_there = asked.setdefault(int(targets[k]), [])
        if int(sources[k]) in meters_there:
            raise illegal("Each multimeter can only be connected once to a given node.")
        meters_there.append(int(sources[k]))
        receptor[k] = len(meters_there)
    return receptor


def _connected_meters(vp: int) -> dict[int, list]:
    """Return, by node of one process, the recording devices that record from it."""
    found: dict[int, list] = {}
    for table in kernel.connections.from_devices[vp].values():
        for where, population, _ in combinations(table.source, table.source):
            if sent_by(population.entry.model) == "data_request":
                pairs = zip(table.source[where].tolist(), table.target[where].tolist(), strict=True)
                for source, target in pairs:
                    found.setdefault(target, []).append(source)
    return found
