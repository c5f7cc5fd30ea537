"""Targets of stimulators: inputs of neurons, and logs of recorders."""

import numpy as np


def device_targets(process, kernel, recording) -> dict:
    """Return, by ``id(runtime)``, the targets of stimulators on a process.

    Returns
    -------
    dict of int to tuple of ndarray
        Local index of the device, input, input for weights not above 0, weight, delay, log
        address, route and row of each connection, in NEST's order: by synapse model, then by
        creation.
    """
    parts: dict = {}
    tables = kernel.connections.from_devices[process.vp]
    for number in sorted(tables):
        if len(tables[number]):
            _add(parts, tables[number], process, kernel, recording)
    return {
        key: tuple(np.concatenate(columns) for columns in zip(*found, strict=True))
        for key, found in parts.items()
    }


def _add(parts: dict, table, process, kernel, recording) -> None:
    enabled = np.arange(len(table)) if table.disabled is None else np.flatnonzero(~table.disabled)
    source, target = table.source[enabled], table.target[enabled]
    weight, delay = effective_weights(table)[enabled], table.delay.take(enabled)
    receptor = table.receptor.take(enabled)
    for where, population in kernel.nodes.by_population(source):
        runtime = population.blocks[process.vp].runtime
        if runtime is None:
            continue
        current = population.entry.model.sends == "current"
        found = _where_to(process, kernel, recording, target[where], receptor[where], current)
        _put_gates(process, table, enabled[where], found[2])
        part = (
            source[where] - population.first_id,
            *found[:2],
            weight[where],
            delay[where],
            found[2],
            np.full(len(found[2]), process.acting.route(table, population.entry.model)),
            enabled[where],
        )
        parts.setdefault(id(runtime), []).append(part)


def _where_to(process, kernel, recording, targets, receptors, current):
    """Return inputs, inputs for weights not above 0, and log addresses of some targets."""
    inputs = np.zeros((2, len(targets)), np.uint32)
    logs = np.zeros(len(targets), np.int64)
    for where, population in kernel.nodes.by_population(targets):
        if population.entry.model.writes:
            logs[where] = [recording.log_address(process, i) for i in targets[where]]
        else:
            inputs[:, where] = process.inputs.resolve(targets[where], receptors[where], current)
    return *inputs, logs


def _put_gates(process, table, rows, logs) -> None:
    """Put gates before the logs (changed) of recorders where the synapses act."""
    for i in np.flatnonzero(logs).tolist():
        logs[i] = process.gates.through(table, int(rows[i]), int(logs[i]))


def effective_weights(table):
    """Return the weight of every connection of a table, those shared by the model included."""
    if "weight" in table.entry.model.common:
        return np.full(len(table), table.entry.defaults["weight"])
    return table.weight.take(np.arange(len(table)))
