"""Connections of stimulators whose synapses act, in the form in which they send through them."""

import numpy as np

from nestlike.kernel.delivery.delivery_tables import DeliveryTables
from nestlike.kernel.delivery.spikes_under_way import SpikesUnderWay
from nestlike.kernel.delivery.synapse_events import copying_loop


class ActingTables(DeliveryTables):
    """The connections of stimulators to one virtual process whose synapses act.

    A stimulator sends through one of them at a time.
    """

    recorded = False

    def __init__(self, process, tables: dict, kernel):
        acting = {n: table for n, table in tables.items() if table.entry.model.acts()}
        super().__init__(process, acting, kernel, SpikesUnderWay())

    def route(self, table, model) -> int:
        """Return the address of the TABLE record for nodes of `model`, 0 where synapses do not act.

        Dilutors send copies.
        """
        if not table.entry.model.acts():
            return 0
        return self.records.address_of(2 * self._used.index(table) + model.dilutes)

    def _fill(self, i: int, table):
        super()._fill(i, table)
        self.records.array[i + 1] = self.records.array[i]
        self._deliver[i + 1] = copying_loop(table.entry.model)

    def _resolve(self, i: int, table, weight, each: bool):
        """Resolve all targets but recorders, which a gate stands before."""
        receptors, inputs = table.receptor.array(), np.zeros((2, len(table)), np.uint32)
        for where, population in self.kernel.nodes.by_population(table.target):
            if not population.entry.model.writes:
                found = self.process.inputs.resolve(table.target[where], receptors[where])
                inputs[:, where] = found
        self.records.set(i, input_in=inputs[1], n_inputs=len(table), source=table.source)
        return inputs[0], None
