"""Targets of stimulators: inputs of neurons, and logs of recorders."""

import numpy as np

from nestlike.kernel.inputs import resolve_inputs


def device_targets(process, kernel, recording) -> dict:
    """Return, by runtime, each stimulator's targets on a process.

    Returns
    -------
    dict of int to list of list
        By ``id(runtime)`` and device: (input, input for weights not above 0, weight, delay, log address) in NEST's order: by
        synapse model, then by creation.
    """
    found: dict = {}
    tables = kernel.connections.from_devices[process.vp]
    for number in sorted(tables):
        table = tables[number]
        if len(table):
            _add(found, table, process, kernel, recording)
    return found


def _add(found: dict, table, process, kernel, recording) -> None:
    enabled = np.arange(len(table)) if table.disabled is None else np.flatnonzero(~table.disabled)
    source, target = table.source[enabled], table.target[enabled]
    weight, delay = effective_weights(table)[enabled], table.delay.take(enabled)
    receptor = table.receptor.take(enabled)
    for where, population in kernel.nodes.by_population(source):
        runtime = population.blocks[process.vp].runtime
        if runtime is None:
            continue
        by_device = found.setdefault(id(runtime), [[] for _ in range(population.n)])
        current = population.entry.model.sends == "current"
        w, t = weight[where], target[where]
        inputs, logs = _where_to(process, kernel, recording, t, receptor[where], current)
        k = source[where] - population.first_id
        for device, *row in zip(k, *inputs, w, delay[where], logs, strict=True):
            by_device[device].append(row)


def _where_to(process, kernel, recording, targets, receptors, current):
    inputs = np.zeros((2, len(targets)), np.uint32)
    logs = np.zeros(len(targets), np.int64)
    for where, population in kernel.nodes.by_population(targets):
        if population.replicated:
            logs[where] = [recording.log_address(process, i) for i in targets[where]]
            continue
        found = resolve_inputs(kernel.nodes, targets[where], receptors[where], current)
        inputs[0, where], inputs[1, where] = found
    return inputs, logs


def effective_weights(table):
    """Return the weight of every connection of a table, those shared by the model included."""
    if "weight" in table.entry.model.common:
        return np.full(len(table), table.entry.defaults["weight"])
    return table.weight.take(np.arange(len(table)))
